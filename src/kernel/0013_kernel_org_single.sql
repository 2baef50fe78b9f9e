-- Kinds of which a unit has one at a time: its council and its committee are the local authority
-- (Law on the organisation of local government 2015, 2025: "cấp chính quyền địa phương gồm có Hội
-- đồng nhân dân và Ủy ban nhân dân"). A row says it; the code asks.
ALTER TABLE org_kind ADD COLUMN is_single int_bool NOT NULL DEFAULT 0;
UPDATE org_kind SET is_single = 1 WHERE name IN ('people_committee', 'people_council');
