-- name: calendar_rows
SELECT on_day AS "on", kind, name, source, checked_by, version FROM calendar_day ORDER BY on_day;

-- name: calendar_add
INSERT INTO calendar_day (on_day, kind, name, source, checked_by, version)
VALUES ($1, $2, $3, $4, $5, 1);

-- name: calendar_change
UPDATE calendar_day
   SET kind = $2, name = $3, source = $4, checked_by = $5, version = version + 1
 WHERE on_day = $1 AND version = $6;

-- name: deadline_reading_list
SELECT id, kind, valid_from, valid_to, shift, counts_first, roll, data_from_month, data_from_day,
       data_to_month, data_to_day, article, checked_by, version
  FROM deadline_reading ORDER BY kind, valid_from;

-- name: deadline_reading_find
SELECT id, kind, valid_from, valid_to, shift, counts_first, roll, data_from_month, data_from_day,
       data_to_month, data_to_day, article, checked_by, version
  FROM deadline_reading WHERE id = $1;

-- name: deadline_reading_end
-- The row in force on the day ends there; what follows it begins when the old row ended.
UPDATE deadline_reading SET valid_to = $2, version = version + 1
 WHERE kind = $1 AND valid_from < $2 AND $2 < valid_to;

-- name: deadline_reading_next
-- The first day after $2 on which the kind is read otherwise already.
SELECT id, kind, valid_from, valid_to, shift, counts_first, roll, data_from_month, data_from_day,
       data_to_month, data_to_day, article, checked_by, version
  FROM deadline_reading WHERE kind = $1 AND valid_from >= $2 ORDER BY valid_from LIMIT 1;

-- name: deadline_reading_add
INSERT INTO deadline_reading (id, kind, valid_from, valid_to, shift, counts_first, roll, article,
                              checked_by, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1);

-- name: deadline_reading_data
UPDATE deadline_reading
   SET data_from_month = $2, data_from_day = $3, data_to_month = $4, data_to_day = $5
 WHERE id = $1;

-- name: deadline_reading_change
UPDATE deadline_reading SET article = $2, checked_by = $3, version = version + 1
 WHERE id = $1 AND version = $4;
