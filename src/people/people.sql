-- What the desk shows beyond what the kernel keeps.

-- name: people_roles
-- Roles in force on $3 of the people whose names stand between two others.
SELECT g.person_id, CASE WHEN $4 = 'en' THEN r.label_en ELSE r.label END AS role_label,
       (SELECT v.name FROM org_version v WHERE v.org_id = g.org_id
         ORDER BY v.valid_from DESC LIMIT 1) AS org_name
  FROM person p
  JOIN grant_role g ON g.person_id = p.id
  JOIN role r ON r.name = g.role
 WHERE p.sort_key >= $1 AND p.sort_key <= $2 AND g.valid_from <= $3 AND g.valid_to > $3
   AND (g.interim_until IS NULL OR g.interim_until > $3)
 ORDER BY p.sort_key, p.id, r.rank, g.id;

-- name: people_grants_of
-- What an account is good for, now or later.
SELECT g.id, g.person_id, g.role, g.org_id, g.below, g.valid_from, g.valid_to, g.interim_until,
       g.decree_id
  FROM grant_role g
 WHERE g.person_id = $1 AND g.valid_to > $2 AND g.valid_from < g.valid_to
   AND (g.interim_until IS NULL OR g.interim_until > $2);

-- name: org_item
-- As of $2, or by its first or last version when it is not in force then.
SELECT o.id, v.name, o.kind, k.label AS kind_label, u.code AS unit_code, u.name AS unit_name,
       o.valid_from, o.valid_to
  FROM org o
  JOIN org_version v ON v.org_id = o.id
  JOIN org_kind k ON k.name = o.kind
  LEFT JOIN unit_version u ON u.unit_id = v.unit_id AND u.valid_from < v.valid_to
       AND u.valid_to > v.valid_from
 WHERE o.id = $1
 ORDER BY CASE WHEN v.valid_from <= $2 THEN 0 ELSE 1 END,
          CASE WHEN v.valid_from <= $2 THEN v.valid_from ELSE '' END DESC, v.valid_from,
          CASE WHEN u.valid_from <= $2 THEN 0 ELSE 1 END,
          CASE WHEN u.valid_from <= $2 THEN u.valid_from ELSE '' END DESC, u.valid_from
 LIMIT 1;

-- name: org_answered
-- For whom $1 answers on $2, itself left out, by their last names.
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id
  FROM org_now n
  JOIN org o ON o.id = n.org_id
  JOIN org_version v ON v.org_id = o.id
 WHERE n.now_id = $1 AND n.valid_from <= $2 AND n.valid_to > $2 AND n.org_id <> $1
   AND NOT EXISTS (SELECT 1 FROM org_version l
                    WHERE l.org_id = v.org_id AND l.valid_from > v.valid_from)
 ORDER BY v.sort_key, o.id
 LIMIT 500;

-- name: org_by_code
SELECT o.id, o.kind, v.name, v.unit_id, v.parent_id, o.valid_from, o.valid_to, o.decree_id
  FROM unit_version u
  JOIN org_version v ON v.unit_id = u.unit_id AND v.valid_from <= $2 AND v.valid_to > $2
  JOIN org o ON o.id = v.org_id
 WHERE u.code = $1 AND u.valid_from <= $2 AND u.valid_to > $2 AND o.kind = $3
 ORDER BY o.id
 LIMIT 1;

-- name: unit_by_code_for_org
SELECT unit_id FROM unit_version WHERE code = $1 AND valid_from <= $2 AND valid_to > $2;
