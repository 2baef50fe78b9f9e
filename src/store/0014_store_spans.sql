-- Numbers up to 1000 are of rows that come with the program; what is added here begins above.
INSERT INTO counter (name, value) VALUES ('id', 1000) ON CONFLICT DO NOTHING;

-- Rows of a region get a number, so that a page and an act can name them.
CREATE TABLE law_region_numbered (
    id            int_id PRIMARY KEY,
    region        text_code NOT NULL,  -- as a reduction names it: 'red_river_delta'
    province_code text_code NOT NULL,
    valid_from    text_day NOT NULL,
    valid_to      text_day NOT NULL,
    source        text_long
);
INSERT INTO law_region_numbered (id, region, province_code, valid_from, valid_to, source)
SELECT (SELECT count(*) FROM law_region o
         WHERE (o.region, o.province_code, o.valid_from)
               <= (r.region, r.province_code, r.valid_from)),
       r.region, r.province_code, r.valid_from, r.valid_to, r.source
  FROM law_region r;
DROP TABLE law_region;
ALTER TABLE law_region_numbered RENAME TO law_region;
CREATE UNIQUE INDEX law_region_by_province ON law_region (region, province_code, valid_from);

-- Spans that must not overlap. The verbs see to it on both engines; PostgreSQL, where several
-- write at once, refuses it besides: at the commit where undoing a decree opens an old version before
-- it takes the new one away. A text is ordered bytewise as the days in it are; a range
-- from a thing to itself stands for "the same thing", so that no extension is needed.
-- postgresql: CREATE TYPE text_span AS RANGE (subtype = text, collation = "C");
-- postgresql: ALTER TABLE unit_version ADD CONSTRAINT unit_version_alone EXCLUDE USING gist (
-- postgresql:     int8range(unit_id, unit_id, '[]') WITH &&, text_span(valid_from, valid_to) WITH &&)
-- postgresql:     DEFERRABLE INITIALLY DEFERRED;
-- postgresql: ALTER TABLE unit_version ADD CONSTRAINT unit_version_code_alone EXCLUDE USING gist (
-- postgresql:     text_span(code, code, '[]') WITH &&, text_span(valid_from, valid_to) WITH &&)
-- postgresql:     DEFERRABLE INITIALLY DEFERRED;
-- postgresql: ALTER TABLE org_version ADD CONSTRAINT org_version_alone EXCLUDE USING gist (
-- postgresql:     int8range(org_id, org_id, '[]') WITH &&, text_span(valid_from, valid_to) WITH &&)
-- postgresql:     DEFERRABLE INITIALLY DEFERRED;
-- postgresql: ALTER TABLE law_book ADD CONSTRAINT law_book_alone EXCLUDE USING gist (
-- postgresql:     text_span(code, code, '[]') WITH &&, text_span(valid_from, valid_to) WITH &&);
-- postgresql: ALTER TABLE law_region ADD CONSTRAINT law_region_alone EXCLUDE USING gist (
-- postgresql:     text_span(region, region, '[]') WITH &&,
-- postgresql:     text_span(province_code, province_code, '[]') WITH &&,
-- postgresql:     text_span(valid_from, valid_to) WITH &&);
-- postgresql: ALTER TABLE unit_factor ADD CONSTRAINT unit_factor_alone EXCLUDE USING gist (
-- postgresql:     int8range(unit_id, unit_id, '[]') WITH &&, text_span(factor, factor, '[]') WITH &&,
-- postgresql:     text_span(valid_from, valid_to) WITH &&);
