-- Addresses under which a calendar program reads deadlines without a sign-in. Of the address only
-- the hash of its secret part is kept; what it shows is what its owner may read on that day.
CREATE TABLE calendar_feed (
  id int_id PRIMARY KEY,
  token_hash text_code NOT NULL,
  person_id int_id NOT NULL REFERENCES person (id),
  org_id int_id,                -- NULL: of all bodies that the person works for
  made_at text_instant NOT NULL,
  revoked_at text_instant
);
CREATE UNIQUE INDEX calendar_feed_by_hash ON calendar_feed (token_hash);
CREATE INDEX calendar_feed_by_person ON calendar_feed (person_id, id);
