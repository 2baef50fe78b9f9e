-- name: law_book_on
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book WHERE code = $1 AND valid_from <= $2 AND $2 < valid_to;

-- name: law_book_newest
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book WHERE valid_from <= $1 AND $1 < valid_to ORDER BY valid_from DESC, id DESC LIMIT 1;

-- name: law_book_list
SELECT id, code, title, norms, valid_from, valid_to, source, checked_by
  FROM law_book ORDER BY valid_from, id;

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
SELECT id, norms, factor, tier, type, criterion, keep_bp, from_bp, step_bp, step_less_bp, least_bp,
       article, checked_by
  FROM law_reduction WHERE norms = $1 ORDER BY id;

-- name: law_condition_list
SELECT id, book, tier, rule, area_below_bp, population_below_bp, article, valid_from, valid_to,
       checked_by
  FROM law_condition
 WHERE book = $1 AND valid_from <= $2 AND $2 < valid_to
 ORDER BY rule, id;

-- name: law_region_list
-- Provinces of a region, as the units they were.
SELECT r.region AS factor, v.unit_id
  FROM law_region r
  JOIN unit_version v ON v.code = r.province_code AND v.valid_from <= $1 AND $1 < v.valid_to
 WHERE r.valid_from <= $1 AND $1 < r.valid_to;

-- name: law_factor_list
SELECT id, unit_id, factor, value_bp, valid_from, valid_to, clause, source
  FROM unit_factor WHERE valid_from <= $1 AND $1 < valid_to;

-- name: law_factor_of_unit
SELECT id, unit_id, factor, value_bp, valid_from, valid_to, clause, source
  FROM unit_factor WHERE unit_id = $1 ORDER BY valid_from, id;

-- name: law_factor_add
INSERT INTO unit_factor (id, unit_id, factor, value_bp, valid_from, valid_to, clause, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: law_factor_end
UPDATE unit_factor SET valid_to = $2 WHERE id = $1 AND valid_from < $2;

-- name: law_figures
-- Of every unit, the figures known on a day, oldest first: the last of each measure counts.
SELECT unit_id, measure, figure_on AS "on", value, flag, source
  FROM figure WHERE figure_on <= $1
 ORDER BY unit_id, measure, figure_on, id;
