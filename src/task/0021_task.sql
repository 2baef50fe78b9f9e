-- Directives and tasks are registers: these are the columns that their declarations say (a test
-- compares).
CREATE TABLE directive (
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
  number text_name NOT NULL,
  type text_code NOT NULL,
  issuer text_name NOT NULL,
  summary text_name NOT NULL,
  issued_on text_day NOT NULL,
  bases text_name,
  text text_name,
  supersedes text_name,
  amends text_name
);
CREATE INDEX directive_by_title ON directive (org_held, state, sort_key, id);
CREATE INDEX directive_by_day ON directive (org_held, state, received_on, id);
CREATE INDEX directive_all ON directive (state, changed_at, id);
CREATE INDEX directive_to_decide ON directive (org_held, state, sort_key, id) WHERE to_decide = 1;
CREATE TABLE task (
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
  directive_id int_id NOT NULL,
  number text_name,
  title text_name NOT NULL,
  detail text_name,
  parent_id int_id,
  org_given int_id NOT NULL,
  lead_text text_name,
  coordinators text_name,
  product text_name,
  legal_basis text_name,
  place text_name,
  rule_kind text_code,
  rule_from text_day,
  rule_date text_day,
  rule_n int_number,
  rule_unit text_code,
  rule_event text_name,
  rule_from_event text_name,
  rule_day int_number,
  rule_month int_number,
  rule_expected int_bool,
  stage text_code NOT NULL,
  turn text_code NOT NULL,
  deadline_state text_code,
  from_on text_day,
  due_on text_day,
  first_due text_day,
  extended_to text_day,
  asked_until text_day,
  n_extended int_number,
  progress int_number,
  is_provisional int_bool,
  is_whole int_bool,
  is_each int_bool,
  spread_kind text_name,
  spread_tier text_code,
  waits_for text_name,
  given_by text_name,
  given_on text_day,
  period_on text_day,
  due_key text_name NOT NULL
);
CREATE INDEX task_by_title ON task (org_held, state, sort_key, id);
CREATE INDEX task_by_day ON task (org_held, state, received_on, id);
CREATE INDEX task_all ON task (state, changed_at, id);
CREATE INDEX task_to_decide ON task (org_held, state, sort_key, id) WHERE to_decide = 1;
-- What the lists of tasks go by.
CREATE INDEX task_by_due ON task (org_held, state, due_key, id);
CREATE INDEX task_given_by_due ON task (org_given, state, due_key, id);
CREATE INDEX task_by_directive ON task (directive_id, state, due_key, id);
CREATE INDEX task_of_directive ON task (directive_id, state, due_key, id) WHERE is_each = 0;
CREATE INDEX task_given_by_turn ON task (org_given, state, turn, due_key, id);
CREATE INDEX task_followed ON task (org_given, state, turn, due_key, id) WHERE is_each = 0;
CREATE INDEX task_asked ON task (org_given, state, due_key, id) WHERE asked_until IS NOT NULL;
CREATE INDEX task_by_parent ON task (parent_id, state, due_key, id) WHERE parent_id IS NOT NULL;
CREATE INDEX task_all_by_due ON task (state, due_key, id);
CREATE INDEX directive_by_issue ON directive (issued_on, id);
CREATE INDEX directive_by_number ON directive (number);
-- What a task waits for: another one of the same directive.
CREATE TABLE task_need (
  task_id int_id NOT NULL REFERENCES task (id),
  on_id int_id NOT NULL REFERENCES task (id),
  PRIMARY KEY (task_id, on_id)
);
CREATE INDEX task_need_by_on ON task_need (on_id);
-- When a task was suspended.
CREATE TABLE task_pause (
  task_id int_id NOT NULL REFERENCES task (id),
  from_on text_day NOT NULL,
  to_on text_day NOT NULL,      -- first day on which it ran again; '9999-12-31': it stands still
  PRIMARY KEY (task_id, from_on)
);
-- The history of the work: each move, and what was said with it. Rows are never changed.
CREATE TABLE task_entry (
  id int_id PRIMARY KEY,
  task_id int_id NOT NULL REFERENCES task (id),
  at text_instant NOT NULL,
  person_id int_id,             -- NULL: the machine's operator
  by_name text_name,            -- as it was then
  org_id int_id,                -- for which they acted
  move text_code NOT NULL,      -- 'accept': of the flow; or 'add', 'change', 'spread', 'reckon', 'depend'
  text text_long,
  reason text_long,
  evidence text_long,           -- number and date of the document that shows it
  to_org int_id,                -- given to; of a return: whose it is, they say
  until text_day,               -- asked for or granted; else when it is due since
  progress int_number,
  stage text_code NOT NULL      -- after it
);
CREATE INDEX task_entry_by_task ON task_entry (task_id, id);
-- What the rules of a directive's tasks speak of.
CREATE TABLE task_event (
  id int_id PRIMARY KEY,
  directive_id int_id NOT NULL REFERENCES directive (id),
  name text_name NOT NULL,
  name_key text_name NOT NULL,  -- folded
  on_day text_day,              -- NULL: announced, the day is not known
  source text_name,
  reason text_long,             -- of the last change
  version int_number NOT NULL
);
CREATE UNIQUE INDEX task_event_by_name ON task_event (directive_id, name_key);
-- What was read out of a plan's text and waits for a person to confirm it.
CREATE TABLE task_proposal (
  id int_id PRIMARY KEY,
  directive_id int_id NOT NULL REFERENCES directive (id),
  seq int_number NOT NULL,      -- place in what was read
  sentence text_long NOT NULL,  -- what it was read from
  level int_number NOT NULL,    -- 0: on top
  is_group int_bool NOT NULL,   -- a heading above others
  number text_name,
  title text_name NOT NULL,
  body text_name,               -- as the text calls it
  org_id int_id,                -- whom that means; NULL: nobody that is known
  coordinators text_name,
  product text_name,
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
  note text_long,               -- what could not be read
  state text_code NOT NULL,     -- 'open', 'taken', 'dropped'
  task_id int_id,               -- that it became
  version int_number NOT NULL
);
CREATE INDEX task_proposal_by_directive ON task_proposal (directive_id, state, seq);
-- Who may: task.work does what one's own body was given, task.direct gives and verifies.
UPDATE role SET capabilities = capabilities || ' directive.read task.read task.direct task.work'
 WHERE name IN ('head', 'clerk');
UPDATE role SET capabilities = capabilities || ' directive.write' WHERE name IN ('clerk', 'drafter');
UPDATE role SET capabilities = capabilities || ' directive.read task.read'
 WHERE name IN ('drafter', 'auditor', 'personnel', 'registrar', 'executor', 'approver');
UPDATE role SET capabilities = capabilities || ' task.direct' WHERE name = 'drafter';
UPDATE role SET capabilities = capabilities || ' directive.read directive.write task.read task.direct task.work'
 WHERE name = 'operator';
