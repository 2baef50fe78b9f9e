-- name: obstacle_term_on
SELECT valid_from, n, unit, article, checked_by
  FROM obstacle_term
 WHERE valid_from <= $1
 ORDER BY valid_from DESC
 LIMIT 1;

-- name: obstacle_terms_all
SELECT valid_from, n, unit, article, checked_by FROM obstacle_term ORDER BY valid_from DESC;

-- name: obstacle_term_add
INSERT INTO obstacle_term (valid_from, n, unit, article, checked_by) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (valid_from) DO NOTHING;
