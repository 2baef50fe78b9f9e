-- Indicators: what is measured, what is aimed at, and what it was, by body and period.
CREATE TABLE indicator (
  id          int_id PRIMARY KEY,
  code        text_code NOT NULL,
  name        text_name NOT NULL,
  definition  text_long,
  measure     text_name NOT NULL,      -- "%", "người"
  direction   text_code NOT NULL,      -- 'up': more is better
  every       text_code NOT NULL,      -- the period of its values: 'month' … 'year'
  adds        text_code NOT NULL,      -- what predecessors' values follow: 'people', 'land', 'no'
  over_time   text_code NOT NULL,      -- a longer period's value: 'sum', 'last', 'no'
  formula     text_name,               -- NULL: entered by hand
  org_owner   int_id NOT NULL REFERENCES org (id),
  source      text_name,
  search      text_name NOT NULL,
  sort_key    text_name NOT NULL,
  version     int_number NOT NULL,
  changed_at  text_instant NOT NULL
);
CREATE UNIQUE INDEX indicator_by_code ON indicator (code);
CREATE INDEX indicator_by_name ON indicator (sort_key, id);
CREATE TABLE indicator_target (
  indicator_id int_id NOT NULL REFERENCES indicator (id),
  year         int_number NOT NULL,    -- at its end
  value        int_number NOT NULL,    -- in ten-thousandths
  source       text_name,
  PRIMARY KEY (indicator_id, year)
);
-- As entered, by the body that it is about: nothing is computed ahead.
CREATE TABLE indicator_value (
  id           int_id PRIMARY KEY,
  indicator_id int_id NOT NULL REFERENCES indicator (id),
  org_id       int_id NOT NULL REFERENCES org (id),
  period       text_code NOT NULL,     -- '2025', '2025-H1', '2025-Q3', '2025-07'
  last_day     text_day NOT NULL,      -- of the period
  value        int_number NOT NULL,    -- in ten-thousandths
  note         text_name,
  version      int_number NOT NULL,
  changed_at   text_instant NOT NULL
);
CREATE UNIQUE INDEX indicator_value_of ON indicator_value (indicator_id, org_id, period);
CREATE INDEX indicator_value_newest ON indicator_value (indicator_id, last_day, org_id);
-- Who may: write defines and sets targets, enter says what it was.
UPDATE role SET capabilities = capabilities || ' indicator.read indicator.write indicator.enter'
 WHERE name IN ('head', 'operator');
UPDATE role SET capabilities = capabilities || ' indicator.read indicator.enter' WHERE name = 'clerk';
UPDATE role SET capabilities = capabilities || ' indicator.read'
 WHERE name IN ('drafter', 'auditor', 'personnel', 'registrar', 'executor', 'approver');
