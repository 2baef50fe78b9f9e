-- Files that are attached to records. The bytes are in the database: what was acknowledged is there
-- after a crash, in every backup and at every replica, like the act that tells of it.
CREATE TABLE attachment_content (
  sha256 text_code NOT NULL,        -- hex, of the bytes: the same file is kept once
  part int_number NOT NULL,         -- from 0
  content text_long NOT NULL,       -- base64; the parts in a row are the whole file's
  PRIMARY KEY (sha256, part)
);
-- Rows are never deleted; one that was withdrawn keeps its bytes.
CREATE TABLE attachment (
  id int_id PRIMARY KEY,
  kind text_code NOT NULL,          -- of the record: 'directive', 'task' …
  object_id int_id NOT NULL,
  name text_name NOT NULL,          -- of the file
  mime text_code NOT NULL,          -- as its content says
  size int_number NOT NULL,         -- bytes
  sha256 text_code NOT NULL,
  note text_name,                   -- what it shows
  at text_instant NOT NULL,
  person_id int_id,                 -- NULL: the machine's operator
  by_name text_name,                -- as it was then
  org_id int_id,                    -- for which they acted
  withdrawn_at text_instant,
  withdrawn_by text_name,
  reason text_name,
  search text_name NOT NULL         -- folded: name and note
);
CREATE INDEX attachment_by_object ON attachment (kind, object_id, id);
CREATE UNIQUE INDEX attachment_once ON attachment (kind, object_id, sha256, name)
  WHERE withdrawn_at IS NULL;
