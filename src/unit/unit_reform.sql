-- All that one decree does to units, at once.

-- name: unit_reform_end
UPDATE unit SET valid_to = $2
 WHERE decree_id_to = $1 AND valid_to = '9999-12-31' AND valid_from < $2;

-- name: unit_reform_end_versions
UPDATE unit_version SET valid_to = $2
 WHERE unit_id IN (SELECT u.id FROM unit u WHERE u.decree_id_to = $1)
   AND valid_to = '9999-12-31' AND valid_from < $2;

-- name: unit_reform_end_wrong
-- Of those that the decree is to end, one that cannot end on that day.
SELECT w.name, w.code
  FROM unit u
  JOIN unit_version w ON w.unit_id = u.id
  LEFT JOIN unit_version v ON v.unit_id = u.id AND v.valid_to = '9999-12-31'
                          AND v.valid_from < $2
 WHERE u.decree_id_to = $1 AND (u.valid_to <> '9999-12-31' OR v.id IS NULL)
 ORDER BY w.code, w.valid_from DESC
 LIMIT 1;

-- name: unit_reform_close
-- The version in force, if nothing follows it.
UPDATE unit_version SET valid_to = $2
 WHERE unit_id = $1 AND valid_to = '9999-12-31' AND valid_from < $2;

-- name: unit_reform_code_twice
-- A version of the decree whose code somebody else holds on a day of it.
SELECT v.code
  FROM unit_version v
  JOIN unit_version w ON w.code = v.code AND w.unit_id <> v.unit_id
                     AND w.valid_to > v.valid_from AND w.valid_from < v.valid_to
 WHERE v.decree_id = $1
 ORDER BY v.code
 LIMIT 1;

-- name: unit_reform_orphan
-- In force on the day, or later, below what is not in force then, or not above it: of the decree's
-- own versions, and of those below what it ended.
SELECT x.name
  FROM (SELECT v.name, v.unit_id, v.parent_id, v.valid_from
          FROM unit_version v
         WHERE v.decree_id = $1
        UNION
        SELECT v.name, v.unit_id, v.parent_id, CAST($2 AS text)
          FROM unit p
          JOIN unit_version v ON v.parent_id = p.id AND v.valid_to > $2
         WHERE p.decree_id_to = $1) AS x
  JOIN unit u ON u.id = x.unit_id
  LEFT JOIN unit p ON p.id = x.parent_id AND p.valid_from <= x.valid_from
                  AND p.valid_to > x.valid_from
 WHERE (u.tier <> 'province' AND p.id IS NULL)
    OR (u.tier = 'province' AND x.parent_id IS NOT NULL)
    OR p.tier = u.tier OR p.tier = 'commune'
    OR (p.tier = 'district' AND u.tier = 'province')
 ORDER BY x.name
 LIMIT 1;

-- name: unit_reform_too_much
-- More of a unit given away than there is.
SELECT v.name
  FROM lineage l
  JOIN unit_version v ON v.unit_id = l.from_id AND v.valid_from < l.effective_on
                     AND l.effective_on <= v.valid_to
 WHERE l.decree_id = $1
 GROUP BY l.from_id, v.name
HAVING sum(CASE WHEN l.area_part = 'all' THEN 1 ELSE 0 END) > 1
    OR sum(CASE WHEN l.pop_part = 'all' THEN 1 ELSE 0 END) > 1
    OR (max(CASE WHEN l.area_part = 'all' THEN 1 ELSE 0 END) = 1
        AND sum(CASE WHEN l.area_part = 'some' THEN 1 ELSE 0 END) > 0)
    OR (max(CASE WHEN l.pop_part = 'all' THEN 1 ELSE 0 END) = 1
        AND sum(CASE WHEN l.pop_part = 'some' THEN 1 ELSE 0 END) > 0)
 ORDER BY v.name
 LIMIT 1;
