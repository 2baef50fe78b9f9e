-- Numbers taken from here: ids in blocks, registers' numbers one by one without a gap.
CREATE TABLE counter (
    name  text_code PRIMARY KEY, -- 'id', 'installation', 'seal/2025/124'
    value int_number NOT NULL    -- the last number taken
);
-- What an administrator may change about the installation.
CREATE TABLE setting (
    name  text_code PRIMARY KEY, -- 'demo', 'opening_day'
    value text_long              -- as its reader parses it
);
