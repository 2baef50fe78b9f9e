-- The outbox: letters to people, written in the transaction that has something to say, sent by the
-- job lane. Rows are never removed: what was sent can be shown.
CREATE TABLE notice (
  id int_id PRIMARY KEY,
  once text_name NOT NULL,      -- what it is, for whom, when: 'digest/17/2025-01-15'; never twice
  person_id int_id,
  address text_name,            -- NULL: there was nothing to say
  subject text_name,
  body text_long,
  state text_code NOT NULL,     -- 'queued', 'sent', 'given_up', 'nothing'
  n_tries int_number NOT NULL,
  next_at text_instant NOT NULL, -- not before; while it is being sent: tried again after this
  queued_at text_instant NOT NULL,
  sent_at text_instant,
  trouble text_long             -- what the mail server said last
);
CREATE UNIQUE INDEX notice_once ON notice (once);
CREATE INDEX notice_due ON notice (next_at) WHERE state = 'queued';
CREATE INDEX notice_newest ON notice (queued_at, id);
