-- Written for record_any, run on the table of any register (query_…_on).

-- ---- counts ----

-- name: register_count_add
-- in: register, org, state, slot, records more, writes more
INSERT INTO record_count (register, org_held, state, slot, n, writes)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (register, org_held, state, slot)
    DO UPDATE SET n = record_count.n + excluded.n, writes = record_count.writes + excluded.writes;

-- name: register_count_take
UPDATE record_count SET n = n - 1, writes = writes + 1
 WHERE register = $1 AND org_held = $2 AND state = $3 AND slot = $4;

-- name: register_since
-- Since when the open records of an organisation are something else; NULL: they are what they are.
SELECT min(effective_on) AS since FROM record_succession WHERE register = $1 AND org_id = $2;

-- name: register_count_of
SELECT org_held, state, CAST(sum(n) AS bigint) AS n,
       (SELECT min(s.effective_on) FROM record_succession s
         WHERE s.register = $1 AND s.org_id = $2) AS since
  FROM record_count
 WHERE register = $1 AND org_held = $2 AND n > 0
 GROUP BY org_held, state;

-- name: register_count_answered
-- The same of all that $2 answers for on $3; CROSS, for SQLite then begins with those few and does
-- not read the counts of everybody.
SELECT k.org_held, k.state, CAST(sum(k.n) AS bigint) AS n,
       (SELECT min(s.effective_on) FROM record_succession s
         WHERE s.register = $1 AND s.org_id = k.org_held) AS since
  FROM org_now o
 CROSS JOIN record_count k
 WHERE k.register = $1 AND k.org_held = o.org_id AND k.n > 0
   AND o.now_id = $2 AND o.valid_from <= $3 AND o.valid_to > $3
 GROUP BY k.org_held, k.state
 ORDER BY k.org_held;

-- name: register_count_all
SELECT k.register, k.org_held, k.state, CAST(sum(k.n) AS bigint) AS n,
       min(s.state_after) AS state_after
  FROM record_count k
  LEFT JOIN (SELECT register, org_id, min(state_after) AS state_after
               FROM record_succession GROUP BY register, org_id) AS s
    ON s.register = k.register AND s.org_id = k.org_held
 GROUP BY k.org_held, k.register, k.state
HAVING sum(k.n) > 0
 ORDER BY k.org_held, k.register;

-- name: register_count_unit
-- The organisations of a unit on $2, each with the counts of all that it answers for on $3; in no
-- order and not summed up, for there are few and to sort them takes longer than to find them.
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id,
       t.rank, v.sort_key, k.register, k.state, k.n,
       CASE WHEN k.state IN ('open', 'review')
            THEN (SELECT min(s.state_after) FROM record_succession s
                   WHERE s.register = k.register AND s.org_id = k.org_held) END AS state_after
  FROM org_version v
  JOIN org o ON o.id = v.org_id
  JOIN org_kind t ON t.name = o.kind
  LEFT JOIN org_now w ON w.now_id = v.org_id AND w.valid_from <= $3 AND $3 < w.valid_to
  LEFT JOIN record_count k ON k.org_held = w.org_id AND k.n > 0
 WHERE v.unit_id = $1 AND v.valid_from <= $2 AND $2 < v.valid_to;

-- name: register_count_total
-- As stored, apart by whether the organisation was succeeded.
SELECT k.state, CAST(sum(k.n) AS bigint) AS n, s.state_after
  FROM record_count k
  LEFT JOIN (SELECT register, org_id, min(state_after) AS state_after
               FROM record_succession GROUP BY register, org_id) AS s
    ON s.register = k.register AND s.org_id = k.org_held
 WHERE k.register = $1
 GROUP BY k.state, s.state_after
HAVING sum(k.n) > 0;

-- name: register_recount
-- Where the count and the records differ.
SELECT x.org_held, x.state, x.n
  FROM (SELECT org_held, state, slot, n FROM record_count WHERE register = $1 AND n > 0
        EXCEPT
        SELECT org_held, state, (id / 1000) % 16, count(*) FROM record_any
         GROUP BY org_held, state, (id / 1000) % 16) AS x
UNION ALL
SELECT y.org_held, y.state, y.n
  FROM (SELECT org_held, state, (id / 1000) % 16 AS slot, count(*) AS n FROM record_any
         GROUP BY org_held, state, (id / 1000) % 16
        EXCEPT
        SELECT org_held, state, slot, n FROM record_count WHERE register = $1 AND n > 0) AS y
 ORDER BY 1
 LIMIT 20;

-- name: register_open_holders
SELECT DISTINCT org_held
  FROM record_count
 WHERE register = $1 AND state IN ('open', 'review') AND n > 0
 ORDER BY org_held;

-- name: register_count_odd
-- Open records with a day of ending, or ended ones without.
SELECT count(*) FROM record_any
 WHERE (state IN ('open', 'review')) = (ended_on IS NOT NULL);

-- ---- hand-over ----

-- name: register_held_before
-- What the organisations hold that are about to hand over.
SELECT k.org_held, k.state, CAST(sum(k.n) AS bigint) AS n, min(s.since) AS since
  FROM record_count k
  LEFT JOIN (SELECT org_id, min(effective_on) AS since
               FROM record_succession WHERE register = $2 GROUP BY org_id) AS s
    ON s.org_id = k.org_held
 WHERE k.register = $2
   AND k.org_held IN (SELECT h.from_org FROM handed h WHERE h.handing_id = $1)
 GROUP BY k.org_held, k.state
HAVING sum(k.n) > 0;

-- name: register_succeeded
-- in: handing, register, decree, state after, day
INSERT INTO record_succession (register, org_id, decree_id, state_after, effective_on)
SELECT CAST($2 AS text), h.from_org, CAST($3 AS bigint), CAST($4 AS text), CAST($5 AS text)
  FROM handed h
 WHERE h.handing_id = $1 AND h.way = 'whole';

-- name: register_unsucceeded
DELETE FROM record_succession WHERE decree_id = $1 AND register = $2;

-- name: register_successions
-- Of the organisation that holds a record, newest first.
SELECT g.decree_id, h.from_org, h.to_org, h.way, g.undone, g.at, g.effective_on
  FROM handed h
  JOIN handing g ON g.id = h.handing_id
 WHERE h.from_org = $1 AND g.register = $2 AND h.way = 'whole'
 ORDER BY g.at DESC, g.id DESC;

-- name: register_note_writes
INSERT INTO handed_writes (handing_id, register, org_id, writes)
SELECT CAST($1 AS bigint), k.register, k.org_held, CAST(sum(k.writes) AS bigint)
  FROM record_count k
 WHERE k.org_held IN (SELECT h.from_org FROM handed h WHERE h.handing_id = $1
                      UNION SELECT h.to_org FROM handed h WHERE h.handing_id = $1)
 GROUP BY k.register, k.org_held
HAVING sum(k.writes) > 0;

-- name: register_mark
-- What no rule decides. NOT IN, here and below: looked up once and kept by both engines, where an
-- inner scan of what is being filled would read its own new rows again for each record.
-- in: handing, register, state after (NULL: as it is), ended on (NULL: as it is), 1: it stays open
-- and goes to the receiver, 1: only where no territory is known
INSERT INTO moved (handing_id, register, record_id, from_org, to_org, held_after, way, reason,
                   state_before, state_after, decide_before, decide_after, ended_before,
                   ended_after, version_before, version_after)
SELECT h.handing_id, CAST($2 AS text), r.id, h.from_org, h.to_org,
       CASE WHEN CAST($5 AS bigint) = 1 THEN h.to_org ELSE r.org_held END,
       CASE WHEN CAST($5 AS bigint) = 1 THEN 'rest' ELSE 'whole' END,
       NULL,
       r.state, coalesce(CAST($3 AS text), r.state),
       r.to_decide, CASE WHEN CAST($5 AS bigint) = 1 THEN 1 ELSE r.to_decide END,
       r.ended_on, coalesce(CAST($4 AS text), r.ended_on),
       r.version, r.version + 1
  FROM handed h
  JOIN record_any r ON r.org_held = h.from_org
 WHERE h.handing_id = $1 AND h.way = 'rest'
   AND r.state IN ('open', 'review')
   AND (CAST($6 AS bigint) = 0 OR r.territory IS NULL)
   AND (CAST($5 AS bigint) = 1
        OR NOT EXISTS (SELECT 1 FROM record_succession s
                        WHERE s.register = $2 AND s.org_id = h.from_org))
   AND r.id NOT IN (SELECT m.record_id FROM moved m
                     WHERE m.handing_id = $1 AND m.register = $2);

-- name: register_mark_rule
-- in: handing, register, from, to, reason, state after (NULL: as it is), territory, pattern, 1: any
-- territory
INSERT INTO moved (handing_id, register, record_id, from_org, to_org, held_after, way, reason,
                   state_before, state_after, decide_before, decide_after, ended_before,
                   ended_after, version_before, version_after)
SELECT CAST($1 AS bigint), CAST($2 AS text), r.id, r.org_held, CAST($4 AS bigint),
       CAST($4 AS bigint), 'rule', CAST($5 AS text),
       r.state, coalesce(CAST($6 AS text), r.state),
       r.to_decide, 0, r.ended_on, r.ended_on, r.version, r.version + 1
  FROM record_any r
 WHERE r.org_held = $3 AND r.state IN ('open', 'review')
   AND (r.territory = $7 OR ' ' || r.territory || ' ' LIKE $8
        OR (CAST($9 AS bigint) = 1 AND r.territory IS NOT NULL))
   AND r.id NOT IN (SELECT m.record_id FROM moved m
                     WHERE m.handing_id = $1 AND m.register = $2);

-- name: register_moved_twice
-- Records that another call for the same decree has touched already: an undo could not tell which
-- came first.
SELECT count(*)
  FROM moved m
  JOIN moved o ON o.record_id = m.record_id AND o.handing_id <> m.handing_id
  JOIN handing g ON g.id = o.handing_id AND g.register = o.register
 WHERE m.handing_id = $1 AND m.register = $2 AND g.decree_id = $3 AND g.undone = 0;

-- name: register_apply
UPDATE record_any
   SET org_held = m.held_after, state = m.state_after, to_decide = m.decide_after,
       ended_on = m.ended_after, version = m.version_after, changed_at = $3
  FROM moved m
 WHERE m.handing_id = $1 AND m.register = $2 AND record_any.id = m.record_id;

-- name: register_count_leave
UPDATE record_count SET n = record_count.n - d.n
  FROM (SELECT m.from_org, m.state_before, (m.record_id / 1000) % 16 AS slot, count(*) AS n
          FROM moved m
         WHERE m.handing_id = $1 AND m.register = $2
         GROUP BY m.from_org, m.state_before, (m.record_id / 1000) % 16) AS d
 WHERE record_count.register = $2 AND record_count.org_held = d.from_org
   AND record_count.state = d.state_before AND record_count.slot = d.slot;

-- name: register_count_arrive
INSERT INTO record_count (register, org_held, state, slot, n, writes)
SELECT m.register, m.held_after, m.state_after, (m.record_id / 1000) % 16, count(*), 0
  FROM moved m
 WHERE m.handing_id = $1 AND m.register = $2
 GROUP BY m.register, m.held_after, m.state_after, (m.record_id / 1000) % 16
    ON CONFLICT (register, org_held, state, slot) DO UPDATE SET n = record_count.n + excluded.n;

-- name: register_moved_counts
SELECT from_org, to_org, way, state_before AS state, count(*) AS n
  FROM moved
 WHERE handing_id = $1 AND register = $2
 GROUP BY from_org, to_org, way, state_before;

-- ---- and back ----

-- name: register_written_since
-- Organisations of a decree where somebody has written records of the register since.
SELECT DISTINCT o.org_id AS org_held, g.at AS changed_at
  FROM handing g
  JOIN (SELECT handing_id, from_org AS org_id FROM handed
        UNION SELECT handing_id, to_org FROM handed) AS o ON o.handing_id = g.id
  LEFT JOIN handed_writes w
    ON w.handing_id = g.id AND w.register = $2 AND w.org_id = o.org_id
 WHERE g.decree_id = $1 AND g.undone = 0 AND g.register = $2
   AND coalesce(w.writes, 0) <> coalesce(
         (SELECT CAST(sum(k.writes) AS bigint) FROM record_count k
           WHERE k.register = $2 AND k.org_held = o.org_id), 0)
 ORDER BY o.org_id;

-- name: register_changed_since
SELECT id FROM record_any
 WHERE org_held = $1 AND state IN ('open', 'review', 'surrender', 'ended', 'archived')
   AND changed_at >= $2
   AND NOT EXISTS (SELECT 1 FROM moved m
                     JOIN handing g ON g.id = m.handing_id AND g.register = m.register
                    WHERE m.record_id = record_any.id AND g.decree_id = $3 AND g.undone = 0
                      AND m.version_after = record_any.version)
 ORDER BY id
 LIMIT $4;

-- name: register_moved_since
SELECT r.id
  FROM handing g
  JOIN moved m ON m.handing_id = g.id AND m.register = g.register
  JOIN record_any r ON r.id = m.record_id
 WHERE g.decree_id = $1 AND g.undone = 0 AND g.register = $2 AND r.version <> m.version_after
 ORDER BY r.id
 LIMIT $3;

-- name: register_older_follow
-- An earlier decree that stands finds its records again under the version they are about to have.
UPDATE moved SET version_after = d.version_after + 1
  FROM (SELECT m.record_id, m.version_before, m.version_after
          FROM handing g JOIN moved m ON m.handing_id = g.id AND m.register = g.register
         WHERE g.decree_id = $1 AND g.undone = 0 AND g.register = $2) AS d
 WHERE moved.record_id = d.record_id AND moved.version_after = d.version_before;

-- name: register_unapply
UPDATE record_any
   SET org_held = m.from_org, state = m.state_before, to_decide = m.decide_before,
       ended_on = m.ended_before, version = m.version_after + 1, changed_at = $3
  FROM handing g JOIN moved m ON m.handing_id = g.id AND m.register = g.register
 WHERE g.decree_id = $1 AND g.undone = 0 AND g.register = $2 AND record_any.id = m.record_id;

-- name: register_count_unarrive
UPDATE record_count SET n = record_count.n - d.n
  FROM (SELECT m.held_after, m.state_after, (m.record_id / 1000) % 16 AS slot, count(*) AS n
          FROM handing g JOIN moved m ON m.handing_id = g.id AND m.register = g.register
         WHERE g.decree_id = $1 AND g.undone = 0 AND g.register = $2
         GROUP BY m.held_after, m.state_after, (m.record_id / 1000) % 16) AS d
 WHERE record_count.register = $2 AND record_count.org_held = d.held_after
   AND record_count.state = d.state_after AND record_count.slot = d.slot;

-- name: register_count_unleave
INSERT INTO record_count (register, org_held, state, slot, n, writes)
SELECT m.register, m.from_org, m.state_before, (m.record_id / 1000) % 16, count(*), 0
  FROM handing g JOIN moved m ON m.handing_id = g.id AND m.register = g.register
 WHERE g.decree_id = $1 AND g.undone = 0 AND g.register = $2
 GROUP BY m.register, m.from_org, m.state_before, (m.record_id / 1000) % 16
    ON CONFLICT (register, org_held, state, slot) DO UPDATE SET n = record_count.n + excluded.n;

-- name: register_undone
UPDATE handing SET undone = 1 WHERE decree_id = $1 AND register = $2 AND undone = 0;

-- name: register_moves
SELECT g.decree_id, m.from_org, m.to_org, m.way, m.reason, m.state_before, m.state_after,
       g.undone, g.at, g.effective_on
  FROM moved m
  JOIN handing g ON g.id = m.handing_id AND g.register = m.register
 WHERE m.record_id = $1 AND m.register = $2
 ORDER BY g.at DESC, g.id DESC;
