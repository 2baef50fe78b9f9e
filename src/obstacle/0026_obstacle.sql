-- Obstacles are a register: these are the columns that its declaration says (a test compares).
CREATE TABLE obstacle (
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
  detail text_name,
  proposal text_name,
  place text_name,
  task_id int_id,
  directive_id int_id,
  unit_id int_id,
  org_raised int_id NOT NULL,
  stage text_code NOT NULL,
  raised_by text_name,
  asked_on text_day NOT NULL,
  due_on text_day,
  is_provisional int_bool,
  answer text_name,
  answer_basis text_name,
  answered_by text_name,
  answered_on text_day,
  due_key text_name NOT NULL
);
CREATE INDEX obstacle_by_title ON obstacle (org_held, state, sort_key, id);
CREATE INDEX obstacle_by_day ON obstacle (org_held, state, received_on, id);
CREATE INDEX obstacle_all ON obstacle (state, changed_at, id);
CREATE INDEX obstacle_to_decide ON obstacle (org_held, state, sort_key, id) WHERE to_decide = 1;
-- What the lists go by.
CREATE INDEX obstacle_by_due ON obstacle (org_held, state, due_key, id);
CREATE INDEX obstacle_raised_by_due ON obstacle (org_raised, state, due_key, id);
CREATE INDEX obstacle_all_by_due ON obstacle (due_key, id);
CREATE INDEX obstacle_by_task ON obstacle (task_id) WHERE task_id IS NOT NULL;
-- Within how long an obstacle is answered: by the day on which it was put. A change is a new row,
-- so that a date can be worked out again.
CREATE TABLE obstacle_term (
  valid_from text_day PRIMARY KEY,
  n int_number NOT NULL,
  unit text_code NOT NULL,      -- as of deadline rules: 'working_days'
  article text_name NOT NULL,
  checked_by text_name          -- NULL: nobody has compared it with a text
);
INSERT INTO obstacle_term (valid_from, n, unit, article, checked_by) VALUES
  ('0001-01-01', 5, 'working_days', 'Thời hạn mặc định của phần mềm: thay bằng quy chế làm việc của cơ quan', NULL);
-- Who may: write raises, answer passes on and answers.
UPDATE role SET capabilities = capabilities || ' obstacle.read obstacle.write obstacle.answer'
 WHERE name IN ('head', 'clerk', 'operator');
UPDATE role SET capabilities = capabilities || ' obstacle.read'
 WHERE name IN ('drafter', 'auditor', 'personnel', 'registrar', 'executor', 'approver');
