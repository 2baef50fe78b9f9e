-- What was answered to a form or call that carried an idempotency key; forgotten after two days.
CREATE TABLE idempotency (
    key      text_code PRIMARY KEY,   -- SHA-256 of person, path and key
    at       text_instant NOT NULL,
    status   int_number NOT NULL,     -- HTTP
    location text_name,
    mime     text_code,
    body     text_long
);
CREATE INDEX idempotency_at ON idempotency (at);
