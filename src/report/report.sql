-- name: report_regimes_all
SELECT id, code, name, addressee, owner_kind, owner_tier, org_within, to_tier, rule_kind, rule_from, rule_date,
       rule_n, rule_unit, rule_event, rule_from_event, rule_day, rule_month, rule_expected,
       only_periods, data_from, data_to, grace, two_people, valid_from, valid_to, article,
       checked_by, version
  FROM report_regime
 ORDER BY code, valid_from DESC;

-- name: report_regime_end
UPDATE report_regime SET valid_to = $2 WHERE id = $1;

-- name: report_regime_checked
UPDATE report_regime SET article = $2, checked_by = $3, version = version + 1
 WHERE id = $1 AND version = $4;

-- name: report_fields_of
SELECT regime_id, seq, label, kind, source, is_required
  FROM report_field
 WHERE regime_id = $1
 ORDER BY seq;

-- name: report_field_add
INSERT INTO report_field (regime_id, seq, label, kind, source, is_required)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: report_fields_copy
-- in: to, from
INSERT INTO report_field (regime_id, seq, label, kind, source, is_required)
SELECT CAST($1 AS bigint), seq, label, kind, source, is_required FROM report_field WHERE regime_id = $2;

-- name: report_rounds_of_regime
SELECT count(*) FROM report_round WHERE regime_id = $1;

-- name: report_round_find
SELECT id, regime_id, title, period_from, data_from, data_to, opens_on, due_on, closes_on, made_on
  FROM report_round
 WHERE id = $1;

-- name: report_round_begun
SELECT count(*) FROM report_round WHERE regime_id = $1 AND period_from = $2;

-- name: report_rounds_all
SELECT id, regime_id, title, period_from, data_from, data_to, opens_on, due_on, closes_on, made_on
  FROM report_round
 ORDER BY due_on DESC, id DESC
 LIMIT 200;

-- name: report_round_counts
-- in: round, organisation that collects (NULL: all), today
SELECT count(*) AS n_owed,
       coalesce(sum(CASE WHEN stage = 'sent' THEN 1 ELSE 0 END), 0) AS n_sent,
       coalesce(sum(CASE WHEN stage = 'sent' AND sent_on > due_on THEN 1 ELSE 0 END), 0) AS n_late,
       coalesce(sum(CASE WHEN stage <> 'sent' AND due_on < $3 THEN 1 ELSE 0 END), 0) AS n_missing
  FROM report r
 WHERE r.round_id = $1
   AND (CAST($2 AS bigint) IS NULL
        OR r.org_to IN (SELECT n.org_id FROM org_now n
                         WHERE n.now_id = $2 AND n.valid_from <= $3 AND n.valid_to > $3));

-- name: report_bodies
-- Organisations in force on a day, with what a regime chooses them by.
SELECT o.id, o.kind, v.parent_id, u.tier
  FROM org_version v
  JOIN org o ON o.id = v.org_id
  LEFT JOIN unit u ON u.id = v.unit_id
 WHERE v.valid_from <= $1 AND v.valid_to > $1 AND o.valid_from <= $1 AND o.valid_to > $1
 ORDER BY o.id;

-- ---- what is counted: each names the rows of one organisation; in: report, edition, field, ----
-- ---- organisation, first and last day of the data                                         ----

-- name: report_pick_tasks_given
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), t.id
  FROM task t
 WHERE t.org_held = $4 AND coalesce(t.is_whole, 0) = 0 AND t.given_on >= $5 AND t.given_on <= $6;

-- name: report_pick_tasks_done
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), t.id
  FROM task t
 WHERE t.org_held = $4 AND coalesce(t.is_whole, 0) = 0 AND t.stage = 'closed'
   AND t.ended_on >= $5 AND t.ended_on <= $6;

-- name: report_pick_tasks_done_late
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), t.id
  FROM task t
 WHERE t.org_held = $4 AND coalesce(t.is_whole, 0) = 0 AND t.stage = 'closed'
   AND t.ended_on >= $5 AND t.ended_on <= $6 AND t.due_on < t.ended_on;

-- name: report_pick_tasks_open
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), t.id
  FROM task t
 WHERE t.org_held = $4 AND coalesce(t.is_whole, 0) = 0 AND CAST($5 AS text) <= $6
   AND t.given_on <= $6 AND (t.ended_on IS NULL OR t.ended_on > $6);

-- name: report_pick_tasks_late
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), t.id
  FROM task t
 WHERE t.org_held = $4 AND coalesce(t.is_whole, 0) = 0 AND CAST($5 AS text) <= $6
   AND t.given_on <= $6 AND (t.ended_on IS NULL OR t.ended_on > $6) AND t.due_on < $6;

-- name: report_pick_obstacles_raised
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), o.id
  FROM obstacle o
 WHERE o.org_raised = $4 AND o.received_on >= $5 AND o.received_on <= $6;

-- name: report_pick_obstacles_open
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), o.id
  FROM obstacle o
 WHERE o.org_raised = $4 AND CAST($5 AS text) <= $6 AND o.received_on <= $6
   AND (o.answered_on IS NULL OR o.answered_on > $6) AND (o.ended_on IS NULL OR o.ended_on > $6);

-- name: report_count_rows
SELECT count(*) FROM report_row WHERE report_id = $1 AND edition = $2 AND seq = $3;

-- name: report_rows_tasks
SELECT t.id, t.title, t.stage AS state, t.due_on, t.ended_on, t.org_held
  FROM report_row r
  JOIN task t ON t.id = r.object_id
 WHERE r.report_id = $1 AND r.edition = $2 AND r.seq = $3
 ORDER BY t.due_key, t.id;

-- name: report_rows_obstacles
SELECT o.id, o.title, o.stage AS state, o.due_on, o.ended_on, o.org_held
  FROM report_row r
  JOIN obstacle o ON o.id = r.object_id
 WHERE r.report_id = $1 AND r.edition = $2 AND r.seq = $3
 ORDER BY o.due_key, o.id;

-- ---- values ----

-- name: report_values_of
-- in: report, edition
SELECT f.seq, f.label, f.kind, f.is_required, f.source, v.number, v.found, v.text
  FROM report r
  JOIN report_round o ON o.id = r.round_id
  JOIN report_field f ON f.regime_id = o.regime_id
  LEFT JOIN report_value v ON v.report_id = r.id AND v.edition = $2 AND v.seq = f.seq
 WHERE r.id = $1
 ORDER BY f.seq;

-- name: report_value_put
-- in: report, edition, field, number, found, text
INSERT INTO report_value (report_id, edition, seq, number, found, text)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (report_id, edition, seq)
    DO UPDATE SET number = excluded.number, found = excluded.found, text = excluded.text;

-- name: report_values_copy
-- in: report, from edition, to edition
INSERT INTO report_value (report_id, edition, seq, number, found, text)
SELECT report_id, CAST($3 AS bigint), seq, number, found, text
  FROM report_value
 WHERE report_id = $1 AND edition = $2;

-- name: report_rows_copy
INSERT INTO report_row (report_id, edition, seq, object_id)
SELECT report_id, CAST($3 AS bigint), seq, object_id
  FROM report_row
 WHERE report_id = $1 AND edition = $2;

-- ---- syntheses ----

-- name: report_synthesis_add
INSERT INTO report_synthesis (id, round_id, org_id, nth, made_on, made_by, note, n_owed, n_sent, n_late)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: report_synthesis_counted
UPDATE report_synthesis SET n_owed = $2, n_sent = $3, n_late = $4 WHERE id = $1;

-- name: report_synthesis_last
SELECT max(nth) FROM report_synthesis WHERE round_id = $1 AND org_id = $2;

-- name: report_synthesis_find
SELECT s.id, s.round_id, s.org_id, s.nth, s.made_on, s.made_by, s.note, s.n_owed, s.n_sent, s.n_late,
       s.n_owed - s.n_sent AS n_missing, o.title
  FROM report_synthesis s
  JOIN report_round o ON o.id = s.round_id
 WHERE s.id = $1;

-- name: report_syntheses_of
-- in: round, who made it (NULL: anybody)
SELECT s.id, s.round_id, s.org_id, s.nth, s.made_on, s.made_by, s.note, s.n_owed, s.n_sent, s.n_late,
       s.n_owed - s.n_sent AS n_missing, o.title
  FROM report_synthesis s
  JOIN report_round o ON o.id = s.round_id
 WHERE s.round_id = $1 AND (CAST($2 AS bigint) IS NULL OR s.org_id = $2)
 ORDER BY s.made_on DESC, s.id DESC
 LIMIT 200;

-- name: report_parts_add
-- The reports of a round that go to one organisation: as they were sent, or missing.
-- in: synthesis, round, to whom
INSERT INTO report_part (synthesis_id, report_id, edition)
SELECT CAST($1 AS bigint), id, CASE WHEN stage = 'sent' THEN edition ELSE 0 END
  FROM report
 WHERE round_id = $2 AND org_to = $3;

-- name: report_sums_add
INSERT INTO report_sum (synthesis_id, seq, number, n_parts)
SELECT p.synthesis_id, v.seq, CAST(sum(v.number) AS bigint), count(*)
  FROM report_part p
  JOIN report r ON r.id = p.report_id
  JOIN report_round o ON o.id = r.round_id
  JOIN report_field f ON f.regime_id = o.regime_id AND f.kind IN ('number', 'amount')
  JOIN report_value v ON v.report_id = p.report_id AND v.edition = p.edition AND v.seq = f.seq
 WHERE p.synthesis_id = $1 AND p.edition > 0 AND v.number IS NOT NULL
 GROUP BY p.synthesis_id, v.seq;

-- name: report_parts_count
SELECT count(*) AS n_owed,
       coalesce(sum(CASE WHEN p.edition > 0 THEN 1 ELSE 0 END), 0) AS n_sent,
       coalesce(sum(CASE WHEN p.edition > 0 AND r.sent_on > r.due_on THEN 1 ELSE 0 END), 0) AS n_late
  FROM report_part p
  JOIN report r ON r.id = p.report_id
 WHERE p.synthesis_id = $1;

-- name: report_sums_of
-- As told, and added up again.
SELECT f.seq, f.label, s.number, s.n_parts,
       (SELECT CAST(sum(v.number) AS bigint)
          FROM report_part p
          JOIN report_value v ON v.report_id = p.report_id AND v.edition = p.edition
         WHERE p.synthesis_id = y.id AND p.edition > 0 AND v.seq = f.seq
           AND f.kind <> 'share') AS now,
       y.id AS synthesis_id
  FROM report_synthesis y
  JOIN report_round o ON o.id = y.round_id
  JOIN report_field f ON f.regime_id = o.regime_id AND f.kind <> 'text'
  LEFT JOIN report_sum s ON s.synthesis_id = y.id AND s.seq = f.seq
 WHERE y.id = $1
 ORDER BY f.seq;

-- name: report_lines_of
-- in: synthesis, field (NULL: all)
SELECT p.report_id, p.edition, v.seq, f.label, v.number, v.text, r.org_received,
       CASE WHEN p.edition > 0 AND r.sent_on > r.due_on THEN 1 ELSE 0 END AS is_late,
       CASE WHEN p.edition = 0 THEN 1 ELSE 0 END AS is_missing
  FROM report_part p
  JOIN report r ON r.id = p.report_id
  JOIN report_round o ON o.id = r.round_id
  LEFT JOIN report_value v ON v.report_id = p.report_id AND v.edition = p.edition AND p.edition > 0
       AND (CAST($2 AS bigint) IS NULL OR v.seq = $2)
  LEFT JOIN report_field f ON f.regime_id = o.regime_id AND f.seq = v.seq
 WHERE p.synthesis_id = $1
 ORDER BY is_missing, v.seq, r.sort_key, r.org_received;

-- ---- reminders ----

-- name: report_to_remind
-- People who may write a report that is due by $2 or late, and have not been told so.
-- in: today, due by
SELECT r.id AS report_id, r.title, r.due_on, p.id AS person_id, p.name, p.email, p.lang,
       CASE WHEN r.due_on < $1 THEN 1 ELSE 0 END AS is_late,
       'report/' || r.id || CASE WHEN r.due_on < $1 THEN '/late/' ELSE '/due/' END || p.id AS once
  FROM report r
  JOIN org_now n ON n.org_id = r.org_held AND n.valid_from <= $1 AND n.valid_to > $1
  JOIN grant_role g ON g.org_id = n.now_id AND g.valid_from <= $1 AND g.valid_to > $1
  JOIN role k ON k.name = g.role AND k.capabilities LIKE '%report.write%'
  JOIN person p ON p.id = g.person_id AND p.email IS NOT NULL
       AND p.valid_from <= $1 AND p.valid_to > $1
 WHERE r.state = 'open' AND r.due_on <= $2 AND r.closes_on >= $1
   AND NOT EXISTS (SELECT 1 FROM notice x
                    WHERE x.once = 'report/' || r.id ||
                          CASE WHEN r.due_on < $1 THEN '/late/' ELSE '/due/' END || p.id)
 ORDER BY r.due_on, r.id, p.id
 LIMIT 50;
