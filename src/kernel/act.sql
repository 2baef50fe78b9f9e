-- name: act_add
INSERT INTO act (id, at, actor_id, actor_name, org_id, verb, kind, object_id, label, path, reason,
                 law, decree_id, changes, search)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: act_find
SELECT id, seq, at, actor_id, actor_name, org_id, verb, kind, object_id, label, path, reason, law,
       decree_id, changes, link
  FROM act WHERE id = $1;

-- name: act_of_object
SELECT id, seq, at, actor_id, actor_name, org_id, verb, kind, object_id, label, path, reason, law,
       decree_id, changes, link
  FROM act WHERE kind = $1 AND object_id = $2
 ORDER BY at DESC, id DESC
 LIMIT $3;

-- name: act_unsealed
SELECT id, seq, at, actor_id, actor_name, org_id, verb, kind, object_id, label, path, reason, law,
       decree_id, changes, link
  FROM act WHERE seq IS NULL
 ORDER BY id
 LIMIT $1;

-- name: act_from_seq
SELECT id, seq, at, actor_id, actor_name, org_id, verb, kind, object_id, label, path, reason, law,
       decree_id, changes, link
  FROM act WHERE seq >= $1
 ORDER BY seq
 LIMIT $2;

-- name: act_count_unsealed
SELECT count(*) FROM act WHERE seq IS NULL;

-- name: act_head_add
INSERT INTO act_head (size, at, root, link, frontier, signature)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: act_head_newest
SELECT size, at, root, signature FROM act_head ORDER BY size DESC LIMIT 1;

-- name: act_sealed_newest
SELECT size, link, frontier FROM act_head ORDER BY size DESC LIMIT 1;

-- name: act_head_over
SELECT size, at, root, link, frontier, signature
  FROM act_head WHERE size > $1
 ORDER BY size
 LIMIT $2;

-- name: act_head_with
SELECT count(*) FROM act_head WHERE size = $1 AND root = $2;

-- name: act_head_let_go
-- The frontier is wanted of the newest head only; the row is also what two sealers meet at.
UPDATE act_head SET frontier = NULL WHERE size = $1 AND frontier IS NOT NULL;

-- name: act_name_org
-- These give the name of one thing on a day, or its first one.
SELECT name FROM org_version WHERE org_id = $1
 ORDER BY CASE WHEN valid_from <= $2 THEN 0 ELSE 1 END,
          CASE WHEN valid_from <= $2 THEN valid_from ELSE '' END DESC, valid_from
 LIMIT 1;

-- name: act_name_unit
SELECT name FROM unit_version WHERE unit_id = $1
 ORDER BY CASE WHEN valid_from <= $2 THEN 0 ELSE 1 END,
          CASE WHEN valid_from <= $2 THEN valid_from ELSE '' END DESC, valid_from
 LIMIT 1;

-- name: act_name_code
SELECT name FROM unit_version WHERE code = $1
 ORDER BY CASE WHEN valid_from <= $2 THEN 0 ELSE 1 END,
          CASE WHEN valid_from <= $2 THEN valid_from ELSE '' END DESC, valid_from
 LIMIT 1;

-- name: act_name_person
SELECT name FROM person WHERE id = $1;

-- name: act_name_decree
SELECT number AS name FROM decree WHERE id = $1;

-- name: act_name_kind
SELECT label AS name FROM org_kind WHERE name = $1;

-- name: act_name_role
SELECT CASE WHEN $2 = 'en' THEN label_en ELSE label END AS name FROM role WHERE name = $1;
