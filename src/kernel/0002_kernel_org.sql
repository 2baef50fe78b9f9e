-- Organisations through time (W3C ORG) and who answers for them. Spans are half-open;
-- '0001-01-01' is an unknown start, '9999-12-31' an open end.
CREATE TABLE org_kind (
    name  text_code PRIMARY KEY,      -- 'people_committee'
    label text_name NOT NULL,         -- Vietnamese legal term; names of organisations begin with it
    rank  int_number NOT NULL         -- order in lists
);
INSERT INTO org_kind (name, label, rank) VALUES
    ('people_committee', 'Ủy ban nhân dân', 10),
    ('people_council', 'Hội đồng nhân dân', 20),
    ('office', 'Văn phòng', 30),
    ('department', 'Phòng, ban chuyên môn', 40),
    ('public_service_centre', 'Trung tâm phục vụ hành chính công', 50),
    ('public_service_unit', 'Đơn vị sự nghiệp công lập', 60),
    ('party_committee', 'Đảng ủy', 70),
    ('fatherland_front', 'Ủy ban Mặt trận Tổ quốc Việt Nam', 80),
    ('police', 'Công an', 90),
    ('military_command', 'Ban Chỉ huy Quân sự', 100),
    ('other', 'Tổ chức khác', 900);
-- An identity; what it is called and belongs to are its versions.
CREATE TABLE org (
    id           int_id PRIMARY KEY,
    kind         text_code NOT NULL REFERENCES org_kind (name),
    valid_from   text_day NOT NULL,
    valid_to     text_day NOT NULL,   -- first day without it
    decree_id    int_id,              -- that established it; NULL: recorded history
    decree_id_to int_id               -- that ended it; NULL: recorded history, or it lives
);
CREATE INDEX org_by_decree ON org (decree_id) WHERE decree_id IS NOT NULL;
CREATE INDEX org_by_decree_to ON org (decree_id_to) WHERE decree_id_to IS NOT NULL;
-- The versions of an organisation fill its span without a gap.
CREATE TABLE org_version (
    org_id       int_id NOT NULL REFERENCES org (id),
    valid_from   text_day NOT NULL,
    valid_to     text_day NOT NULL,
    name         text_name NOT NULL,  -- 'Ủy ban nhân dân xã Gia Tân'
    search       text_name NOT NULL,  -- folded name
    sort_key     text_code NOT NULL,  -- of the name
    unit_id      int_id,              -- whose organisation it is; NULL: of no unit
    parent_id    int_id REFERENCES org (id), -- the organisation above
    decree_id    int_id,              -- that made this version; NULL: recorded history
    PRIMARY KEY (org_id, valid_from)
);
CREATE INDEX org_version_by_unit ON org_version (unit_id, valid_to);
CREATE INDEX org_version_by_parent ON org_version (parent_id);
CREATE INDEX org_version_by_sort ON org_version (sort_key, org_id);
CREATE INDEX org_version_by_decree ON org_version (decree_id) WHERE decree_id IS NOT NULL;
-- What followed what. An organisation has one successor, or one receiver, and no second.
CREATE TABLE org_succession (
    from_id      int_id PRIMARY KEY REFERENCES org (id),
    to_id        int_id NOT NULL REFERENCES org (id),
    on_day       text_day NOT NULL,   -- first day on which to_id answers
    decree_id    int_id NOT NULL,     -- 0: recorded without a decree
    whole        int_bool NOT NULL    -- 0: to_id receives what no rule of a split has moved
);
CREATE INDEX org_succession_by_to ON org_succession (to_id);
CREATE INDEX org_succession_by_decree ON org_succession (decree_id, from_id);
-- Who answers for whom: org and org_succession followed to the end, so that reading takes one
-- step however long the chain. Exactly one row covers each organisation on each day from its first.
CREATE TABLE org_now (
    org_id       int_id NOT NULL REFERENCES org (id),
    valid_from   text_day NOT NULL,
    valid_to     text_day NOT NULL,
    now_id       int_id NOT NULL REFERENCES org (id),
    PRIMARY KEY (org_id, valid_from)
);
CREATE INDEX org_now_by_now ON org_now (now_id, valid_to, valid_from, org_id);
