-- The bodies that take part in a task beside its lead body, as far as the words in
-- task.coordinators name organisations that are known. Who answers for one today is asked of the
-- succession, as everywhere. Made anew when those words change; the log has them.
CREATE TABLE task_coordinator (
  org_id int_id NOT NULL,
  task_id int_id NOT NULL REFERENCES task (id),
  PRIMARY KEY (org_id, task_id)
);
CREATE INDEX task_coordinator_by_task ON task_coordinator (task_id);
