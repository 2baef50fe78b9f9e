-- Who was told of which task in a morning's letter: one row for a person and a task, however often.
CREATE TABLE task_told (
  task_id int_id NOT NULL REFERENCES task (id),
  person_id int_id NOT NULL REFERENCES person (id),
  first_on text_day NOT NULL,
  last_on text_day NOT NULL,
  times int_number NOT NULL,
  PRIMARY KEY (task_id, person_id)
);
