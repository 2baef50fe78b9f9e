-- Decrees: texts that reorganise, what was planned and approved, and what came of it.
CREATE TABLE decree (
    id           int_id PRIMARY KEY,
    code         text_code NOT NULL,    -- '1318-2024'
    number       text_name NOT NULL,    -- '1318/NQ-UBTVQH15'
    issuer       text_name,
    summary      text_long,
    signed_on    text_day,              -- NULL: the text does not say
    effective_on text_day NOT NULL,
    state        text_code NOT NULL,    -- 'draft', 'approved', 'scheduled', 'executed', 'undone'
    text         text_long NOT NULL,    -- as it was written; doc/decree-text.md
    drafted_by   int_id,                -- person; NULL: the machine's operator
    approved_by  int_id,
    executed_by  int_id,                -- NULL: the operator, or the machine on its day
    undone_by    int_id,
    drafted_at   text_instant NOT NULL, -- of this text
    approved_at  text_instant,
    executed_at  text_instant,
    undone_at    text_instant,
    note         text_long,             -- why a scheduled one was not executed
    plan_hash    text_code,             -- hex SHA-256 of the text and the steps that were approved
    run          int_number NOT NULL,   -- how often it has been executed
    version      int_number NOT NULL,   -- a change names the one it saw
    search       text_name NOT NULL,    -- folded code, number, issuer, summary
    sort_key     text_code NOT NULL     -- effective day and code
);
CREATE UNIQUE INDEX decree_by_code ON decree (code);
CREATE INDEX decree_by_day ON decree (effective_on);
CREATE INDEX decree_by_sort ON decree (sort_key, id);
-- The plan as it was executed, one row for each thing done.
CREATE TABLE decree_step (
    id          int_id PRIMARY KEY,
    decree_id   int_id NOT NULL REFERENCES decree (id),
    run         int_number NOT NULL,
    seq         int_number NOT NULL,    -- from 1
    kind        text_code NOT NULL,     -- 'unit_end', 'org_add' …
    clause      text_name,              -- 'Điều 3'; NULL: the decree as a whole
    from_code   text_code,              -- of the unit, or of the organisation's unit
    from_name   text_name,
    to_code     text_code,
    to_name     text_name,
    matter      text_name,              -- register, post, 'some/all', 'whole', 'receiver'
    detail      text_long,              -- in the words of the text
    n           int_number,             -- records, grants
    is_verified int_bool NOT NULL       -- the clause's own wording was seen
);
CREATE UNIQUE INDEX decree_step_by_decree ON decree_step (decree_id, run, seq);
-- What each organisation that ended handed over to whom: the hand-over record.
CREATE TABLE decree_result (
    id          int_id PRIMARY KEY,
    decree_id   int_id NOT NULL REFERENCES decree (id),
    run         int_number NOT NULL,
    reg         text_code NOT NULL,     -- name of the register; 'grant'
    from_id     int_id NOT NULL,        -- organisation that ended
    to_id       int_id NOT NULL,        -- that answers since
    n_passed    int_number NOT NULL,    -- open, as they were
    n_review    int_number NOT NULL,    -- open, to be reviewed
    n_surrender int_number NOT NULL,    -- ended, to be surrendered
    n_archived  int_number NOT NULL,
    n_moved     int_number NOT NULL,    -- open, re-homed by a rule
    n_to_decide int_number NOT NULL,    -- open, sent to the receiver for want of a rule
    n_history   int_number NOT NULL,    -- had ended before
    n_refused   int_number NOT NULL     -- not handed over: posts that end with the organisation
);
CREATE INDEX decree_result_by_decree ON decree_result (decree_id, run, from_id);
CREATE INDEX decree_result_by_to ON decree_result (decree_id, run, to_id);
-- What the organisations of a decree answered for just before and just after.
CREATE TABLE decree_held (
    id          int_id PRIMARY KEY,
    decree_id   int_id NOT NULL REFERENCES decree (id),
    run         int_number NOT NULL,
    org_id      int_id NOT NULL,
    reg         text_code NOT NULL,
    is_after    int_bool NOT NULL,
    n_open      int_number NOT NULL,
    n_review    int_number NOT NULL,
    n_surrender int_number NOT NULL,
    n_ended     int_number NOT NULL,
    n_archived  int_number NOT NULL
);
CREATE INDEX decree_held_by_org ON decree_held (decree_id, run, org_id);
