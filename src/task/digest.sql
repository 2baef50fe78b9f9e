-- name: digest_people
-- People with an address whose digest of that day is not written yet.
-- in: day
SELECT p.id, p.username, p.name, p.email, p.lang
  FROM person p
 WHERE p.email IS NOT NULL AND p.valid_from <= $1 AND p.valid_to > $1
   AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.once = 'digest/' || p.id || '/' || CAST($1 AS text))
 ORDER BY p.id
 LIMIT 20;

-- name: digest_blocked
-- Open tasks that an organisation holds or gave, which wait for another open one.
SELECT t.id, t.title AS blocked, b.title AS blocker, b.org_held, b.due_on
  FROM task t
  JOIN task_need n ON n.task_id = t.id
  JOIN task b ON b.id = n.on_id
 WHERE (t.org_held = $1 OR t.org_given = $1) AND t.state = 'open' AND b.state = 'open'
 ORDER BY t.due_key, t.id
 LIMIT 20;

-- name: task_told_to
-- in: task, person, day
INSERT INTO task_told (task_id, person_id, first_on, last_on, times)
VALUES ($1, $2, $3, $3, 1)
    ON CONFLICT (task_id, person_id)
    DO UPDATE SET last_on = excluded.last_on, times = task_told.times + 1;

-- name: task_told_of
SELECT p.name, t.first_on, t.last_on, t.times, n.state AS letter
  FROM task_told t
  JOIN person p ON p.id = t.person_id
  LEFT JOIN notice n ON n.once = 'digest/' || t.person_id || '/' || t.last_on
 WHERE t.task_id = $1
 ORDER BY t.last_on DESC, p.sort_key, p.id
 LIMIT 100;
