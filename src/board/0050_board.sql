-- All that a board counts of what is open, body by body, without looking at the tasks themselves.
CREATE INDEX task_on_board ON task (org_held, state, due_key, stage, turn, changed_at, asked_until,
    org_given, directive_id, is_whole) WHERE state = 'open';
