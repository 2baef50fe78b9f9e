-- Registers of programmes, as register_ddl makes them (a test compares).
-- Reform programme
CREATE TABLE par_item (
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
  content text_code NOT NULL,
  lead text_name,
  product text_name,
  due_on text_day,
  document text_name,
  result text_name
);
CREATE INDEX par_item_by_title ON par_item (org_held, state, sort_key, id);
CREATE INDEX par_item_by_day ON par_item (org_held, state, received_on, id);
CREATE INDEX par_item_all ON par_item (state, changed_at, id);
CREATE INDEX par_item_to_decide ON par_item (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Focused direction
CREATE TABLE par_focus (
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
  unit text_name NOT NULL,
  content text_code NOT NULL,
  focus text_name,
  member text_name NOT NULL,
  document text_name,
  result text_name
);
CREATE INDEX par_focus_by_title ON par_focus (org_held, state, sort_key, id);
CREATE INDEX par_focus_by_day ON par_focus (org_held, state, received_on, id);
CREATE INDEX par_focus_all ON par_focus (state, changed_at, id);
CREATE INDEX par_focus_to_decide ON par_focus (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Legal drafting programme
CREATE TABLE legal_draft (
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
  kind text_code NOT NULL,
  drafter text_name NOT NULL,
  head text_name NOT NULL,
  due_on text_day,
  stage text_code NOT NULL,
  basis text_name,
  number text_name
);
CREATE INDEX legal_draft_by_title ON legal_draft (org_held, state, sort_key, id);
CREATE INDEX legal_draft_by_day ON legal_draft (org_held, state, received_on, id);
CREATE INDEX legal_draft_all ON legal_draft (state, changed_at, id);
CREATE INDEX legal_draft_to_decide ON legal_draft (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Commendation proposals
CREATE TABLE commendation (
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
  nominee text_name NOT NULL,
  kind text_code NOT NULL,
  form text_name NOT NULL,
  merit text_name NOT NULL,
  document text_name,
  outcome text_code NOT NULL,
  decision text_name,
  decided_on text_day
);
CREATE INDEX commendation_by_title ON commendation (org_held, state, sort_key, id);
CREATE INDEX commendation_by_day ON commendation (org_held, state, received_on, id);
CREATE INDEX commendation_all ON commendation (state, changed_at, id);
CREATE INDEX commendation_to_decide ON commendation (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Budget lines
CREATE TABLE budget_line (
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
  step text_name NOT NULL,
  year text_name NOT NULL,
  estimated int_money NOT NULL,
  approved int_money,
  spent int_money,
  source text_name,
  decision text_name,
  note text_name
);
CREATE INDEX budget_line_by_title ON budget_line (org_held, state, sort_key, id);
CREATE INDEX budget_line_by_day ON budget_line (org_held, state, received_on, id);
CREATE INDEX budget_line_all ON budget_line (state, changed_at, id);
CREATE INDEX budget_line_to_decide ON budget_line (org_held, state, sort_key, id) WHERE to_decide = 1;
-- IT readiness
CREATE TABLE it_readiness (
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
  item text_name NOT NULL,
  area text_code NOT NULL,
  status text_code NOT NULL,
  due_on text_day,
  checked_on text_day,
  checked_by text_name,
  gap text_name,
  remedy text_name,
  village text_name
);
CREATE INDEX it_readiness_by_title ON it_readiness (org_held, state, sort_key, id);
CREATE INDEX it_readiness_by_day ON it_readiness (org_held, state, received_on, id);
CREATE INDEX it_readiness_all ON it_readiness (state, changed_at, id);
CREATE INDEX it_readiness_to_decide ON it_readiness (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Security and defence plans
CREATE TABLE defence_plan (
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
  kind text_code NOT NULL,
  number text_name,
  approved_on text_day,
  valid_until text_day,
  keeper text_name,
  content text_name,
  village text_name
);
CREATE INDEX defence_plan_by_title ON defence_plan (org_held, state, sort_key, id);
CREATE INDEX defence_plan_by_day ON defence_plan (org_held, state, received_on, id);
CREATE INDEX defence_plan_all ON defence_plan (state, changed_at, id);
CREATE INDEX defence_plan_to_decide ON defence_plan (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Postings
CREATE TABLE posting (
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
  kind text_code NOT NULL,
  number text_name,
  place text_name NOT NULL,
  posted_on text_day NOT NULL,
  posted_until text_day,
  summary text_name,
  url text_name,
  is_published int_bool,
  posted_by text_name,
  village text_name
);
CREATE INDEX posting_by_title ON posting (org_held, state, sort_key, id);
CREATE INDEX posting_by_day ON posting (org_held, state, received_on, id);
CREATE INDEX posting_all ON posting (state, changed_at, id);
CREATE INDEX posting_to_decide ON posting (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Who may. Plans of security and defence are for who leads a body, and for nobody else: the
-- administrator of the machine room has no use for them either.
UPDATE role SET capabilities = capabilities || ' budget_line.read budget_line.write commendation.read commendation.write it_readiness.read it_readiness.write legal_draft.read legal_draft.write par_focus.read par_focus.write par_item.read par_item.write posting.read posting.write'
 WHERE name IN ('head', 'clerk', 'operator');
UPDATE role SET capabilities = capabilities || ' budget_line.read commendation.read it_readiness.read legal_draft.read par_focus.read par_item.read posting.read'
 WHERE name IN ('drafter', 'auditor');
UPDATE role SET capabilities = capabilities || ' defence_plan.read defence_plan.write' WHERE name = 'head';
-- The public page: what is published, newest first; the feed's stamp.
CREATE INDEX posting_published ON posting (posted_on, id) WHERE is_published = 1;
