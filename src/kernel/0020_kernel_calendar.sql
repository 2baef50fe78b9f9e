-- Days off and days worked instead, as a person wrote them: each stands before the row that ships
-- for that day in data/holidays.csv.
CREATE TABLE calendar_day (
    on_day     text_day PRIMARY KEY,
    kind       text_code NOT NULL,   -- calendar_kinds of kernel/calendar.c
    name       text_name NOT NULL,
    source     text_long NOT NULL,
    checked_by text_name,            -- NULL: nobody has compared it with the text
    version    int_number NOT NULL   -- from 1
);

-- How the words of a deadline are read, terms counted, days off met, and what a periodic report
-- covers: by the day of the document. A change is a new row, so that a date can be worked out again.
-- Ids of the rows that ship are negative: an installation gives out its own from 1.
CREATE TABLE deadline_reading (
    id              int_id PRIMARY KEY,
    kind            text_code NOT NULL,
    valid_from      text_day NOT NULL,
    valid_to        text_day NOT NULL,
    shift           int_number NOT NULL, -- days from the day named to the last one in time
    counts_first    int_bool NOT NULL,   -- of a term: the event's own day is its first
    roll            text_code NOT NULL,  -- of a last day that is off: 'stays', 'next', 'previous'
    data_from_month int_number,          -- the data window; months from the period's first, 1
    data_from_day   int_number,
    data_to_month   int_number,
    data_to_day     int_number,
    article         text_name NOT NULL,
    checked_by      text_name,
    version         int_number NOT NULL
);
CREATE UNIQUE INDEX deadline_reading_by_kind ON deadline_reading (kind, valid_from);
INSERT INTO deadline_reading (id, kind, valid_from, valid_to, shift, counts_first, roll,
    data_from_month, data_from_day, data_to_month, data_to_day, article, checked_by, version) VALUES
    (-1, 'before', '0001-01-01', '9999-12-31', -1, 0, 'stays', NULL, NULL, NULL, NULL,
     'Cách đọc: "trước ngày D" là hết ngày liền trước ngày D', NULL, 1),
    (-2, 'by', '0001-01-01', '9999-12-31', 0, 0, 'stays', NULL, NULL, NULL, NULL,
     'Cách đọc: "đến ngày D", "chậm nhất ngày D" là hết ngày D (Bộ luật Dân sự 2015, Điều 148)',
     NULL, 1),
    (-3, 'window', '0001-01-01', '9999-12-31', 0, 0, 'stays', NULL, NULL, NULL, NULL,
     'Cách đọc: "từ ngày … đến ngày D" là hết ngày D (Bộ luật Dân sự 2015, Điều 148)', NULL, 1),
    (-4, 'after_event', '0001-01-01', '9999-12-31', 0, 0, 'next', NULL, NULL, NULL, NULL,
     'Bộ luật Dân sự 2015, Điều 147 và Điều 148', NULL, 1),
    (-5, 'on_request', '0001-01-01', '9999-12-31', 0, 0, 'next', NULL, NULL, NULL, NULL,
     'Bộ luật Dân sự 2015, Điều 147 và Điều 148', NULL, 1),
    (-6, 'monthly', '0001-01-01', '9999-12-31', 0, 0, 'stays', 0, 15, 1, 14,
     'Nghị định 09/2019/NĐ-CP, Điều 12', NULL, 1),
    (-7, 'quarterly', '0001-01-01', '9999-12-31', 0, 0, 'stays', 0, 15, 3, 14,
     'Nghị định 09/2019/NĐ-CP, Điều 12', NULL, 1),
    (-8, 'half_yearly', '0001-01-01', '9999-12-31', 0, 0, 'stays', 0, 15, 6, 14,
     'Nghị định 09/2019/NĐ-CP, Điều 12', NULL, 1),
    (-9, 'yearly', '0001-01-01', '9999-12-31', 0, 0, 'stays', 0, 15, 12, 14,
     'Nghị định 09/2019/NĐ-CP, Điều 12', NULL, 1),
    (-10, 'until', '0001-01-01', '9999-12-31', 0, 0, 'stays', NULL, NULL, NULL, NULL,
     'Cách đọc: "đến khi …" là hết ngày việc ấy xảy ra', NULL, 1);
