-- name: unit_by_code
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area_km2,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
 WHERE v.code = $1 AND v.valid_from <= $2 AND $2 < v.valid_to;

-- name: unit_by_id
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area_km2,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM unit u
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= $2 AND $2 < v.valid_to
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
 WHERE u.id = $1;

-- name: unit_span
SELECT id, valid_from, valid_to FROM unit WHERE id = $1;

-- name: unit_code_held
-- Who held a code, the most fitting span first: on that day, else the last before, else the next.
SELECT unit_id, valid_from, valid_to
  FROM unit_version
 WHERE code = $1
 ORDER BY CASE WHEN valid_from <= $2 AND $2 < valid_to THEN 0
               WHEN valid_to <= $2 THEN 1 ELSE 2 END,
          CASE WHEN valid_to <= $2 THEN valid_to END DESC NULLS LAST,
          valid_from
 LIMIT 1;

-- name: unit_children
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area_km2,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
 WHERE v.parent_id = $1 AND v.valid_from <= $2 AND $2 < v.valid_to
 ORDER BY v.sort_key, u.id;

-- name: unit_within
WITH RECURSIVE below(id) AS (
    SELECT CAST($1 AS bigint)
     UNION
    SELECT w.unit_id FROM below b
      JOIN unit_version w ON w.parent_id = b.id AND w.valid_from <= $2 AND $2 < w.valid_to)
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area_km2,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM below
  JOIN unit_version v ON v.unit_id = below.id AND v.valid_from <= $2 AND $2 < v.valid_to
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
 ORDER BY v.sort_key, u.id;

-- name: unit_everywhere
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $1
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area_km2,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $1
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $1 AND $1 < p.valid_to
 WHERE v.valid_from <= $1 AND $1 < v.valid_to
 ORDER BY v.sort_key, u.id;

-- name: unit_also
-- Everybody else who ever held the code, by their first version with it.
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, u.valid_from, u.valid_to
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
 WHERE v.code = $1 AND v.unit_id <> $2
   AND v.valid_from = (SELECT min(w.valid_from) FROM unit_version w
                        WHERE w.unit_id = v.unit_id AND w.code = v.code)
 ORDER BY u.valid_from, u.id;

-- name: unit_code_taken
-- Another that holds the code on some day from $2 on.
SELECT unit_id FROM unit_version
 WHERE code = $1 AND valid_to > $2 AND unit_id <> CAST($3 AS bigint)
 LIMIT 1;

-- name: unit_holds
-- Versions on some day from $2 on whose parent it is.
SELECT count(*) FROM unit_version WHERE parent_id = $1 AND valid_to > $2;

-- name: unit_add_row
INSERT INTO unit (id, tier, valid_from, valid_to, lon_e6, lat_e6, decree_id_from)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: unit_end_row
UPDATE unit SET valid_to = $2, decree_id_to = $3 WHERE id = $1;

-- name: unit_version_add
INSERT INTO unit_version (id, unit_id, valid_from, valid_to, code, name, short_name, search,
                          name_key, sort_key, type, parent_id, decree_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: unit_version_last
SELECT id, unit_id, valid_from, valid_to, code, name, short_name, search, name_key, sort_key,
       type, parent_id, decree_id
  FROM unit_version
 WHERE unit_id = $1
 ORDER BY valid_from DESC
 LIMIT 1;

-- name: unit_version_close
UPDATE unit_version SET valid_to = $2 WHERE id = $1;

-- name: unit_version_set
UPDATE unit_version
   SET code = $2, name = $3, short_name = $4, search = $5, name_key = $6, sort_key = $7,
       type = $8, parent_id = $9
 WHERE id = $1;

-- name: unit_taken_up
-- What others did later to units that this decree made or changed: then it cannot be taken back.
SELECT count(*)
  FROM unit u
 WHERE u.id IN (SELECT m.id FROM unit m WHERE m.decree_id_from = $1
                UNION SELECT w.unit_id FROM unit_version w WHERE w.decree_id = $1)
   AND ((u.valid_to < '9999-12-31' AND coalesce(u.decree_id_to, 0) <> $1)
        OR EXISTS (SELECT 1 FROM unit_version v
                    WHERE v.unit_id = u.id AND coalesce(v.decree_id, 0) <> $1
                      AND v.valid_from > (SELECT min(x.valid_from) FROM unit_version x
                                           WHERE x.unit_id = u.id AND x.decree_id + 0 = $1))
        OR (u.decree_id_from = $1
            AND (EXISTS (SELECT 1 FROM lineage l
                          WHERE l.from_id = u.id AND coalesce(l.decree_id, 0) <> $1)
                 OR EXISTS (SELECT 1 FROM lineage l
                             WHERE l.to_id = u.id AND coalesce(l.decree_id, 0) <> $1)
                 OR EXISTS (SELECT 1 FROM unit_version c
                             WHERE c.parent_id = u.id AND coalesce(c.decree_id, 0) <> $1))));

-- name: unit_code_taken_since
-- Of the units that this decree ended: one whose code somebody else holds since.
SELECT v.code
  FROM unit u
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_to = u.valid_to
  JOIN unit_version w ON w.code = v.code AND w.unit_id <> u.id AND w.valid_to > u.valid_to
 WHERE u.decree_id_to = $1
   AND coalesce(w.decree_id, 0) <> $1
 LIMIT 1;

-- name: unit_back_lineage
DELETE FROM lineage WHERE decree_id = $1;

-- name: unit_back_adjacency
DELETE FROM adjacency
 WHERE a_id IN (SELECT id FROM unit WHERE decree_id_from = $1)
    OR b_id IN (SELECT id FROM unit WHERE decree_id_from = $1);

-- name: unit_back_figures
-- Its sums, and whatever is known of what it made.
DELETE FROM figure
 WHERE decree_id = $1 OR unit_id IN (SELECT id FROM unit WHERE decree_id_from = $1);

-- name: unit_back_open_version
UPDATE unit_version SET valid_to = '9999-12-31'
 WHERE EXISTS (SELECT 1 FROM unit u
                WHERE u.id = unit_version.unit_id AND u.decree_id_to = $1
                  AND u.valid_to = unit_version.valid_to);

-- name: unit_back_open
UPDATE unit SET valid_to = '9999-12-31', decree_id_to = NULL WHERE decree_id_to = $1;

-- name: unit_back_join_version
-- The version before one that goes lasts as long as that one would have.
UPDATE unit_version
   SET valid_to = (SELECT n.valid_to FROM unit_version n
                    WHERE n.unit_id = unit_version.unit_id AND n.decree_id = $1
                      AND n.valid_from = unit_version.valid_to)
 WHERE EXISTS (SELECT 1 FROM unit_version n
                WHERE n.unit_id = unit_version.unit_id AND n.decree_id = $1
                  AND n.valid_from = unit_version.valid_to);

-- name: unit_back_versions
DELETE FROM unit_version WHERE decree_id = $1;

-- name: unit_back_units
DELETE FROM unit WHERE decree_id_from = $1;

-- name: lineage_forward
SELECT l.id, l.from_id, l.to_id, l.effective_on AS "on", l.area_part, l.pop_part, l.rule, l.note,
       l.source, l.decree_id, l.is_verified, f.code AS from_code, f.name AS from_name,
       t.code AS to_code, t.name AS to_name
  FROM lineage l
  LEFT JOIN unit_version f ON f.unit_id = l.from_id AND f.valid_from < l.effective_on
                          AND l.effective_on <= f.valid_to
  LEFT JOIN unit_version t ON t.unit_id = l.to_id AND t.valid_from <= l.effective_on
                          AND l.effective_on < t.valid_to
 WHERE l.from_id = $1
 ORDER BY l.effective_on, t.sort_key, l.id;

-- name: lineage_back
SELECT l.id, l.from_id, l.to_id, l.effective_on AS "on", l.area_part, l.pop_part, l.rule, l.note,
       l.source, l.decree_id, l.is_verified, f.code AS from_code, f.name AS from_name,
       t.code AS to_code, t.name AS to_name
  FROM lineage l
  LEFT JOIN unit_version f ON f.unit_id = l.from_id AND f.valid_from < l.effective_on
                          AND l.effective_on <= f.valid_to
  LEFT JOIN unit_version t ON t.unit_id = l.to_id AND t.valid_from <= l.effective_on
                          AND l.effective_on < t.valid_to
 WHERE l.to_id = $1
 ORDER BY l.effective_on, f.sort_key, l.id;

-- name: lineage_all
-- Every step that leads to the unit or away from it, through any number of others.
WITH RECURSIVE back(id, step) AS (
    SELECT CAST($1 AS bigint), CAST(0 AS bigint)
     UNION
    SELECT l.from_id, l.id FROM back b JOIN lineage l ON l.to_id = b.id),
ahead(id, step) AS (
    SELECT CAST($1 AS bigint), CAST(0 AS bigint)
     UNION
    SELECT l.to_id, l.id FROM ahead a JOIN lineage l ON l.from_id = a.id)
SELECT l.id, l.from_id, l.to_id, l.effective_on AS "on", l.area_part, l.pop_part, l.rule, l.note,
       l.source, l.decree_id, l.is_verified, f.code AS from_code, f.name AS from_name,
       t.code AS to_code, t.name AS to_name
  FROM (SELECT step FROM back UNION SELECT step FROM ahead) AS taken
  JOIN lineage l ON l.id = taken.step
  LEFT JOIN unit_version f ON f.unit_id = l.from_id AND f.valid_from < l.effective_on
                          AND l.effective_on <= f.valid_to
  LEFT JOIN unit_version t ON t.unit_id = l.to_id AND t.valid_from <= l.effective_on
                          AND l.effective_on < t.valid_to
 ORDER BY l.effective_on, f.sort_key, t.sort_key, l.id
 LIMIT 600;

-- name: lineage_nodes
WITH RECURSIVE back(id) AS (
    SELECT CAST($1 AS bigint)
     UNION
    SELECT l.from_id FROM back b JOIN lineage l ON l.to_id = b.id),
ahead(id) AS (
    SELECT CAST($1 AS bigint)
     UNION
    SELECT l.to_id FROM ahead a JOIN lineage l ON l.from_id = a.id)
SELECT u.id, v.code, v.name, u.valid_from, u.valid_to
  FROM (SELECT id FROM back UNION SELECT id FROM ahead) AS n
  JOIN unit u ON u.id = n.id
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_to = u.valid_to
 ORDER BY u.valid_from, v.sort_key, u.id
 LIMIT $2;

-- name: lineage_ends
-- Both ends of a step, where they are in force just before and on the day.
SELECT f.code AS from_code, f.name AS from_name, t.code AS to_code, t.name AS to_name
  FROM unit u
  LEFT JOIN unit_version f ON f.unit_id = $1 AND f.valid_from < $3 AND $3 <= f.valid_to
  LEFT JOIN unit_version t ON t.unit_id = $2 AND t.valid_from <= $3 AND $3 < t.valid_to
 WHERE u.id = $1;

-- name: lineage_against
-- Steps of the same unit and day that leave no room for one of these parts.
SELECT count(*) FROM lineage
 WHERE from_id = $1 AND effective_on = $2
   AND (to_id = $3
        OR (area_part = 'all' AND $4 <> 'none') OR (area_part <> 'none' AND $4 = 'all')
        OR (pop_part = 'all' AND $5 <> 'none') OR (pop_part <> 'none' AND $5 = 'all'));

-- name: lineage_add_row
INSERT INTO lineage (id, from_id, to_id, effective_on, area_part, pop_part, rule, note, source,
                     decree_id, is_verified)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: figure_newest
SELECT id, unit_id, measure, figure_on AS "on", value, flag, source
  FROM figure
 WHERE unit_id = $1 AND figure_on <= $2
 ORDER BY measure, figure_on, id;

-- name: figure_same
SELECT id, unit_id, measure, figure_on AS "on", value, flag, source
  FROM figure
 WHERE unit_id = $1 AND measure = $2 AND figure_on = $3
   AND coalesce(source, '') = coalesce(CAST($4 AS text), '');

-- name: figure_add_row
INSERT INTO figure (id, unit_id, measure, figure_on, value, flag, source)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: unit_neighbours
SELECT u.id, v.code, v.name, v.short_name, v.type, u.tier, v.parent_id, p.code AS parent_code,
       p.name AS parent_name, u.valid_from, u.valid_to, u.lon_e6 AS lon, u.lat_e6 AS lat,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'area_m2' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS area_km2,
       (SELECT f.value FROM figure f
         WHERE f.unit_id = u.id AND f.measure = 'population' AND f.figure_on <= $2
         ORDER BY f.figure_on DESC, f.id DESC LIMIT 1) AS population
  FROM (SELECT b_id AS id FROM adjacency
         WHERE a_id = $1 AND valid_from <= $2 AND $2 < valid_to
         UNION ALL
        SELECT a_id AS id FROM adjacency
         WHERE b_id = $1 AND valid_from <= $2 AND $2 < valid_to) AS beside
  JOIN unit u ON u.id = beside.id
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= $2 AND $2 < v.valid_to
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
 ORDER BY v.sort_key, u.id;

-- name: book_units
SELECT id, tier, valid_from, valid_to, lon_e6 AS lon, lat_e6 AS lat, decree_id_from, decree_id_to
  FROM unit ORDER BY id;

-- name: book_versions
SELECT id, unit_id, valid_from, valid_to, code, name, short_name, search, name_key, sort_key,
       type, parent_id, decree_id
  FROM unit_version ORDER BY unit_id, valid_from;

-- name: book_place
UPDATE unit SET lon_e6 = $2, lat_e6 = $3 WHERE id = $1;

-- name: book_span
UPDATE unit SET valid_from = $2, valid_to = $3 WHERE id = $1;

-- name: book_move_version
UPDATE unit_version SET unit_id = $2 WHERE id = $1;

-- name: book_move_figures
UPDATE figure SET unit_id = $2 WHERE unit_id = $1 AND figure_on >= $3;

-- name: book_move_adjacency_a
UPDATE adjacency SET a_id = $2 WHERE a_id = $1 AND valid_from >= $3;

-- name: book_move_adjacency_b
UPDATE adjacency SET b_id = $2 WHERE b_id = $1 AND valid_from >= $3;

-- name: book_move_lineage_to
UPDATE lineage SET to_id = $2 WHERE to_id = $1 AND effective_on >= $3;

-- name: book_move_lineage_from
-- A step away on the very day is the old one's.
UPDATE lineage SET from_id = $2 WHERE from_id = $1 AND effective_on > $3;

-- name: book_move_children
UPDATE unit_version SET parent_id = $2 WHERE parent_id = $1 AND valid_from >= $3;

-- name: book_forget
DELETE FROM unit WHERE id = $1;

-- name: figure_replace
-- The same source says another number of the same day.
UPDATE figure SET value = $2, flag = $3 WHERE id = $1;

-- name: border_open
SELECT id, a_id, b_id, valid_from, shared_m FROM adjacency WHERE valid_to = '9999-12-31';

-- name: border_measure
UPDATE adjacency SET shared_m = $2 WHERE id = $1;

-- name: border_end
UPDATE adjacency SET valid_to = $2 WHERE id = $1;

-- name: border_add
INSERT INTO adjacency (id, a_id, b_id, valid_from, valid_to, shared_m)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: lineage_on
SELECT id, from_id, to_id, effective_on AS "on", area_part, pop_part
  FROM lineage WHERE effective_on = $1;

-- name: convert_places
SELECT u.id, v.code, v.name, v.name_key, v.type, u.tier, v.parent_id, p.parent_id AS grand_id,
       p.name AS parent_name, g.name AS grand_name
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $1 AND $1 < p.valid_to
  LEFT JOIN unit_version g
    ON g.unit_id = p.parent_id AND g.valid_from <= $1 AND $1 < g.valid_to
 WHERE v.valid_from <= $1 AND $1 < v.valid_to
 ORDER BY v.sort_key, u.id;

-- name: convert_place_of_key
SELECT u.id, v.code, v.name, v.name_key, v.type, u.tier, v.parent_id, p.parent_id AS grand_id,
       p.name AS parent_name, g.name AS grand_name
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
  LEFT JOIN unit_version g
    ON g.unit_id = p.parent_id AND g.valid_from <= $2 AND $2 < g.valid_to
 WHERE v.name_key = $1 AND v.valid_from <= $2 AND $2 < v.valid_to
 ORDER BY v.sort_key, u.id;

-- name: convert_place_of_code
SELECT u.id, v.code, v.name, v.name_key, v.type, u.tier, v.parent_id, p.parent_id AS grand_id,
       p.name AS parent_name, g.name AS grand_name
  FROM unit_version v
  JOIN unit u ON u.id = v.unit_id
  LEFT JOIN unit_version p
    ON p.unit_id = v.parent_id AND p.valid_from <= $2 AND $2 < p.valid_to
  LEFT JOIN unit_version g
    ON g.unit_id = p.parent_id AND g.valid_from <= $2 AND $2 < g.valid_to
 WHERE v.code = $1 AND v.valid_from <= $2 AND $2 < v.valid_to;

-- name: convert_steps
SELECT id, from_id, to_id, effective_on AS "on", area_part, pop_part, rule
  FROM lineage
 WHERE effective_on > $1 AND effective_on <= $2
 ORDER BY effective_on, id;

-- name: convert_lives
SELECT id, valid_from, valid_to FROM unit;
