-- A regime may be of one place alone: owed by organisations at or below this one; NULL: by all.
ALTER TABLE report_regime ADD COLUMN org_within int_id;
-- The conclusion says by the 25th, not before it.
UPDATE report_regime
   SET article = 'Kết luận số 183-KL/TW: gửi báo cáo vào ngày 25 hằng tháng'
 WHERE id = -1 AND checked_by IS NULL;
