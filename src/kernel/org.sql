-- Organisations as of a day, and the closure that says who answers.

-- name: org_kind_list
SELECT name, label, rank, is_single FROM org_kind ORDER BY rank, name;

-- name: org_kind_find
SELECT name, label, rank, is_single FROM org_kind WHERE name = $1;

-- name: org_second
-- Another of that kind and unit, where a unit has one: in force on a day of $3 … $4.
SELECT v.name
  FROM org_version v
  JOIN org o ON o.id = v.org_id AND o.kind = $2 AND o.id <> $5
  JOIN org_kind k ON k.name = o.kind AND k.is_single = 1
 WHERE v.unit_id = $1 AND v.valid_from < $4 AND $3 < v.valid_to
 ORDER BY v.valid_from
 LIMIT 1;

-- name: org_find
-- The version in force on the day; of one that has ended the last, of one to come the first.
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id
  FROM org o
  JOIN org_version v ON v.org_id = o.id
 WHERE o.id = $1
   AND v.valid_from = coalesce((SELECT max(w.valid_from) FROM org_version w
                                 WHERE w.org_id = $1 AND w.valid_from <= $2),
                               (SELECT min(w.valid_from) FROM org_version w
                                 WHERE w.org_id = $1));

-- name: org_with_now
-- What it is called, as org_find would, and who answers for it on the day.
SELECT o.id, o.kind, v.name, n.now_id, w.name AS now_name
  FROM org o
  JOIN org_version v ON v.org_id = o.id
  LEFT JOIN org_now n ON n.org_id = o.id AND n.valid_from <= $2 AND n.valid_to > $2
  LEFT JOIN org_version w ON w.org_id = n.now_id AND w.valid_from <= $2 AND w.valid_to > $2
 WHERE o.id = $1
   AND v.valid_from = coalesce((SELECT max(x.valid_from) FROM org_version x
                                 WHERE x.org_id = $1 AND x.valid_from <= $2),
                               (SELECT min(x.valid_from) FROM org_version x
                                 WHERE x.org_id = $1));

-- name: org_with_now_many
-- The same of up to fifty; 0 stands for none. Without joins: PostgreSQL, which takes them for fifty,
-- would rather read every version there is.
SELECT o.id, o.kind,
       coalesce((SELECT v.name FROM org_version v
                  WHERE v.org_id = o.id AND v.valid_from <= $1
                  ORDER BY v.valid_from DESC LIMIT 1),
                (SELECT v.name FROM org_version v
                  WHERE v.org_id = o.id
                  ORDER BY v.valid_from LIMIT 1)) AS name,
       (SELECT n.now_id FROM org_now n
         WHERE n.org_id = o.id AND n.valid_from <= $1 AND n.valid_to > $1) AS now_id,
       (SELECT w.name FROM org_now n
          JOIN org_version w
            ON w.org_id = n.now_id AND w.valid_from <= $1 AND w.valid_to > $1
         WHERE n.org_id = o.id AND n.valid_from <= $1 AND n.valid_to > $1) AS now_name
  FROM org o
 WHERE o.id IN (
       $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
       $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,
       $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50,
       $51);

-- name: org_history
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, v.valid_from, v.valid_to, v.decree_id
  FROM org_version v
  JOIN org o ON o.id = v.org_id
 WHERE v.org_id = $1
 ORDER BY v.valid_from;

-- name: org_of_unit
-- $3 NULL: of every kind.
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id
  FROM org_version v
  JOIN org o ON o.id = v.org_id
  JOIN org_kind k ON k.name = o.kind
 WHERE v.unit_id = $1 AND v.valid_from <= $2 AND v.valid_to > $2
   AND (CAST($3 AS text) IS NULL OR o.kind = $3)
 ORDER BY k.rank, v.sort_key, o.id;

-- name: org_of_parent
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id
  FROM org_version v
  JOIN org o ON o.id = v.org_id
  JOIN org_kind k ON k.name = o.kind
 WHERE v.parent_id = $1 AND v.valid_from <= $2 AND v.valid_to > $2
 ORDER BY k.rank, v.sort_key, o.id
 LIMIT 500;

-- name: org_version_at
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, v.valid_from, v.valid_to, v.decree_id
  FROM org_version v
  JOIN org o ON o.id = v.org_id
 WHERE v.org_id = $1 AND v.valid_from <= $2 AND v.valid_to > $2;

-- name: org_version_close
UPDATE org_version SET valid_to = $3 WHERE org_id = $1 AND valid_from = $2;

-- name: org_version_correct
UPDATE org_version SET name = $3, search = $4, sort_key = $5, unit_id = $6, parent_id = $7
 WHERE org_id = $1 AND valid_from = $2;

-- name: org_parent_wrong
-- Of new organisations numbered $1 … $2, a parent that is not in force when they begin. An unknown
-- start is no day to be in force on.
SELECT o.id, o.kind, pv.name, v.unit_id, v.parent_id, v.valid_from, p.valid_to, o.decree_id
  FROM org_version v
  JOIN org o ON o.id = v.org_id
  JOIN org p ON p.id = v.parent_id
  JOIN org_version pv ON pv.org_id = p.id
 WHERE v.org_id BETWEEN $1 AND $2 AND v.valid_from <> '0001-01-01'
   AND (p.valid_from > v.valid_from OR p.valid_to <= v.valid_from)
 LIMIT 1;

-- name: org_end
UPDATE org SET valid_to = $2, decree_id_to = $3 WHERE id = $1;

-- name: org_now
SELECT now_id FROM org_now WHERE org_id = $1 AND valid_from <= $2 AND valid_to > $2;

-- name: org_answers_for
SELECT org_id AS id
  FROM org_now
 WHERE now_id = $1 AND valid_to > $2 AND valid_from <= $2
 ORDER BY org_id;

-- name: org_within
-- The organisations at or above $1 on a day, each step taken to who answers then.
WITH RECURSIVE above (id) AS (
    SELECT now_id FROM org_now WHERE org_id = $1 AND valid_from <= $3 AND valid_to > $3
    UNION
    SELECT n.now_id
      FROM above a
      JOIN org_version v ON v.org_id = a.id AND v.valid_from <= $3 AND v.valid_to > $3
      JOIN org_now n ON n.org_id = v.parent_id AND n.valid_from <= $3 AND n.valid_to > $3
)
SELECT count(*)
  FROM above
 WHERE id = (SELECT now_id FROM org_now
              WHERE org_id = $2 AND valid_from <= $3 AND valid_to > $3);

-- name: org_beside_all
-- Organisations that stand neither below $1 nor beside it in the same unit: 0 where it is above all.
SELECT count(*)
  FROM org_version v
 WHERE v.parent_id IS NULL AND v.valid_from <= $2 AND v.valid_to > $2 AND v.org_id <> $1
   AND coalesce(v.unit_id, 0) <>
       coalesce((SELECT w.unit_id FROM org_version w
                  WHERE w.org_id = $1 AND w.parent_id IS NULL
                    AND w.valid_from <= $2 AND w.valid_to > $2), -1);

-- name: org_pair
-- What must be known of two organisations before one succeeds the other.
SELECT f.valid_from AS from_since, t.valid_from AS to_since, t.valid_to AS to_until,
       (SELECT s.on_day FROM org_succession s WHERE s.from_id = f.id) AS from_gone,
       (SELECT s.on_day FROM org_succession s WHERE s.from_id = t.id) AS to_gone,
       (SELECT v.name FROM org_version v WHERE v.org_id = f.id
         ORDER BY v.valid_from DESC LIMIT 1) AS from_name,
       (SELECT v.name FROM org_version v WHERE v.org_id = t.id
         ORDER BY v.valid_from DESC LIMIT 1) AS to_name
  FROM org f
  JOIN org t ON t.id = $2
 WHERE f.id = $1;

-- name: org_pair_wrong
-- Of the successions by a decree, one that does not hold.
SELECT f.valid_from AS from_since, t.valid_from AS to_since, t.valid_to AS to_until,
       (SELECT o.on_day FROM org_succession o WHERE o.from_id = t.id) AS to_gone,
       (SELECT v.name FROM org_version v WHERE v.org_id = f.id
         ORDER BY v.valid_from DESC LIMIT 1) AS from_name,
       (SELECT v.name FROM org_version v WHERE v.org_id = t.id
         ORDER BY v.valid_from DESC LIMIT 1) AS to_name
  FROM org_succession s
  JOIN org f ON f.id = s.from_id
  JOIN org t ON t.id = s.to_id
 WHERE s.decree_id = $1
   AND (f.valid_from >= s.on_day OR t.valid_from > s.on_day OR t.id = f.id
        OR (t.valid_to <= s.on_day
            AND NOT EXISTS (SELECT 1 FROM org_succession o WHERE o.from_id = t.id)))
 LIMIT 1;

-- name: org_succession_add
INSERT INTO org_succession (from_id, to_id, on_day, decree_id, whole)
VALUES ($1, $2, $3, $4, $5);

-- name: org_succession_cycles
-- How many of these successions come back to where they began.
WITH RECURSIVE onward (start_id, id) AS (
    SELECT from_id, to_id FROM org_succession
     WHERE decree_id = $1 AND from_id BETWEEN $2 AND $3
    UNION
    SELECT o.start_id, s.to_id FROM onward o JOIN org_succession s ON s.from_id = o.id
)
SELECT count(*) FROM onward WHERE start_id = id;

-- name: org_now_clear
-- Of every organisation whose way leads through one of these successions.
DELETE FROM org_now
 WHERE org_id IN (
    WITH RECURSIVE up (id) AS (
        SELECT from_id FROM org_succession
         WHERE decree_id = $1 AND from_id BETWEEN $2 AND $3
        UNION
        SELECT s.from_id FROM up JOIN org_succession s ON s.to_id = up.id
    )
    SELECT id FROM up);

-- name: org_now_fill
-- The same organisations, each followed to its end; $4: a decree whose successions do not count.
-- A step that is passed through on the day of arrival has an empty span and is left out.
WITH RECURSIVE up (id) AS (
    SELECT from_id FROM org_succession WHERE decree_id = $1 AND from_id BETWEEN $2 AND $3
    UNION
    SELECT s.from_id FROM up JOIN org_succession s ON s.to_id = up.id
), way (org_id, now_id, valid_from, valid_to) AS (
    SELECT o.id, o.id, CAST(o.valid_from AS text),
           CAST(coalesce(s.on_day, '9999-12-31') AS text)
      FROM up
      JOIN org o ON o.id = up.id
      LEFT JOIN org_succession s ON s.from_id = o.id AND s.decree_id <> $4
    UNION ALL
    SELECT w.org_id, s.to_id, w.valid_to,
           CAST(CASE WHEN n.on_day IS NULL THEN '9999-12-31'
                     WHEN n.on_day < w.valid_to THEN w.valid_to
                     ELSE n.on_day END AS text)
      FROM way w
      JOIN org_succession s ON s.from_id = w.now_id AND s.decree_id <> $4
      LEFT JOIN org_succession n ON n.from_id = s.to_id AND n.decree_id <> $4
)
INSERT INTO org_now (org_id, valid_from, valid_to, now_id)
SELECT org_id, valid_from, valid_to, now_id FROM way WHERE valid_from < valid_to;

-- name: org_end_wrong
-- Of those that a decree has succeeded, one that cannot end on that day.
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, v.valid_from, o.valid_to, o.decree_id
  FROM org_succession s
  JOIN org o ON o.id = s.from_id
  JOIN org_version v ON v.org_id = o.id AND v.valid_to = o.valid_to
 WHERE s.decree_id = $1 AND (o.valid_to <> '9999-12-31' OR v.valid_from >= s.on_day)
 LIMIT 1;

-- name: org_end_succeeded_versions
UPDATE org_version
   SET valid_to = (SELECT s.on_day FROM org_succession s WHERE s.from_id = org_version.org_id)
 WHERE valid_to = '9999-12-31'
   AND org_id IN (SELECT from_id FROM org_succession WHERE decree_id = $1);

-- name: org_end_succeeded
UPDATE org
   SET valid_to = (SELECT s.on_day FROM org_succession s WHERE s.from_id = org.id),
       decree_id_to = $1
 WHERE id IN (SELECT from_id FROM org_succession WHERE decree_id = $1);

-- name: org_successions_of
SELECT s.from_id, s.to_id, s.on_day, s.decree_id, s.whole,
       (SELECT v.name FROM org_version v WHERE v.org_id = s.from_id
         ORDER BY v.valid_from DESC LIMIT 1) AS from_name,
       (SELECT v.name FROM org_version v WHERE v.org_id = s.to_id
         ORDER BY v.valid_from LIMIT 1) AS to_name
  FROM org_succession s
 WHERE s.from_id = $1 OR s.to_id = $1
 ORDER BY s.on_day, s.from_id;

-- name: org_successions_by
SELECT s.from_id, s.to_id, s.on_day, s.decree_id, s.whole,
       (SELECT v.name FROM org_version v WHERE v.org_id = s.from_id
         ORDER BY v.valid_from DESC LIMIT 1) AS from_name,
       (SELECT v.name FROM org_version v WHERE v.org_id = s.to_id
         ORDER BY v.valid_from LIMIT 1) AS to_name
  FROM org_succession s
 WHERE s.decree_id = $1
 ORDER BY s.from_id;

-- name: org_succession_end
DELETE FROM org_succession WHERE decree_id = $1;

-- name: org_touched_by
-- All that a decree established, changed or ended.
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id
  FROM org o
  JOIN org_version v ON v.org_id = o.id
 WHERE (o.decree_id = $1 OR o.decree_id_to = $1
        OR EXISTS (SELECT 1 FROM org_version x WHERE x.org_id = o.id AND x.decree_id = $1))
   AND NOT EXISTS (SELECT 1 FROM org_version y
                    WHERE y.org_id = o.id AND y.valid_from > v.valid_from)
 ORDER BY o.id;

-- name: org_back_used
-- Who, not of the decree, stands on what it established.
SELECT (SELECT count(*) FROM org_succession s
          JOIN org o ON o.id = s.from_id OR o.id = s.to_id WHERE o.decree_id = $1)
     + (SELECT count(*) FROM org_version v
          JOIN org p ON p.id = v.parent_id AND p.decree_id = $1
          JOIN org o ON o.id = v.org_id
         WHERE coalesce(v.decree_id, 0) <> $1 AND coalesce(o.decree_id, 0) <> $1);

-- name: org_back_open_version
UPDATE org_version SET valid_to = '9999-12-31'
 WHERE org_id IN (SELECT id FROM org WHERE decree_id_to = $1)
   AND valid_to = (SELECT o.valid_to FROM org o WHERE o.id = org_version.org_id);

-- name: org_back_open
UPDATE org SET valid_to = '9999-12-31', decree_id_to = NULL WHERE decree_id_to = $1;

-- name: org_back_join_version
-- The version before one that the decree made goes on in its place.
UPDATE org_version
   SET valid_to = (SELECT n.valid_to FROM org_version n
                    WHERE n.org_id = org_version.org_id AND n.valid_from = org_version.valid_to
                      AND n.decree_id = $1)
 WHERE org_id IN (SELECT org_id FROM org_version WHERE decree_id = $1)
   AND EXISTS (SELECT 1 FROM org_version n
                WHERE n.org_id = org_version.org_id AND n.valid_from = org_version.valid_to
                  AND n.decree_id = $1);

-- name: org_back_now
DELETE FROM org_now WHERE org_id IN (SELECT id FROM org WHERE decree_id = $1);

-- name: org_back_versions
DELETE FROM org_version
 WHERE decree_id = $1 OR org_id IN (SELECT id FROM org WHERE decree_id = $1);

-- name: org_back_orgs
DELETE FROM org WHERE decree_id = $1;

-- name: org_now_broken
-- Organisations that nobody, or more than one, answers for on some day of theirs.
SELECT count(*)
  FROM org o
 WHERE NOT EXISTS (SELECT 1 FROM org_now n
                    WHERE n.org_id = o.id AND n.valid_from = o.valid_from)
    OR NOT EXISTS (SELECT 1 FROM org_now n
                    WHERE n.org_id = o.id AND n.valid_to = '9999-12-31')
    OR EXISTS (SELECT 1 FROM org_now n
                WHERE n.org_id = o.id AND n.valid_to <> '9999-12-31'
                  AND NOT EXISTS (SELECT 1 FROM org_now m
                                   WHERE m.org_id = o.id AND m.valid_from = n.valid_to))
    OR EXISTS (SELECT 1 FROM org_now n
                WHERE n.org_id = o.id AND n.valid_from <> o.valid_from
                  AND NOT EXISTS (SELECT 1 FROM org_now m
                                   WHERE m.org_id = o.id AND m.valid_to = n.valid_from));
