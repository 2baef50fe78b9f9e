-- Whose sum a figure is: two decrees of one day may give to the same unit, and each is undone alone.
ALTER TABLE figure ADD COLUMN decree_id int_id;
UPDATE figure
   SET decree_id = (SELECT min(l.decree_id) FROM lineage l
                     WHERE l.to_id = figure.unit_id AND l.effective_on = figure.figure_on)
 WHERE flag = 'sum';
