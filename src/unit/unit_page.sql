-- What the page of a unit reads: few rows of few tables, put in order by the code that asked.

-- name: page_holders
-- Who ever held a code, by their first day with it; the unit above as of $2, and who held the code
-- then once for each figure known of it by then.
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       CASE WHEN v.valid_from <= $2 AND $2 < v.valid_to THEN 1 ELSE 0 END AS holds_code,
       f.id AS figure_id, f.measure, f.figure_on AS "on", f.value, f.flag, f.source
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
  LEFT JOIN figure f
    ON f.unit_id = u.id AND f.figure_on <= $2 AND v.valid_from <= $2 AND $2 < v.valid_to
 WHERE v.code = $1
 ORDER BY v.valid_from;

-- name: page_lineage
-- Every step to and from the unit, with the name of the other end alone.
SELECT l.id, l.from_id, l.to_id, l.effective_on AS "on", l.area_part, l.pop_part, l.rule, l.note,
       l.source, l.decree_id, l.is_verified, f.code AS from_code, f.name AS from_name,
       CAST(NULL AS text) AS to_code, CAST(NULL AS text) AS to_name, f.sort_key
  FROM lineage l
  LEFT JOIN unit_version f ON f.unit_id = l.from_id AND f.valid_from < l.effective_on
                          AND l.effective_on <= f.valid_to
 WHERE l.to_id = $1
UNION ALL
SELECT l.id, l.from_id, l.to_id, l.effective_on, l.area_part, l.pop_part, l.rule, l.note,
       l.source, l.decree_id, l.is_verified, CAST(NULL AS text), CAST(NULL AS text),
       t.code, t.name, t.sort_key
  FROM lineage l
  LEFT JOIN unit_version t ON t.unit_id = l.to_id AND t.valid_from <= l.effective_on
                          AND l.effective_on < t.valid_to
 WHERE l.from_id = $1;
