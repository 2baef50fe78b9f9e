-- What a search goes through for who reads everything: of one task for each of many only the whole.
CREATE INDEX task_once ON task (state, due_key, id) WHERE is_each = 0;
