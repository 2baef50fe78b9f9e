-- People, what they may do and for whom, and their sessions.

-- ---- people ----

-- name: person_find
SELECT id, username, name, email, lang, scheme, must_change, valid_from, valid_to, n_failed,
       locked_until
  FROM person
 WHERE id = $1;

-- name: person_by_username
SELECT id, username, name, email, lang, scheme, must_change, valid_from, valid_to, n_failed,
       locked_until
  FROM person
 WHERE username = $1;

-- name: person_add
INSERT INTO person (id, username, name, search, sort_key, email, lang, scheme, password_hash,
                    must_change, valid_from, valid_to, n_failed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0);

-- name: person_change
UPDATE person SET name = $2, search = $3, sort_key = $4, email = $5, lang = $6, scheme = $7
 WHERE id = $1;

-- name: person_end
UPDATE person SET valid_to = $2 WHERE id = $1;

-- name: person_set_password
UPDATE person SET password_hash = $2, must_change = $3, n_failed = 0, locked_until = NULL
 WHERE id = $1;

-- name: person_secret
SELECT p.id, p.password_hash, p.valid_from, p.valid_to, p.n_failed, p.locked_until,
       CASE WHEN s.confirmed_at IS NULL THEN 0 ELSE 1 END AS has_second
  FROM person p
  LEFT JOIN second_step s ON s.person_id = p.id
 WHERE p.username = $1;

-- name: person_count_failure
UPDATE person SET n_failed = $2, locked_until = $3 WHERE id = $1;

-- ---- roles ----

-- name: role_list
SELECT name, CASE WHEN $1 = 'en' THEN label_en ELSE label END AS label, is_post, needs_second,
       capabilities
  FROM role
 ORDER BY rank, name;

-- name: role_find
SELECT name, CASE WHEN $2 = 'en' THEN label_en ELSE label END AS label, is_post, needs_second,
       capabilities
  FROM role
 WHERE name = $1;

-- ---- grants ----

-- name: grant_find
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id, p.name AS person_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label,
       (SELECT v.name FROM org_version v WHERE v.org_id = g.org_id
         ORDER BY v.valid_from DESC LIMIT 1) AS org_name
  FROM grant_role g
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE g.id = $1;

-- name: grant_of_person
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id, p.name AS person_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label,
       (SELECT v.name FROM org_version v WHERE v.org_id = g.org_id
         ORDER BY v.valid_from DESC LIMIT 1) AS org_name
  FROM grant_role g
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE g.person_id = $1
 ORDER BY g.valid_to DESC, g.valid_from DESC, g.id DESC
 LIMIT 500;

-- name: grant_of_org
-- In force on a day at what the organisation answers for then; $4 1: posts only.
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id, p.name AS person_name,
       CASE WHEN $3 = 'en' THEN r.label_en ELSE r.label END AS role_label,
       (SELECT v.name FROM org_version v WHERE v.org_id = g.org_id
         ORDER BY v.valid_from DESC LIMIT 1) AS org_name
  FROM org_now n
  JOIN grant_role g ON g.org_id = n.org_id
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE n.now_id = $1 AND n.valid_from <= $2 AND n.valid_to > $2
   AND g.valid_from <= $2 AND g.valid_to > $2
   AND (g.interim_until IS NULL OR g.interim_until > $2)
   AND r.is_post >= $4
 ORDER BY r.rank, p.sort_key, g.id;

-- name: grant_to_confirm
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id, p.name AS person_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label,
       (SELECT v.name FROM org_version v WHERE v.org_id = g.org_id
         ORDER BY v.valid_from DESC LIMIT 1) AS org_name
  FROM grant_role g
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE g.interim_until IS NOT NULL AND g.valid_to > $1
 ORDER BY g.interim_until, g.id;

-- name: grant_in_the_way
-- Another grant of the same over the same days: of the same person, or of a post to anybody.
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id, p.name AS person_name
  FROM grant_role g
  JOIN person p ON p.id = g.person_id
 WHERE g.role = $1 AND coalesce(g.org_id, 0) = coalesce(CAST($2 AS bigint), 0)
   AND (g.person_id = $3 OR $4 = 1)
   AND g.valid_from < $6 AND g.valid_to > $5 AND g.valid_from < g.valid_to
   AND (g.interim_until IS NULL OR g.interim_until > $5)
   AND p.valid_to > $5
 LIMIT 1;

-- name: grant_add
INSERT INTO grant_role (id, person_id, role, org_id, below, valid_from, valid_to, interim_until,
                        decree_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: grant_end
UPDATE grant_role SET valid_to = $2 WHERE id = $1;

-- name: grant_confirm
UPDATE grant_role SET interim_until = NULL WHERE id = $1;

-- name: grant_to_carry
-- What `from` gave on the eve of $3, and whether the same is at `to` from then already.
SELECT g.id, g.person_id, g.role, CAST($2 AS bigint) AS to_id, g.below, g.valid_from, g.valid_to,
       CASE WHEN r.is_post = 1 OR p.valid_to <= $3 OR g.interim_until <= $3
                 OR EXISTS (SELECT 1 FROM grant_role h
                             WHERE h.org_id = $2 AND h.person_id = g.person_id
                               AND h.role = g.role AND h.below >= g.below AND h.valid_to > $3
                               AND (h.interim_until IS NULL OR h.interim_until > $3))
            THEN 0 ELSE 1 END AS carries,
       CAST($3 AS text) AS on_day, g.org_id AS from_id, p.name AS person_name,
       CASE WHEN $4 = 'en' THEN r.label_en ELSE r.label END AS role_label
  FROM org_now n
  JOIN grant_role g ON g.org_id = n.org_id
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE n.now_id = $1 AND n.valid_from < $3 AND n.valid_to >= $3 AND g.valid_to > $3
 ORDER BY g.person_id, g.role, g.below DESC, g.id;

-- name: grant_to_carry_all
-- The same along all successions of a decree.
SELECT g.id, g.person_id, g.role, s.to_id, g.below, g.valid_from, g.valid_to,
       CASE WHEN r.is_post = 1 OR p.valid_to <= s.on_day OR g.interim_until <= s.on_day
                 OR EXISTS (SELECT 1 FROM grant_role h
                             WHERE h.org_id = s.to_id AND h.person_id = g.person_id
                               AND h.role = g.role AND h.below >= g.below
                               AND h.valid_to > s.on_day
                               AND (h.interim_until IS NULL OR h.interim_until > s.on_day))
            THEN 0 ELSE 1 END AS carries,
       s.on_day, g.org_id AS from_id, p.name AS person_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label
  FROM org_succession s
  JOIN org_now n ON n.now_id = s.from_id AND n.valid_to = s.on_day
  JOIN grant_role g ON g.org_id = n.org_id AND g.valid_to > s.on_day
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE s.decree_id = $1
 ORDER BY s.to_id, g.person_id, g.role, g.below DESC, g.id;

-- name: grant_carried_away
UPDATE grant_role
   SET valid_to_was = valid_to, decree_id_to = $2,
       valid_to = CASE WHEN valid_from > $3 THEN valid_from ELSE $3 END
 WHERE id = $1;

-- name: grant_touched_by
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id, p.name AS person_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label
  FROM grant_role g
  JOIN person p ON p.id = g.person_id
  JOIN role r ON r.name = g.role
 WHERE g.decree_id = $1 OR g.decree_id_to = $1
 ORDER BY g.id;

-- name: grant_back_open
UPDATE grant_role SET valid_to = valid_to_was, valid_to_was = NULL, decree_id_to = NULL
 WHERE decree_id_to = $1;

-- name: grant_back_given
DELETE FROM grant_role WHERE decree_id = $1;

-- ---- away, and lent ----

-- name: absence_add
INSERT INTO absence (id, person_id, valid_from, valid_to, reason) VALUES ($1, $2, $3, $4, $5);

-- name: absence_of_person
SELECT id, person_id, valid_from, valid_to, reason
  FROM absence
 WHERE person_id = $1
 ORDER BY valid_from DESC, id DESC
 LIMIT 200;

-- name: delegation_add
INSERT INTO delegation (id, from_id, to_id, role, valid_from, valid_to, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: delegation_end
UPDATE delegation SET valid_to = $2 WHERE id = $1;

-- name: delegation_find
SELECT d.id, d.from_id, d.to_id, d.role, d.valid_from, d.valid_to, d.reason,
       f.name AS from_name, t.name AS to_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label
  FROM delegation d
  JOIN person f ON f.id = d.from_id
  JOIN person t ON t.id = d.to_id
  JOIN role r ON r.name = d.role
 WHERE d.id = $1;

-- name: delegation_of_person
SELECT d.id, d.from_id, d.to_id, d.role, d.valid_from, d.valid_to, d.reason,
       f.name AS from_name, t.name AS to_name,
       CASE WHEN $2 = 'en' THEN r.label_en ELSE r.label END AS role_label
  FROM delegation d
  JOIN person f ON f.id = d.from_id
  JOIN person t ON t.id = d.to_id
  JOIN role r ON r.name = d.role
 WHERE d.from_id = $1 OR d.to_id = $1
 ORDER BY d.valid_from DESC, d.id DESC
 LIMIT 200;

-- name: delegation_owned
-- Has the person that role of their own somewhere within those days?
SELECT count(*)
  FROM grant_role
 WHERE person_id = $1 AND role = $2 AND valid_from < $4 AND valid_to > $3
   AND (interim_until IS NULL OR interim_until > $3);

-- ---- sessions ----

-- name: session_add
INSERT INTO session (hash, person_id, created_at, seen_at, expires_at, csrf, remote, issuer)
VALUES ($1, $2, $3, $3, $4, $5, $6, $7);

-- name: session_forget
DELETE FROM session WHERE expires_at <= $1;

-- name: session_find
-- $2: now; $3: an hour ago; $4: today.
-- A password that was never used need not be changed by who came without it.
SELECT p.id, p.username, p.name, p.lang, p.scheme, s.hash AS session, s.csrf,
       CASE WHEN s.issuer IS NULL THEN p.must_change ELSE 0 END AS must_change,
       s.must_enrol, s.seen_at, s.expires_at, n.now_id AS org_id
  FROM session s
  JOIN person p ON p.id = s.person_id
  LEFT JOIN org_now n ON n.org_id = s.org_id AND n.valid_from <= $4 AND n.valid_to > $4
 WHERE s.hash = $1 AND s.expires_at > $2 AND s.seen_at > $3
   AND p.valid_from <= $4 AND p.valid_to > $4;

-- name: session_person
-- The same of a person without a session.
SELECT id, username, name, lang, scheme
  FROM person
 WHERE username = $1 AND valid_from <= $2 AND valid_to > $2;

-- name: session_can
-- What grants in force give on a day, for who answers then: their own, and what is lent to them; in
-- no order, for that would cost a third more and every request asks.
SELECT r.capabilities, coalesce(n.now_id, 0) AS org_id, g.below,
       (SELECT v.name FROM org_version v
         WHERE v.org_id = n.now_id AND v.valid_from <= $2 AND v.valid_to > $2) AS org_name,
       0 AS lent, g.id
  FROM grant_role g
  JOIN role r ON r.name = g.role
  LEFT JOIN org_now n ON n.org_id = g.org_id AND n.valid_from <= $2 AND n.valid_to > $2
 WHERE g.person_id = $1 AND g.valid_from <= $2 AND g.valid_to > $2
   AND (g.interim_until IS NULL OR g.interim_until > $2)
   AND (g.org_id IS NULL OR n.now_id IS NOT NULL)
UNION ALL
SELECT r.capabilities, coalesce(n.now_id, 0), g.below,
       (SELECT v.name FROM org_version v
         WHERE v.org_id = n.now_id AND v.valid_from <= $2 AND v.valid_to > $2),
       1, g.id
  FROM delegation d
  JOIN person p ON p.id = d.from_id
  JOIN grant_role g ON g.person_id = d.from_id AND g.role = d.role
  JOIN role r ON r.name = g.role
  LEFT JOIN org_now n ON n.org_id = g.org_id AND n.valid_from <= $2 AND n.valid_to > $2
 WHERE d.to_id = $1 AND d.valid_from <= $2 AND d.valid_to > $2
   AND p.valid_from <= $2 AND p.valid_to > $2
   AND g.valid_from <= $2 AND g.valid_to > $2
   AND (g.interim_until IS NULL OR g.interim_until > $2)
   AND (g.org_id IS NULL OR n.now_id IS NOT NULL);

-- name: session_touch
UPDATE session SET seen_at = $2 WHERE hash = $1;

-- name: session_act_for
UPDATE session SET org_id = $2 WHERE hash = $1;

-- name: session_back
-- Who acts for an organisation that a decree made, acts for their first one when it is undone.
UPDATE session SET org_id = NULL WHERE org_id IN (SELECT id FROM org WHERE decree_id = $1);

-- name: session_end
DELETE FROM session WHERE hash = $1;

-- name: session_end_of
-- All of a person but one.
DELETE FROM session WHERE person_id = $1 AND hash <> $2;
