-- Decrees.

-- name: decree_by_code
SELECT d.id, d.code, d.number, d.issuer, d.summary, d.signed_on, d.effective_on, d.state, d.text,
       d.drafted_by, d.approved_by, d.executed_by, d.undone_by, d.drafted_at, d.approved_at,
       d.executed_at, d.undone_at, d.note, d.plan_hash, d.run, d.version, d.search, d.sort_key,
       (SELECT p.name FROM person p WHERE p.id = d.drafted_by) AS drafter,
       (SELECT p.name FROM person p WHERE p.id = d.approved_by) AS approver,
       (SELECT p.name FROM person p WHERE p.id = d.executed_by) AS executor
  FROM decree d
 WHERE d.code = $1;

-- name: decree_by_id
SELECT d.id, d.code, d.number, d.issuer, d.summary, d.signed_on, d.effective_on, d.state, d.text,
       d.drafted_by, d.approved_by, d.executed_by, d.undone_by, d.drafted_at, d.approved_at,
       d.executed_at, d.undone_at, d.note, d.plan_hash, d.run, d.version, d.search, d.sort_key,
       (SELECT p.name FROM person p WHERE p.id = d.drafted_by) AS drafter,
       (SELECT p.name FROM person p WHERE p.id = d.approved_by) AS approver,
       (SELECT p.name FROM person p WHERE p.id = d.executed_by) AS executor
  FROM decree d
 WHERE d.id = $1;

-- name: decree_list
SELECT d.id, d.code, d.number, d.issuer, d.summary, d.signed_on, d.effective_on, d.state,
       d.drafted_at, d.approved_at, d.executed_at, d.undone_at, d.note, d.run, d.version,
       (SELECT p.name FROM person p WHERE p.id = d.drafted_by) AS drafter,
       (SELECT p.name FROM person p WHERE p.id = d.approved_by) AS approver,
       (SELECT p.name FROM person p WHERE p.id = d.executed_by) AS executor
  FROM decree d
 ORDER BY d.sort_key DESC, d.id DESC;

-- name: decree_pending
-- Approved, not executed, and taking effect before the one asked about.
SELECT id, code, number, signed_on, effective_on, state, text, run, version
  FROM decree
 WHERE state IN ('approved', 'scheduled')
   AND (effective_on < $1 OR (effective_on = $1 AND id < $2))
   AND id <> $2
 ORDER BY effective_on, id;

-- name: decree_open_others
SELECT id, code, number, signed_on, effective_on, state, text, run, version
  FROM decree
 WHERE state IN ('approved', 'scheduled') AND id <> $1 AND effective_on >= $2
 ORDER BY effective_on, id;

-- name: decree_due
SELECT id, code, number, signed_on, effective_on, state, text, run, version
  FROM decree
 WHERE state = 'scheduled' AND effective_on <= $1
 ORDER BY effective_on, id
 LIMIT 1;

-- name: decree_is_demo
SELECT count(*) FROM setting WHERE name = 'demo';

-- name: decree_demo_day
-- The clock of a demo goes on to that day, never back.
UPDATE setting SET value = $1 WHERE name = 'demo_today' AND value < $1;

-- ---- the picture on the eve ----

-- name: decree_units
SELECT u.id, v.parent_id, u.lon_e6 AS lon, u.lat_e6 AS lat, v.code, v.name, v.type, u.tier,
       u.valid_from,
       CASE WHEN v.valid_to < '9999-12-31' THEN 1 ELSE 0 END AS is_settled_later
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
 WHERE v.valid_from <= $1 AND $1 < v.valid_to
 ORDER BY v.code, u.id;

-- name: decree_codes_later
SELECT v.unit_id AS id, v.code, v.name, v.valid_from
  FROM unit_version v
 WHERE v.valid_from > $1
 ORDER BY v.valid_from, v.code;

-- name: decree_orgs
SELECT o.id, v.unit_id, v.parent_id, o.kind, v.name,
       CASE WHEN v.valid_to < '9999-12-31' THEN 1 ELSE 0 END AS is_settled_later
  FROM org_version v
  JOIN org o ON o.id = v.org_id
  JOIN org_kind k ON k.name = o.kind
 WHERE v.valid_from <= $1 AND $1 < v.valid_to
 ORDER BY k.rank, o.id;

-- name: decree_answered
-- Those for whom another answers.
SELECT org_id, now_id
  FROM org_now
 WHERE valid_from <= $1 AND $1 < valid_to AND org_id <> now_id
 ORDER BY org_id;

-- name: decree_grants
-- How many grants are in force at an organisation that a successor would be given.
SELECT g.org_id, count(*) AS n
  FROM grant_role g
  JOIN role r ON r.name = g.role
 WHERE g.org_id IS NOT NULL AND r.is_post = 0 AND g.valid_from <= $1 AND $1 < g.valid_to
   AND (g.interim_until IS NULL OR g.interim_until > $1)
 GROUP BY g.org_id
 ORDER BY g.org_id;

-- name: decree_posts
SELECT g.org_id, g.role, r.label AS role_label, p.name AS person_name
  FROM grant_role g
  JOIN role r ON r.name = g.role
  JOIN person p ON p.id = g.person_id
 WHERE g.org_id IS NOT NULL AND r.is_post = 1 AND g.valid_from <= $1 AND $1 < g.valid_to
   AND (g.interim_until IS NULL OR g.interim_until > $1)
 ORDER BY g.org_id, g.role, g.id;

-- name: decree_figures
-- The newest figures of units in force.
SELECT u.id,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $1
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $1
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM unit u
 WHERE u.valid_from <= $1 AND $1 < u.valid_to
 ORDER BY u.id;

-- name: decree_grants_done
-- What the decree ended at organisations, by whom answers for them since.
SELECT g.org_id AS from_id, s.to_id,
       CAST(sum(CASE WHEN r.is_post = 0 THEN 1 ELSE 0 END) AS bigint) AS n_carried,
       CAST(sum(CASE WHEN r.is_post = 1 THEN 1 ELSE 0 END) AS bigint) AS n_posts
  FROM grant_role g
  JOIN role r ON r.name = g.role
  JOIN org_succession s ON s.from_id = g.org_id AND s.decree_id = $1
 WHERE g.decree_id_to = $1
 GROUP BY g.org_id, s.to_id
 ORDER BY g.org_id;

-- ---- what must hold afterwards: each counts ----

-- name: inv_units_ended
SELECT count(*) FROM unit WHERE decree_id_to = $1;

-- name: inv_orgs_ended
SELECT count(*) FROM org WHERE decree_id_to = $1;

-- name: inv_made
SELECT (SELECT count(*) FROM unit WHERE decree_id_from = $1)
     + (SELECT count(*) FROM org WHERE decree_id = $1);

-- name: inv_below_ended
-- Units in force below one that the decree ended.
SELECT count(*)
  FROM unit p
  JOIN unit_version v ON v.parent_id = p.id AND v.valid_to > $2
 WHERE p.decree_id_to = $1;

-- name: inv_orgs_of_ended_units
SELECT count(*)
  FROM unit u
  JOIN org_version v ON v.unit_id = u.id AND v.valid_to > $2
 WHERE u.decree_id_to = $1;

-- name: inv_orgs_unanswered
-- Organisations that it ended and nobody in force answers for.
SELECT count(*)
  FROM org o
  LEFT JOIN org_now n ON n.org_id = o.id AND n.valid_from <= $2 AND n.valid_to > $2
  LEFT JOIN org t ON t.id = n.now_id AND t.valid_from <= $2 AND t.valid_to > $2
 WHERE o.decree_id_to = $1 AND t.id IS NULL;

-- name: inv_ended_without_heir
SELECT count(*)
  FROM unit u
 WHERE u.decree_id_to = $1
   AND u.id NOT IN (SELECT l.from_id FROM lineage l WHERE l.decree_id = $1);

-- name: inv_heirs_gone
SELECT count(*)
  FROM lineage l
  LEFT JOIN unit t ON t.id = l.to_id AND t.valid_from <= $2 AND t.valid_to > $2
 WHERE l.decree_id = $1 AND t.id IS NULL;

-- name: inv_parts
SELECT count(*) FROM lineage WHERE decree_id = $1;

-- name: inv_parts_too_much
SELECT count(*)
  FROM (SELECT l.from_id
          FROM lineage l
         WHERE l.decree_id = $1
         GROUP BY l.from_id
        HAVING sum(CASE WHEN l.area_part = 'all' THEN 1 ELSE 0 END) > 1
            OR sum(CASE WHEN l.pop_part = 'all' THEN 1 ELSE 0 END) > 1) AS x;

-- name: inv_grants_ended
SELECT count(*)
  FROM grant_role g
  JOIN role r ON r.name = g.role
 WHERE g.decree_id_to = $1 AND r.is_post = 0;

-- name: inv_grants_lost
-- Grants that it ended whose person has the role nowhere that answers for the organisation.
SELECT count(*)
  FROM grant_role g
  JOIN role r ON r.name = g.role AND r.is_post = 0
  JOIN person p ON p.id = g.person_id AND p.valid_to > $2
  JOIN org_now n ON n.org_id = g.org_id AND n.valid_from <= $2 AND n.valid_to > $2
 WHERE g.decree_id_to = $1 AND g.valid_to_was > $2
   AND (g.interim_until IS NULL OR g.interim_until > $2)
   AND NOT EXISTS (SELECT 1 FROM grant_role h
                    WHERE h.org_id = n.now_id AND h.person_id = g.person_id
                      AND h.role = g.role AND h.valid_to > $2);

-- name: inv_moved
-- Records that it touched, and open ones that are something else since their holder was succeeded.
SELECT (SELECT count(*)
          FROM moved m
          JOIN handing h ON h.id = m.handing_id AND h.register = m.register
         WHERE h.decree_id = $1 AND h.undone = 0)
     + (SELECT CAST(coalesce(sum(k.n), 0) AS bigint)
          FROM record_succession s
          JOIN record_count k ON k.register = s.register AND k.org_held = s.org_id
         WHERE s.decree_id = $1 AND k.state IN ('open', 'review'));

-- name: inv_moved_twice
-- Touched in two hand-overs, or in one and with its holder as a whole too.
SELECT (SELECT count(*)
          FROM (SELECT m.record_id
                  FROM moved m
                  JOIN handing h ON h.id = m.handing_id AND h.register = m.register
                 WHERE h.decree_id = $1 AND h.undone = 0
                 GROUP BY m.register, m.record_id
                HAVING count(*) > 1) AS x)
     + (SELECT count(*)
          FROM record_succession s
          JOIN handing h ON h.decree_id = s.decree_id AND h.register = s.register
                        AND h.undone = 0
          JOIN moved m ON m.handing_id = h.id AND m.register = h.register
                      AND m.from_org = s.org_id
         WHERE s.decree_id = $1);

-- name: inv_moved_facts
-- Of a register's records that it touched: those that are not where the hand-over says; those whose
-- place of receipt cannot be theirs, or whose count of versions jumped.
-- The organisation is looked up by its number: a join might go by the decree, once for each record.
SELECT CAST(coalesce(sum(CASE WHEN r.id IS NULL OR r.org_held <> m.held_after
                                OR r.state <> m.state_after THEN 1 ELSE 0 END), 0)
            AS bigint) AS n_missing,
       CAST(coalesce(sum(CASE WHEN r.version <> m.version_before + 1
                                OR $1 = (SELECT o.decree_id FROM org o
                                          WHERE o.id = r.org_received)
                              THEN 1 ELSE 0 END), 0)
            AS bigint) AS n_odd
  FROM moved m
  JOIN handing h ON h.id = m.handing_id AND h.register = m.register
  LEFT JOIN record_any r ON r.id = m.record_id
 WHERE h.decree_id = $1 AND h.undone = 0 AND m.register = $2;

-- name: inv_versions
SELECT (SELECT count(*) FROM unit_version WHERE decree_id = $1)
     + (SELECT count(*) FROM org_version WHERE decree_id = $1);

-- name: inv_gaps_units
-- A new version of a unit that was there before, without the one that ends where it begins.
SELECT count(*)
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id AND u.valid_from < v.valid_from
 WHERE v.decree_id = $1
   AND NOT EXISTS (SELECT 1 FROM unit_version w
                    WHERE w.unit_id = v.unit_id AND w.valid_to = v.valid_from);

-- name: inv_gaps_orgs
SELECT count(*)
  FROM org_version v
  JOIN org o ON o.id = v.org_id AND o.valid_from < v.valid_from
 WHERE v.decree_id = $1
   AND NOT EXISTS (SELECT 1 FROM org_version w
                    WHERE w.org_id = v.org_id AND w.valid_to = v.valid_from);

-- name: inv_unknown_starts
SELECT count(*)
  FROM unit u
 WHERE u.valid_from = '0001-01-01'
   AND u.id IN (SELECT e.id FROM unit e WHERE e.decree_id_to = $1
                UNION SELECT v.unit_id FROM unit_version v WHERE v.decree_id = $1);

-- name: inv_units_in_force
SELECT count(*) FROM unit_version WHERE valid_from <= $1 AND $1 < valid_to;

-- ---- undo ----

-- name: undo_execution
-- The act of its last execution.
SELECT max(id) FROM act WHERE kind = 'decree' AND object_id = $1 AND verb = 'execute';

-- name: undo_later
-- Others that are executed and ended or changed what this one made, or gave to it since.
SELECT d.id, d.code, d.number, d.signed_on, d.effective_on, d.state, d.run, d.version
  FROM decree d
 WHERE d.state = 'executed' AND d.id <> $1
   AND d.id IN (
       SELECT u.decree_id_to FROM unit u WHERE u.decree_id_from = $1
        UNION
       SELECT u.decree_id_to
         FROM unit_version w JOIN unit u ON u.id = w.unit_id
        WHERE w.decree_id = $1
        UNION
       SELECT v.decree_id
         FROM unit_version w
         JOIN unit_version v ON v.unit_id = w.unit_id AND v.valid_from > w.valid_from
        WHERE w.decree_id = $1
        UNION
       SELECT s.decree_id
         FROM org o JOIN org_succession s ON s.from_id = o.id
        WHERE o.decree_id = $1
        UNION
       SELECT s.decree_id
         FROM org o JOIN org_succession s ON s.to_id = o.id
        WHERE o.decree_id = $1
        UNION
       SELECT l.decree_id
         FROM unit u JOIN lineage l ON l.to_id = u.id
        WHERE u.decree_id_from = $1
        UNION
       SELECT l.decree_id
         FROM unit u JOIN lineage l ON l.from_id = u.id
        WHERE u.decree_id_from = $1
        UNION
       SELECT g.decree_id -- whose sum goes on from one of this decree
         FROM figure f
         JOIN figure g ON g.unit_id = f.unit_id AND g.measure = f.measure
                      AND g.figure_on > f.figure_on
        WHERE f.decree_id = $1)
 ORDER BY d.effective_on, d.id;

-- name: undo_acts
-- in: decree, executed at, act of the execution, how many
SELECT a.label, a.path, a.verb, a.actor_name, a.kind, a.at
  FROM act a
 WHERE (a.at > $2 OR (a.at = $2 AND a.id > $3))
   AND coalesce(a.decree_id, 0) <> $1
   AND NOT EXISTS (SELECT 1 FROM decree d WHERE d.id = a.decree_id AND d.state = 'undone')
   AND ((a.kind = 'unit'
         AND a.object_id IN (SELECT u.id FROM unit u WHERE u.decree_id_from = $1
                             UNION SELECT v.unit_id FROM unit_version v WHERE v.decree_id = $1
                             UNION SELECT l.to_id FROM lineage l WHERE l.decree_id = $1))
     OR (a.kind = 'org'
         AND a.object_id IN (SELECT o.id FROM org o WHERE o.decree_id = $1
                             UNION SELECT v.org_id FROM org_version v WHERE v.decree_id = $1))
     OR (a.kind = 'grant'
         AND a.object_id IN (SELECT g.id FROM grant_role g
                              WHERE g.decree_id = $1 OR g.org_id IN
                                    (SELECT o.id FROM org o WHERE o.decree_id = $1)))
     OR (a.kind NOT IN ('person', 'clock')
         AND a.org_id IN (SELECT o.id FROM org o WHERE o.decree_id = $1)))
 ORDER BY a.at, a.id
 LIMIT $4;

-- ---- the hand-over record ----

-- name: decree_parties
-- in: decree, run, the day, the eve. Names are those of the eve for who hands over, else of the day.
SELECT y.org_id, y.is_giver, v.name, y.n_records
  FROM (SELECT x.org_id, x.is_giver, CAST(sum(x.n) AS bigint) AS n_records
          FROM (SELECT r.from_id AS org_id, 1 AS is_giver,
                       r.n_passed + r.n_review + r.n_surrender + r.n_archived + r.n_moved
                       + r.n_to_decide + r.n_history AS n
                  FROM decree_result r
                 WHERE r.decree_id = $1 AND r.run = $2
                UNION ALL
                SELECT r.to_id AS org_id, 0 AS is_giver,
                       r.n_passed + r.n_review + r.n_surrender + r.n_archived + r.n_moved
                       + r.n_to_decide + r.n_history AS n
                  FROM decree_result r
                 WHERE r.decree_id = $1 AND r.run = $2) AS x
         GROUP BY x.org_id, x.is_giver) AS y
  JOIN org_version v ON v.org_id = y.org_id
   AND v.valid_from <= CASE WHEN y.is_giver = 1 THEN $4 ELSE $3 END
   AND v.valid_to > CASE WHEN y.is_giver = 1 THEN $4 ELSE $3 END
 ORDER BY y.is_giver DESC, v.sort_key, y.org_id;

-- name: decree_results_of
-- in: decree, run, organisation, the day, the eve
SELECT r.id, r.reg, r.from_id, r.to_id, r.n_passed, r.n_review, r.n_surrender, r.n_archived,
       r.n_moved, r.n_to_decide, r.n_history, r.n_refused, f.name AS from_name,
       t.name AS to_name
  FROM decree_result r
  LEFT JOIN org_version f ON f.org_id = r.from_id AND f.valid_from <= $5 AND f.valid_to > $5
  LEFT JOIN org_version t ON t.org_id = r.to_id AND t.valid_from <= $4 AND t.valid_to > $4
 WHERE r.decree_id = $1 AND r.run = $2 AND (r.from_id = $3 OR r.to_id = $3)
 ORDER BY r.reg, f.sort_key, t.sort_key, r.id;

-- name: decree_totals
-- Of one execution, by class.
SELECT reg, CAST(sum(n_passed) AS bigint) AS n_passed, CAST(sum(n_review) AS bigint) AS n_review,
       CAST(sum(n_surrender) AS bigint) AS n_surrender,
       CAST(sum(n_archived) AS bigint) AS n_archived, CAST(sum(n_moved) AS bigint) AS n_moved,
       CAST(sum(n_to_decide) AS bigint) AS n_to_decide,
       CAST(sum(n_history) AS bigint) AS n_history, CAST(sum(n_refused) AS bigint) AS n_refused
  FROM decree_result
 WHERE decree_id = $1 AND run = $2
 GROUP BY reg
 ORDER BY reg;

-- name: decree_steps_by_kind
SELECT kind, count(*) AS n FROM decree_step WHERE decree_id = $1 AND run = $2 GROUP BY kind;

-- name: decree_held_of
SELECT id, decree_id, run, org_id, reg, is_after, n_open, n_review, n_surrender, n_ended, n_archived
  FROM decree_held
 WHERE decree_id = $1 AND run = $2 AND org_id = $3
 ORDER BY reg, is_after;

-- name: decree_steps_of
SELECT id, decree_id, run, seq, kind, clause, from_code, from_name, to_code, to_name, matter,
       detail, n, is_verified
  FROM decree_step
 WHERE decree_id = $1 AND run = $2
 ORDER BY seq;
