-- name: notice_add
INSERT INTO notice (id, once, person_id, address, subject, body, state, n_tries, next_at, queued_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)
    ON CONFLICT (once) DO NOTHING;

-- name: notice_due
SELECT id, once, person_id, address, subject, body, state, n_tries, next_at, queued_at, sent_at, trouble
  FROM notice
 WHERE state = 'queued' AND next_at <= $1
 ORDER BY next_at, id
 LIMIT 1;

-- name: notice_claim
-- in: id, n_tries as seen, when to try again
UPDATE notice SET n_tries = n_tries + 1, next_at = $3
 WHERE id = $1 AND n_tries = $2 AND state = 'queued';

-- name: notice_result
UPDATE notice SET state = $2, sent_at = $3, trouble = $4 WHERE id = $1;

-- name: notice_find
SELECT id, once, person_id, address, subject, body, state, n_tries, next_at, queued_at, sent_at, trouble
  FROM notice
 WHERE id = $1;

-- name: notice_again
UPDATE notice SET state = 'queued', n_tries = 0, next_at = $2 WHERE id = $1 AND state = 'given_up';
