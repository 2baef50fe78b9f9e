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
