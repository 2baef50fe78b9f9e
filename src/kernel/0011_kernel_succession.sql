-- Every column that joins look up is in the index: whichever of its indexes an engine picks for a
-- table that the same transaction has just filled, each look-up reads one row.
DROP INDEX record_succession_by_decree;
CREATE INDEX record_succession_by_decree ON record_succession (decree_id, register, org_id);
