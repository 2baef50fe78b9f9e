-- The second step at sign-in.

-- name: second_find
SELECT secret, confirmed_at, last_step FROM second_step WHERE person_id = $1;

-- name: second_put
INSERT INTO second_step (person_id, secret, last_step) VALUES ($1, $2, 0)
    ON CONFLICT (person_id) DO UPDATE SET secret = $2, confirmed_at = NULL, last_step = 0;

-- name: second_plain
SELECT person_id, secret FROM second_step WHERE secret NOT LIKE 'v1:%';

-- name: second_close
UPDATE second_step SET secret = $2 WHERE person_id = $1;

-- name: second_taken
-- Only a newer one: of two who send the same code at once, one gets in.
UPDATE second_step SET last_step = $2, confirmed_at = coalesce(confirmed_at, $3)
 WHERE person_id = $1 AND last_step < $2;

-- name: second_remove
DELETE FROM second_step WHERE person_id = $1;

-- name: second_needed
-- By a role of their own, or one that is lent to them.
SELECT count(*)
  FROM (SELECT g.role
          FROM grant_role g
         WHERE g.person_id = $1 AND g.valid_from <= $2 AND g.valid_to > $2
           AND (g.interim_until IS NULL OR g.interim_until > $2)
        UNION ALL
        SELECT d.role
          FROM delegation d
         WHERE d.to_id = $1 AND d.valid_from <= $2 AND d.valid_to > $2) AS held
  JOIN role r ON r.name = held.role
 WHERE r.needs_second = 1;

-- name: recovery_add
INSERT INTO recovery_code (hash, person_id) VALUES ($1, $2);

-- name: recovery_use
UPDATE recovery_code SET used_at = $2 WHERE hash = $1 AND used_at IS NULL;

-- name: recovery_left
SELECT count(*) FROM recovery_code WHERE person_id = $1 AND used_at IS NULL;

-- name: recovery_remove
DELETE FROM recovery_code WHERE person_id = $1;

-- name: ticket_add
INSERT INTO sign_in_ticket (hash, person_id, expires_at, issuer) VALUES ($1, $2, $3, $4);

-- name: ticket_issuer
SELECT issuer FROM sign_in_ticket WHERE hash = $1;

-- name: ticket_find
SELECT person_id FROM sign_in_ticket WHERE hash = $1 AND expires_at > $2;

-- name: ticket_remove
-- All of the person: what one opened, none opens again.
DELETE FROM sign_in_ticket WHERE person_id = $1;

-- name: ticket_forget
DELETE FROM sign_in_ticket WHERE expires_at <= $1;

-- name: session_must_enrol
UPDATE session SET must_enrol = $2 WHERE person_id = $1;

-- name: role_need_second
UPDATE role SET needs_second = $2 WHERE name = $1;
