-- A regime may be of one place alone: owed by organisations at or below this one; NULL: by all.
ALTER TABLE report_regime ADD COLUMN org_within int_id;
