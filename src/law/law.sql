-- name: law_book_on
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book WHERE code = $1 AND valid_from <= $2 AND $2 < valid_to;

-- name: law_book_newest
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book WHERE valid_from <= $1 AND $1 < valid_to ORDER BY valid_from DESC, id DESC LIMIT 1;

-- name: law_book_list
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book ORDER BY valid_from, id;

-- name: law_book_find
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book WHERE id = $1;

-- name: law_book_overlaps
SELECT count(*) FROM law_book
 WHERE code = $1 AND id <> $2 AND valid_from < $4 AND $3 < valid_to;

-- name: law_book_set
UPDATE law_book
   SET title = $2, valid_from = $3, valid_to = $4, source = $5, checked_by = $6
 WHERE id = $1;

-- name: law_norm_list
SELECT id, norms, tier, type, parent_type, is_mountain, area_m2 AS area_km2, population, article,
       valid_from, valid_to, checked_by
  FROM law_norm WHERE norms = $1 AND valid_from <= $2 AND $2 < valid_to ORDER BY id;

-- name: law_norm_find
SELECT id, norms, tier, type, parent_type, is_mountain, area_m2 AS area_km2, population, article,
       valid_from, valid_to, checked_by
  FROM law_norm WHERE id = $1;

-- name: law_norm_set
UPDATE law_norm SET area_m2 = $2, population = $3, article = $4, checked_by = $5 WHERE id = $1;

-- name: law_reduction_list
SELECT id, norms, factor, tier, type, criterion,
       keep_bp AS keep_pct, from_bp AS from_pct, step_bp AS step_pct,
       step_less_bp AS step_less_pct, least_bp AS least_pct, article, checked_by
  FROM law_reduction WHERE norms = $1 ORDER BY id;

-- name: law_reduction_find
SELECT id, norms, factor, tier, type, criterion,
       keep_bp AS keep_pct, from_bp AS from_pct, step_bp AS step_pct,
       step_less_bp AS step_less_pct, least_bp AS least_pct, article, checked_by
  FROM law_reduction WHERE id = $1;

-- name: law_reduction_set
UPDATE law_reduction
   SET keep_bp = $2, from_bp = $3, step_bp = $4, step_less_bp = $5, least_bp = $6, article = $7,
       checked_by = $8
 WHERE id = $1;

-- name: law_condition_list
SELECT id, book, tier, rule, area_below_bp AS area_below_pct,
       population_below_bp AS population_below_pct, article, valid_from, valid_to, checked_by
  FROM law_condition
 WHERE book = $1 AND valid_from <= $2 AND $2 < valid_to
 ORDER BY rule, id;

-- name: law_condition_all
SELECT id, book, tier, rule, area_below_bp AS area_below_pct,
       population_below_bp AS population_below_pct, article, valid_from, valid_to, checked_by
  FROM law_condition WHERE book = $1 ORDER BY valid_from, rule, id;

-- name: law_condition_find
SELECT id, book, tier, rule, area_below_bp AS area_below_pct,
       population_below_bp AS population_below_pct, article, valid_from, valid_to, checked_by
  FROM law_condition WHERE id = $1;

-- name: law_condition_set
UPDATE law_condition
   SET area_below_bp = $2, population_below_bp = $3, article = $4, checked_by = $5
 WHERE id = $1;

-- name: law_region_list
-- Provinces of a region, as the units they were.
SELECT r.region AS factor, v.unit_id
  FROM law_region r
  JOIN unit_version v ON v.code = r.province_code AND v.valid_from <= $1 AND $1 < v.valid_to
 WHERE r.valid_from <= $1 AND $1 < r.valid_to;

-- name: law_region_rows
SELECT r.id, r.region, r.province_code, r.valid_from, r.valid_to, r.source,
       (SELECT v.name FROM unit_version v
         WHERE v.code = r.province_code AND v.valid_from < r.valid_to AND r.valid_from < v.valid_to
         ORDER BY v.valid_from DESC LIMIT 1) AS province_name
  FROM law_region r ORDER BY r.region, r.province_code, r.valid_from;

-- name: law_region_find
SELECT r.id, r.region, r.province_code, r.valid_from, r.valid_to, r.source,
       (SELECT v.name FROM unit_version v
         WHERE v.code = r.province_code AND v.valid_from < r.valid_to AND r.valid_from < v.valid_to
         ORDER BY v.valid_from DESC LIMIT 1) AS province_name
  FROM law_region r WHERE r.id = $1;

-- name: law_region_overlaps
SELECT count(*) FROM law_region
 WHERE region = $1 AND province_code = $2 AND id <> $3 AND valid_from < $5 AND $4 < valid_to;

-- name: law_region_add
INSERT INTO law_region (id, region, province_code, valid_from, valid_to, source)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: law_region_set
UPDATE law_region SET valid_from = $2, valid_to = $3, source = $4 WHERE id = $1;

-- name: law_factor_list
SELECT id, unit_id, factor, value_bp AS value_pct, clause
  FROM unit_factor WHERE valid_from <= $1 AND $1 < valid_to;

-- name: law_factor_names
-- The second column: how many reductions ask for a share.
SELECT factor AS name, count(from_bp) AS n_share FROM law_reduction GROUP BY factor ORDER BY factor;

-- name: law_factor_of_unit
SELECT f.id, f.unit_id, f.factor, f.value_bp AS value_pct, f.valid_from, f.valid_to, f.clause,
       f.source, v.code, v.name
  FROM unit_factor f
  JOIN unit_version v ON v.unit_id = f.unit_id
   AND v.valid_from = (SELECT max(w.valid_from) FROM unit_version w WHERE w.unit_id = f.unit_id)
 WHERE f.unit_id = $1 ORDER BY f.valid_from, f.id;

-- name: law_factor_newest
SELECT f.id, f.unit_id, f.factor, f.value_bp AS value_pct, f.valid_from, f.valid_to, f.clause,
       f.source, v.code, v.name
  FROM unit_factor f
  JOIN unit_version v ON v.unit_id = f.unit_id
   AND v.valid_from = (SELECT max(w.valid_from) FROM unit_version w WHERE w.unit_id = f.unit_id)
 ORDER BY f.id DESC LIMIT $1;

-- name: law_factor_find
SELECT f.id, f.unit_id, f.factor, f.value_bp AS value_pct, f.valid_from, f.valid_to, f.clause,
       f.source, v.code, v.name
  FROM unit_factor f
  JOIN unit_version v ON v.unit_id = f.unit_id
   AND v.valid_from = (SELECT max(w.valid_from) FROM unit_version w WHERE w.unit_id = f.unit_id)
 WHERE f.id = $1;

-- name: law_factor_overlaps
SELECT count(*) FROM unit_factor
 WHERE unit_id = $1 AND factor = $2 AND valid_from < $4 AND $3 < valid_to;

-- name: law_factor_add
INSERT INTO unit_factor (id, unit_id, factor, value_bp, valid_from, valid_to, clause, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: law_factor_end
UPDATE unit_factor SET valid_to = $2 WHERE id = $1;

-- name: law_figures
-- Of every unit, the figures known on a day, oldest first: the last of each measure counts.
SELECT unit_id, measure, figure_on AS "on", value, flag, source
  FROM figure WHERE figure_on <= $1
 ORDER BY unit_id, measure, figure_on, id;
