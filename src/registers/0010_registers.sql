-- The tables of the registers that ship, as register_ddl makes them (a test compares).
-- Seals
CREATE TABLE seal (
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
  kind text_code NOT NULL,
  holder text_name,
  engraved_on text_day,
  authority text_name,
  village text_name
);
CREATE INDEX seal_by_title ON seal (org_held, state, sort_key, id);
CREATE INDEX seal_by_day ON seal (org_held, state, received_on, id);
CREATE INDEX seal_all ON seal (state, changed_at, id);
CREATE INDEX seal_to_decide ON seal (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Recognitions
CREATE TABLE recognition (
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
  decision text_name NOT NULL,
  issued_on text_day NOT NULL,
  expires_on text_day,
  authority text_name,
  village text_name
);
CREATE INDEX recognition_by_title ON recognition (org_held, state, sort_key, id);
CREATE INDEX recognition_by_day ON recognition (org_held, state, received_on, id);
CREATE INDEX recognition_all ON recognition (state, changed_at, id);
CREATE INDEX recognition_to_decide ON recognition (org_held, state, sort_key, id) WHERE to_decide = 1;
-- Boundary files
CREATE TABLE boundary_file (
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
  decision text_name,
  made_on text_day NOT NULL,
  map_sheet text_name,
  village text_name
);
CREATE INDEX boundary_file_by_title ON boundary_file (org_held, state, sort_key, id);
CREATE INDEX boundary_file_by_day ON boundary_file (org_held, state, received_on, id);
CREATE INDEX boundary_file_all ON boundary_file (state, changed_at, id);
CREATE INDEX boundary_file_to_decide ON boundary_file (org_held, state, sort_key, id) WHERE to_decide = 1;
