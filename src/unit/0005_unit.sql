-- Administrative units through time. Spans are half-open; '0001-01-01' is an unknown start,
-- '9999-12-31' an open end. That no two units hold one code on a day, and that a parent lives as
-- long as what it holds, is checked by the verbs of this room (PostgreSQL runs them SERIALIZABLE).
CREATE TABLE unit (
    id             int_id PRIMARY KEY,
    tier           text_code NOT NULL,  -- 'province', 'district', 'commune': never changes
    valid_from     text_day NOT NULL,
    valid_to       text_day NOT NULL,   -- first day without it
    lon_e6         int_number,          -- centroid, WGS84, millionths of a degree
    lat_e6         int_number,
    decree_id_from int_id,              -- that established it; NULL: recorded history
    decree_id_to   int_id               -- that ended it; NULL: recorded history, or it lives
);
CREATE INDEX unit_by_tier ON unit (tier, valid_from, valid_to);
CREATE INDEX unit_by_decree_from ON unit (decree_id_from) WHERE decree_id_from IS NOT NULL;
CREATE INDEX unit_by_decree_to ON unit (decree_id_to) WHERE decree_id_to IS NOT NULL;

-- What a unit is called and where it belongs, for a span. The versions of a unit fill its own span
-- without a gap.
CREATE TABLE unit_version (
    id           int_id PRIMARY KEY,
    unit_id      int_id NOT NULL REFERENCES unit (id),
    valid_from   text_day NOT NULL,
    valid_to     text_day NOT NULL,
    code         text_code NOT NULL,    -- of the statistics office; used again for others later
    name         text_name NOT NULL,    -- with its type: 'Xã Gia Tân'
    short_name   text_name NOT NULL,    -- without: 'Gia Tân'
    search       text_name NOT NULL,    -- folded name, and the code
    name_key     text_name NOT NULL,    -- folded short name without blanks: 'giatan'
    sort_key     text_code NOT NULL,    -- of the short name, then the name
    type         text_code NOT NULL,    -- 'xa', 'phuong' …
    parent_id    int_id REFERENCES unit (id),
    decree_id    int_id                 -- that made this version; NULL: recorded history
);
CREATE UNIQUE INDEX unit_version_by_unit ON unit_version (unit_id, valid_from);
CREATE UNIQUE INDEX unit_version_by_code ON unit_version (code, valid_from);
CREATE INDEX unit_version_by_parent ON unit_version (parent_id);
CREATE INDEX unit_version_by_name ON unit_version (name_key);
CREATE INDEX unit_version_by_sort ON unit_version (sort_key, unit_id);
CREATE INDEX unit_version_by_type ON unit_version (type, valid_from, valid_to);
CREATE INDEX unit_version_by_search ON unit_version (search, valid_from, valid_to);
CREATE INDEX unit_version_by_decree ON unit_version (decree_id) WHERE decree_id IS NOT NULL;

-- Who became what: one row for each old unit and each new one that it went to, on a day.
CREATE TABLE lineage (
    id           int_id PRIMARY KEY,
    from_id      int_id NOT NULL REFERENCES unit (id),
    to_id        int_id NOT NULL REFERENCES unit (id),
    effective_on text_day NOT NULL,
    area_part    text_code NOT NULL,    -- 'none', 'some', 'all' of the land of from_id
    pop_part     text_code NOT NULL,    -- the same of its people: what an address follows
    rule         text_long,             -- which villages, in the words of the source
    note         text_long,             -- remark of the source
    source       text_long,             -- resolution and clause, or the file
    decree_id    int_id,                -- NULL: recorded history
    is_verified  int_bool NOT NULL      -- the clause's own text was seen
);
CREATE INDEX lineage_by_from ON lineage (from_id, effective_on);
CREATE INDEX lineage_by_to ON lineage (to_id, effective_on);
CREATE INDEX lineage_by_decree ON lineage (decree_id) WHERE decree_id IS NOT NULL;

-- Dated figures with their source; never overwritten by a newer one.
CREATE TABLE figure (
    id        int_id PRIMARY KEY,
    unit_id   int_id NOT NULL REFERENCES unit (id),
    measure   text_code NOT NULL,       -- 'area_m2', 'population'
    figure_on text_day NOT NULL,        -- reference day; '0001-01-01': unknown
    value     int_number NOT NULL,
    flag      text_code,                -- 'published', 'estimated' …: as the source says
    source    text_long
);
CREATE INDEX figure_by_unit ON figure (unit_id, measure, figure_on);

-- Which units share a border, for the schematic map and for plans.
CREATE TABLE adjacency (
    id         int_id PRIMARY KEY,
    a_id       int_id NOT NULL REFERENCES unit (id), -- one row for both ways
    b_id       int_id NOT NULL REFERENCES unit (id),
    valid_from text_day NOT NULL,
    valid_to   text_day NOT NULL,
    shared_m   int_number                            -- metres of common border
);
CREATE UNIQUE INDEX adjacency_by_a ON adjacency (a_id, b_id, valid_from);
CREATE INDEX adjacency_by_b ON adjacency (b_id);
