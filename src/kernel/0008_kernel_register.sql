-- What every register's table begins with. This one never holds a row: it stands in for them in
-- register.sql, so that one statement text serves all registers and is prepared by the tests.
CREATE TABLE record_any (
  id int_id PRIMARY KEY,
  org_received int_id NOT NULL, -- whose it was when it was entered
  org_held int_id NOT NULL,     -- whose it is; who answers today: org_now
  state text_code NOT NULL,     -- 'open', 'review', 'surrender', 'ended', 'archived'
  to_decide int_bool NOT NULL,  -- a decree sent it to a receiver for want of a rule
  received_on text_day NOT NULL,
  ended_on text_day,
  version int_number NOT NULL,  -- from 1
  changed_at text_instant NOT NULL,
  search text_name NOT NULL,    -- folded
  territory text_name,          -- folded; what rules of a split read
  sort_key text_name NOT NULL   -- of the title
);
-- What each organisation holds, counted by every write. A count is spread over 16 slots by the
-- record's id ((id / 1000) % 16): connections take ids in blocks of 1,000, so that two of them
-- seldom write the same row.
CREATE TABLE record_count (
  register text_code NOT NULL, -- 'seal'
  org_held int_id NOT NULL,
  state text_code NOT NULL,
  slot int_number NOT NULL,
  n int_number NOT NULL CHECK (n >= 0),
  writes int_number NOT NULL,  -- how many a person or program made, ever; a decree's do not count
  PRIMARY KEY (register, org_held, state, slot)
);
CREATE INDEX record_count_by_org ON record_count (org_held, register);
-- One call of a decree's hand-over, for each register it covered.
CREATE TABLE handing (
  id int_id NOT NULL,
  register text_code NOT NULL,
  decree_id int_id NOT NULL,
  effective_on text_day NOT NULL,
  at text_instant NOT NULL,
  undone int_bool NOT NULL,
  PRIMARY KEY (id, register)
);
CREATE INDEX handing_by_decree ON handing (decree_id, register);
-- Who handed over to whom in it.
CREATE TABLE handed (
  handing_id int_id NOT NULL,
  from_org int_id NOT NULL,
  to_org int_id NOT NULL,
  way text_code NOT NULL,      -- 'whole', 'rest': what no rule decides, 'rule'
  PRIMARY KEY (handing_id, from_org, to_org, way)
);
CREATE INDEX handed_by_from ON handed (from_org);
-- Organisations whose open records of a register are no longer what is stored in them, because the
-- organisation was succeeded as a whole: they are `state_after` since that day. No record is touched
-- for it, so a cut-over costs what its organisations cost, not what they hold.
CREATE TABLE record_succession (
  register text_code NOT NULL,
  org_id int_id NOT NULL,      -- who holds them
  decree_id int_id NOT NULL,   -- a later decree may succeed the successor: the first one counts
  state_after text_code NOT NULL,
  effective_on text_day NOT NULL,
  PRIMARY KEY (register, org_id, decree_id)
);
CREATE INDEX record_succession_by_decree ON record_succession (decree_id, register);
-- How often records of the organisations in it had been written by then: an undo must find the
-- same. No row: never.
CREATE TABLE handed_writes (
  handing_id int_id NOT NULL,
  register text_code NOT NULL,
  org_id int_id NOT NULL,
  writes int_number NOT NULL,
  PRIMARY KEY (handing_id, register, org_id)
);
-- Each record that a decree touched itself, in a split, as it was and as it became.
CREATE TABLE moved (
  handing_id int_id NOT NULL,
  register text_code NOT NULL,
  record_id int_id NOT NULL,
  from_org int_id NOT NULL,    -- who held it
  to_org int_id NOT NULL,      -- who answers for it since
  held_after int_id NOT NULL,  -- org_held since: a succession as a whole leaves it
  way text_code NOT NULL,
  reason text_name,            -- of the rule, in its own words
  state_before text_code NOT NULL,
  state_after text_code NOT NULL,
  decide_before int_bool NOT NULL,
  decide_after int_bool NOT NULL,
  ended_before text_day,
  ended_after text_day,
  version_before int_number NOT NULL,
  version_after int_number NOT NULL,
  PRIMARY KEY (handing_id, register, record_id)
);
CREATE INDEX moved_by_record ON moved (record_id);
