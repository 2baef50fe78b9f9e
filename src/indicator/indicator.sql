-- name: indicator_find
SELECT id, code, name, definition, measure, direction, every, adds, over_time, formula, org_owner,
       source, search, sort_key, version, changed_at
  FROM indicator
 WHERE code = $1;

-- name: indicator_targets
SELECT year, value, source FROM indicator_target WHERE indicator_id = $1 ORDER BY year;

-- name: indicator_target_set
INSERT INTO indicator_target (indicator_id, year, value, source) VALUES ($1, $2, $3, $4)
    ON CONFLICT (indicator_id, year) DO UPDATE SET value = excluded.value, source = excluded.source;

-- name: indicator_values_of
-- All that was entered for one body.
SELECT id, indicator_id, org_id, period, last_day, value, note, version, changed_at
  FROM indicator_value
 WHERE indicator_id = $1 AND org_id = $2
 ORDER BY last_day;

-- name: indicator_values_newest
-- The newest of each body, newest first.
SELECT v.id, v.indicator_id, v.org_id, v.period, v.last_day, v.value, v.note, v.version, v.changed_at
  FROM indicator_value v
 WHERE v.indicator_id = $1
   AND v.last_day = (SELECT max(w.last_day) FROM indicator_value w
                      WHERE w.indicator_id = v.indicator_id AND w.org_id = v.org_id)
 ORDER BY v.last_day DESC, v.org_id
 LIMIT 200;
