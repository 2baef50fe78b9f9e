-- Reports: who reports what to whom and when (regimes), the rounds of a regime, what each body
-- returns, and what a synthesis was made from.
-- A regime is never changed under a round that has begun: another row of the same code follows it.
-- Ids of the rows that ship are negative.
CREATE TABLE report_regime (
  id int_id PRIMARY KEY,
  code text_code NOT NULL,
  name text_name NOT NULL,      -- the period follows it: "Báo cáo cải cách hành chính" "quý III/2024"
  addressee text_name NOT NULL, -- to whom the whole goes, as it calls itself
  owner_kind text_code,         -- organisations of that kind owe it; NULL: of every kind …
  owner_tier text_code,         -- … of units of that tier; NULL: of every tier
  to_tier text_code,            -- the nearest above, of that tier, collects it; NULL: who stands above
  rule_kind text_code NOT NULL,
  rule_from text_day,
  rule_date text_day,
  rule_n int_number,
  rule_unit text_code,
  rule_event text_name,
  rule_from_event text_name,
  rule_day int_number,
  rule_month int_number,
  rule_expected int_bool NOT NULL,
  only_periods text_name,       -- numbers of the year's periods that count: '1 3'; NULL: all
  data_from text_day,           -- of a rule without periods: what the report covers, both included
  data_to text_day,
  grace int_number NOT NULL,    -- days after the last one in which it may still be sent
  two_people int_bool NOT NULL, -- who drafted it does not sign it off
  valid_from text_day NOT NULL,
  valid_to text_day NOT NULL,
  article text_name NOT NULL,
  checked_by text_name,         -- NULL: nobody has compared it with the text
  version int_number NOT NULL
);
CREATE UNIQUE INDEX report_regime_by_code ON report_regime (code, valid_from);
-- Its form.
CREATE TABLE report_field (
  regime_id int_id NOT NULL REFERENCES report_regime (id),
  seq int_number NOT NULL,
  label text_name NOT NULL,
  kind text_code NOT NULL,      -- 'number', 'text'
  source text_code,             -- of a number: what fills it in; NULL: people
  is_required int_bool NOT NULL,
  PRIMARY KEY (regime_id, seq)
);
CREATE TABLE report_round (
  id int_id PRIMARY KEY,
  regime_id int_id NOT NULL REFERENCES report_regime (id),
  title text_name NOT NULL,
  period_from text_day NOT NULL,
  data_from text_day NOT NULL,  -- both included
  data_to text_day NOT NULL,
  opens_on text_day NOT NULL,
  due_on text_day NOT NULL,
  closes_on text_day NOT NULL,  -- the last day on which it may be sent
  made_on text_day NOT NULL
);
CREATE UNIQUE INDEX report_round_once ON report_round (regime_id, period_from);
CREATE INDEX report_round_newest ON report_round (due_on, id);
-- What a body returns: a register, these are the columns that its declaration says (a test compares).
CREATE TABLE report (
  id int_id PRIMARY KEY,
  org_received int_id NOT NULL,
  org_held int_id NOT NULL,
  state text_code NOT NULL,
  to_decide int_bool NOT NULL,
  received_on text_day NOT NULL,
  ended_on text_day,
  version int_number NOT NULL,
  changed_at text_instant NOT NULL,
  search text_name NOT NULL,
  territory text_name,
  sort_key text_name NOT NULL,
  title text_name NOT NULL,
  round_id int_id NOT NULL,
  org_to int_id NOT NULL,
  stage text_code NOT NULL,
  edition int_number NOT NULL,
  data_from text_day NOT NULL,
  data_to text_day NOT NULL,
  opens_on text_day NOT NULL,
  due_on text_day NOT NULL,
  closes_on text_day NOT NULL,
  figures text_name,
  drafter_id int_id,
  drafted_by text_name,
  signed_by text_name,
  signed_on text_day,
  sent_by text_name,
  sent_on text_day,
  due_key text_name NOT NULL
);
CREATE INDEX report_by_title ON report (org_held, state, sort_key, id);
CREATE INDEX report_by_day ON report (org_held, state, received_on, id);
CREATE INDEX report_all ON report (state, changed_at, id);
CREATE INDEX report_to_decide ON report (org_held, state, sort_key, id) WHERE to_decide = 1;
-- What its lists go by; and that a body owes one report of a round.
CREATE INDEX report_by_due ON report (org_held, state, due_key, id);
CREATE INDEX report_collected ON report (org_to, state, due_key, id);
CREATE INDEX report_all_by_due ON report (due_key, id);
CREATE UNIQUE INDEX report_of_round ON report (round_id, org_received);
-- What stands in it. An edition that was sent is never written again; the next begins as its copy.
CREATE TABLE report_value (
  report_id int_id NOT NULL REFERENCES report (id),
  edition int_number NOT NULL,
  seq int_number NOT NULL,      -- of report_field
  number int_number,
  found int_number,             -- what was counted when it was filled in
  text text_long,
  PRIMARY KEY (report_id, edition, seq)
);
-- The rows behind a number that was counted.
CREATE TABLE report_row (
  report_id int_id NOT NULL REFERENCES report (id),
  edition int_number NOT NULL,
  seq int_number NOT NULL,
  object_id int_id NOT NULL,
  PRIMARY KEY (report_id, edition, seq, object_id)
);
-- A synthesis, from which edition of which report it was made, and its sums as they were told.
CREATE TABLE report_synthesis (
  id int_id PRIMARY KEY,
  round_id int_id NOT NULL REFERENCES report_round (id),
  org_id int_id NOT NULL,       -- who made it
  nth int_number NOT NULL,
  made_on text_day NOT NULL,
  made_by text_name,
  note text_long,
  n_owed int_number NOT NULL,
  n_sent int_number NOT NULL,
  n_late int_number NOT NULL    -- of those that were sent
);
CREATE UNIQUE INDEX report_synthesis_nth ON report_synthesis (round_id, org_id, nth);
CREATE TABLE report_part (
  synthesis_id int_id NOT NULL REFERENCES report_synthesis (id),
  report_id int_id NOT NULL REFERENCES report (id),
  edition int_number NOT NULL,  -- 0: it was missing
  PRIMARY KEY (synthesis_id, report_id)
);
CREATE TABLE report_sum (
  synthesis_id int_id NOT NULL REFERENCES report_synthesis (id),
  seq int_number NOT NULL,
  number int_number NOT NULL,
  n_parts int_number NOT NULL,  -- how many gave a number
  PRIMARY KEY (synthesis_id, seq)
);
-- What ships.
INSERT INTO report_regime (id, code, name, addressee, owner_kind, owner_tier, to_tier, rule_kind,
    rule_date, rule_day, rule_month, rule_expected, only_periods, data_from, data_to, grace,
    two_people, valid_from, valid_to, article, checked_by, version) VALUES
  (-1, 'KL183', 'Báo cáo thực hiện Kết luận số 183-KL/TW', 'Ban Tổ chức Trung ương',
   'people_committee', NULL, 'province', 'monthly', NULL, 25, 1, 0, NULL, NULL, NULL, 10, 1,
   '2025-08-01', '9999-12-31', 'Kết luận số 183-KL/TW: báo cáo trước ngày 25 hằng tháng', NULL, 1),
  (-2, 'CCHC-Q', 'Báo cáo cải cách hành chính', 'Bộ Nội vụ', 'people_committee', NULL, 'province',
   'quarterly', NULL, 25, 3, 0, '1 3', NULL, NULL, 10, 1, '2019-03-12', '9999-12-31',
   'Nghị định 09/2019/NĐ-CP, Điều 12; ngày gửi do cơ quan chủ trì quy định', NULL, 1),
  (-3, 'CCHC-6T', 'Báo cáo cải cách hành chính', 'Bộ Nội vụ', 'people_committee', NULL, 'province',
   'half_yearly', NULL, 25, 6, 0, '1', NULL, NULL, 10, 1, '2019-03-12', '9999-12-31',
   'Nghị định 09/2019/NĐ-CP, Điều 12; ngày gửi do cơ quan chủ trì quy định', NULL, 1),
  (-4, 'CCHC-N', 'Báo cáo cải cách hành chính', 'Bộ Nội vụ', 'people_committee', NULL, 'province',
   'yearly', NULL, 30, 12, 0, NULL, NULL, NULL, 10, 1, '2019-03-12', '9999-12-31',
   'Nghị định 09/2019/NĐ-CP, Điều 12; ngày gửi do cơ quan chủ trì quy định', NULL, 1),
  (-5, 'TKSX', 'Báo cáo tổng kết việc sắp xếp đơn vị hành chính giai đoạn 2023 - 2025',
   'Ủy ban nhân dân tỉnh', 'people_committee', NULL, 'province', 'by', '2025-06-30', NULL, NULL, 1,
   NULL, '2023-08-25', '2025-05-31', 30, 1, '2023-08-25', '9999-12-31',
   'Kế hoạch sắp xếp đơn vị hành chính giai đoạn 2023 - 2025, mục 14: dự kiến quý II/2025', NULL, 1);
INSERT INTO report_field (regime_id, seq, label, kind, source, is_required)
SELECT r.id, f.seq, f.label, 'number', f.source, 1
  FROM report_regime r
 CROSS JOIN (SELECT 1 AS seq, 'Nhiệm vụ được giao trong kỳ' AS label, 'tasks_given' AS source
   UNION ALL SELECT 2, 'Nhiệm vụ hoàn thành trong kỳ', 'tasks_done'
   UNION ALL SELECT 3, 'Trong đó: hoàn thành quá hạn', 'tasks_done_late'
   UNION ALL SELECT 4, 'Nhiệm vụ đang thực hiện đến cuối kỳ', 'tasks_open'
   UNION ALL SELECT 5, 'Trong đó: quá hạn', 'tasks_late'
   UNION ALL SELECT 6, 'Khó khăn, vướng mắc nêu ra trong kỳ', 'obstacles_raised'
   UNION ALL SELECT 7, 'Khó khăn, vướng mắc chưa được trả lời đến cuối kỳ', 'obstacles_open') f;
INSERT INTO report_field (regime_id, seq, label, kind, source, is_required)
SELECT r.id, f.seq, f.label, 'text', NULL, f.is_required
  FROM report_regime r
 CROSS JOIN (SELECT 8 AS seq, 'Đánh giá chung' AS label, 1 AS is_required
   UNION ALL SELECT 9, 'Cải cách thể chế', 0
   UNION ALL SELECT 10, 'Cải cách thủ tục hành chính', 0
   UNION ALL SELECT 11, 'Cải cách tổ chức bộ máy', 0
   UNION ALL SELECT 12, 'Cải cách chế độ công vụ', 0
   UNION ALL SELECT 13, 'Cải cách tài chính công', 0
   UNION ALL SELECT 14, 'Xây dựng chính quyền điện tử, chính quyền số', 0
   UNION ALL SELECT 15, 'Kiến nghị, đề xuất', 0) f
 WHERE r.code LIKE 'CCHC%';
INSERT INTO report_field (regime_id, seq, label, kind, source, is_required) VALUES
  (-1, 8, 'Tình hình thực hiện', 'text', NULL, 1),
  (-1, 9, 'Khó khăn, vướng mắc và nguyên nhân', 'text', NULL, 0),
  (-1, 10, 'Kiến nghị, đề xuất', 'text', NULL, 0),
  (-5, 8, 'Kết quả đạt được', 'text', NULL, 1),
  (-5, 9, 'Tồn tại, hạn chế và nguyên nhân', 'text', NULL, 0),
  (-5, 10, 'Bài học kinh nghiệm', 'text', NULL, 0),
  (-5, 11, 'Tập thể đề nghị khen thưởng', 'number', NULL, 0),
  (-5, 12, 'Cá nhân đề nghị khen thưởng', 'number', NULL, 0);
-- Who may: write drafts and sends, sign signs off, collect opens again and synthesises.
UPDATE role SET capabilities = capabilities || ' report.read report.write report.collect'
 WHERE name = 'clerk';
UPDATE role SET capabilities = capabilities || ' report.read report.write report.sign report.collect'
 WHERE name IN ('head', 'operator');
UPDATE role SET capabilities = capabilities || ' report.read'
 WHERE name IN ('drafter', 'auditor', 'personnel', 'registrar', 'executor', 'approver');
