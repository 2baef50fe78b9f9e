-- A second step at sign-in: a code of an app (RFC 6238), or one that was written down for the day
-- when the app is lost.
CREATE TABLE second_step (
    person_id    int_id PRIMARY KEY REFERENCES person (id),
    secret       text_code NOT NULL,     -- 20 bytes in base32; who reads it can make the codes
    confirmed_at text_instant,           -- NULL: no code has come back from the app yet
    last_step    int_number NOT NULL     -- of the newest code taken: none is taken twice
);
CREATE TABLE recovery_code (
    hash         text_code PRIMARY KEY,  -- SHA-256 of the person's number and the code, hex
    person_id    int_id NOT NULL REFERENCES person (id),
    used_at      text_instant
);
CREATE INDEX recovery_code_by_person ON recovery_code (person_id);
-- Whose password was right, between the two steps.
CREATE TABLE sign_in_ticket (
    hash         text_code PRIMARY KEY,  -- SHA-256 of the ticket, hex
    person_id    int_id NOT NULL REFERENCES person (id),
    expires_at   text_instant NOT NULL
);
CREATE INDEX sign_in_ticket_by_person ON sign_in_ticket (person_id);
CREATE INDEX sign_in_ticket_by_expiry ON sign_in_ticket (expires_at);
ALTER TABLE role ADD COLUMN needs_second int_bool NOT NULL DEFAULT 0;
-- A role asks for a second step that the person has not set up: that comes before anything else.
ALTER TABLE session ADD COLUMN must_enrol int_bool NOT NULL DEFAULT 0;
