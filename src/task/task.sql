-- name: task_events_of
SELECT id, directive_id, name, name_key, on_day, source, reason, version
  FROM task_event
 WHERE directive_id = $1
 ORDER BY on_day NULLS LAST, id;

-- name: task_event_by_name
SELECT id, directive_id, name, name_key, on_day, source, reason, version
  FROM task_event
 WHERE directive_id = $1 AND name_key = $2;

-- name: task_event_moved
-- in: id, day, source, reason
UPDATE task_event
   SET on_day = $2, source = $3, reason = $4, version = version + 1
 WHERE id = $1;

-- name: task_with_events
-- Open tasks of a directive whose rule speaks of an event.
SELECT id FROM task
 WHERE directive_id = $1 AND state IN ('open', 'review')
   AND (rule_event IS NOT NULL OR rule_from_event IS NOT NULL)
 ORDER BY id;

-- name: task_pauses
SELECT from_on AS valid_from, to_on AS valid_to FROM task_pause WHERE task_id = $1 ORDER BY from_on;

-- name: task_pause_add
INSERT INTO task_pause (task_id, from_on, to_on) VALUES ($1, $2, '9999-12-31')
    ON CONFLICT (task_id, from_on) DO UPDATE SET to_on = '9999-12-31';

-- name: task_pause_end
UPDATE task_pause SET to_on = $2 WHERE task_id = $1 AND to_on = '9999-12-31';

-- name: task_entries_of
SELECT id, task_id, at, person_id, by_name, org_id, move, text, reason, evidence, to_org, until,
       progress, stage
  FROM task_entry
 WHERE task_id = $1
 ORDER BY id DESC
 LIMIT 500;

-- name: task_open_below
SELECT count(*) FROM task WHERE parent_id = $1 AND state IN ('open', 'review');

-- name: task_unmet
-- What it waits for and is not done yet.
SELECT count(*)
  FROM task_need n
  JOIN task t ON t.id = n.on_id
 WHERE n.task_id = $1 AND t.state IN ('open', 'review');

-- name: task_need_add
INSERT INTO task_need (task_id, on_id) VALUES ($1, $2)
    ON CONFLICT (task_id, on_id) DO NOTHING;

-- name: task_need_circle
-- 1 if `on` ($2) waits for `task` ($1), in however many steps.
WITH RECURSIVE before (id) AS (
    SELECT on_id FROM task_need WHERE task_id = $2
    UNION
    SELECT n.on_id FROM task_need n JOIN before b ON n.task_id = b.id
)
SELECT count(*) FROM before WHERE id = $1;

-- name: task_holders_below
-- Who holds open tasks below a task, and who has done one.
SELECT DISTINCT org_held AS id, CASE WHEN state = 'ended' THEN 1 ELSE 0 END AS is_done
  FROM task
 WHERE parent_id = $1 AND (state IN ('open', 'review') OR stage = 'closed');

-- name: task_bodies_below
-- Organisations of a kind in force below another, whose unit is of a tier (NULL: any).
-- in: above, day, kind, tier
WITH RECURSIVE below (id) AS (
    SELECT org_id FROM org_version
     WHERE parent_id = $1 AND valid_from <= $2 AND valid_to > $2
    UNION
    SELECT v.org_id FROM org_version v JOIN below b ON v.parent_id = b.id
     WHERE v.valid_from <= $2 AND v.valid_to > $2
)
SELECT b.id, v.name
  FROM below b
  JOIN org o ON o.id = b.id
  JOIN org_version v ON v.org_id = b.id AND v.valid_from <= $2 AND v.valid_to > $2
  LEFT JOIN unit u ON u.id = v.unit_id
 WHERE o.kind = $3 AND (CAST($4 AS text) IS NULL OR u.tier = $4)
 ORDER BY v.sort_key, b.id;

-- name: task_org_ended
-- The last organisation of that name, in force or not.
SELECT org_id FROM org_version WHERE search = $1 ORDER BY valid_to DESC, org_id DESC LIMIT 1;

-- name: task_proposals_of
-- in: directive, state (NULL: any)
SELECT id, directive_id, seq, sentence, level, is_group, number, title, body, org_id, coordinators, product,
       rule_kind, rule_from, rule_date, rule_n, rule_unit, rule_event, rule_from_event, rule_day,
       rule_month, rule_expected, note, state, task_id, version
  FROM task_proposal
 WHERE directive_id = $1 AND (CAST($2 AS text) IS NULL OR state = $2)
 ORDER BY seq, id;

-- name: task_proposal_heading
-- The last heading before it that stands higher and whose next one at its level is not between.
-- in: directive, seq, level
SELECT h.task_id
  FROM task_proposal h
 WHERE h.directive_id = $1 AND h.seq < $2 AND h.is_group = 1 AND h.level < $3
   AND h.task_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM task_proposal x
                    WHERE x.directive_id = $1 AND x.seq > h.seq AND x.seq < $2
                      AND x.level <= h.level)
 ORDER BY h.seq DESC
 LIMIT 1;

-- name: task_proposal_last
SELECT max(seq) FROM task_proposal WHERE directive_id = $1;

-- name: task_orgs_named
-- Organisations in force that are called exactly so.
SELECT o.id, v.name
  FROM org_version v
  JOIN org o ON o.id = v.org_id
 WHERE v.search = $1 AND v.valid_from <= $2 AND v.valid_to > $2
   AND o.valid_from <= $2 AND o.valid_to > $2
 ORDER BY o.id
 LIMIT 500;

-- name: directive_by_number
SELECT id FROM directive WHERE number = $1 ORDER BY id LIMIT 1;

-- name: directives_naming
SELECT id, number, type, issuer, summary, issued_on, issued_on AS sort_on
  FROM directive
 WHERE supersedes = $1 OR amends = $1
 ORDER BY issued_on, id;

-- name: directive_counts
-- in: directive, today
SELECT count(*) AS n_tasks,
       coalesce(sum(CASE WHEN stage = 'planned' THEN 1 ELSE 0 END), 0) AS n_planned,
       coalesce(sum(CASE WHEN stage = 'closed' THEN 1 ELSE 0 END), 0) AS n_done,
       coalesce(sum(CASE WHEN state IN ('open', 'review') THEN 1 ELSE 0 END), 0) AS n_open,
       coalesce(sum(CASE WHEN state IN ('open', 'review') AND due_key < $2 THEN 1 ELSE 0 END), 0) AS n_late
  FROM task
 WHERE directive_id = $1 AND is_each = 0;

-- name: task_org_once_named
-- The last organisation of that name, if none in force is called so.
SELECT org_id FROM org_version
 WHERE search = $1
   AND NOT EXISTS (SELECT 1 FROM org_version w WHERE w.search = $1 AND w.valid_to > $2)
 ORDER BY valid_to DESC, org_id DESC
 LIMIT 1;

-- name: task_coordinator_add
INSERT INTO task_coordinator (org_id, task_id) VALUES ($1, $2)
    ON CONFLICT (org_id, task_id) DO NOTHING;

-- name: task_coordinators_clear
DELETE FROM task_coordinator WHERE task_id = $1;

-- name: task_coordinators_of
SELECT org_id AS id FROM task_coordinator WHERE task_id = $1 ORDER BY org_id;

-- name: task_needs_of
SELECT n.task_id, n.on_id
  FROM task_need n
  JOIN task t ON t.id = n.task_id
 WHERE t.directive_id = $1
 ORDER BY n.task_id, n.on_id;
