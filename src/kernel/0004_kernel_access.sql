-- People, what they may do and for whom, and their sessions.
CREATE TABLE role (
    name         text_code PRIMARY KEY,  -- 'clerk'
    label        text_name NOT NULL,     -- in Vietnamese
    label_en     text_name NOT NULL,
    rank         int_number NOT NULL,    -- order in lists
    is_post      int_bool NOT NULL,      -- one person holds it at one organisation
    capabilities text_long NOT NULL      -- separated by blanks: 'unit.read seal.write'
);
-- What anybody signed in may do (unit.read, law.read, decree.read, org.read) needs no role.
INSERT INTO role (name, label, label_en, rank, is_post, capabilities) VALUES
    ('head', 'Chủ tịch', 'Chair', 10, 1,
     'unit.read org.read law.read decree.read register.read seal.read recognition.read boundary_file.read people.read act.read'),
    ('drafter', 'Soạn thảo', 'Drafter', 20, 0,
     'unit.read org.read law.read decree.read decree.draft register.read seal.read recognition.read boundary_file.read act.read'),
    ('approver', 'Phê duyệt', 'Approver', 30, 0,
     'unit.read org.read law.read decree.read decree.approve act.read'),
    ('executor', 'Thi hành', 'Executor', 40, 0,
     'unit.read org.read law.read decree.read decree.execute decree.undo act.read'),
    ('registrar', 'Cán bộ địa giới', 'Registrar of units', 50, 0,
     'unit.read unit.write unit.import org.read org.write law.read law.write decree.read register.read boundary_file.read boundary_file.write act.read'),
    ('clerk', 'Văn thư', 'Clerk', 60, 0,
     'unit.read org.read law.read decree.read register.read seal.read seal.write recognition.read recognition.write boundary_file.read boundary_file.write'),
    ('personnel', 'Tổ chức cán bộ', 'Personnel officer', 70, 0,
     'unit.read org.read law.read decree.read people.read people.write grant.write act.read'),
    ('auditor', 'Thanh tra', 'Auditor', 80, 0,
     'unit.read org.read law.read decree.read register.read seal.read recognition.read boundary_file.read people.read act.read log.verify'),
    ('citizen', 'Công dân', 'Citizen', 90, 0, ''),
    ('operator', 'Quản trị hệ thống', 'Administrator', 100, 0,
     'unit.read unit.write unit.import org.read org.write law.read law.write decree.read decree.draft decree.execute decree.undo register.read seal.read seal.write recognition.read recognition.write boundary_file.read boundary_file.write people.read people.write grant.write act.read log.verify setting.write');
CREATE TABLE person (
    id            int_id PRIMARY KEY,
    username      text_code NOT NULL,    -- lower case letters, digits, . - _
    name          text_name NOT NULL,
    search        text_name NOT NULL,    -- folded name, username, email
    sort_key      text_code NOT NULL,    -- of the name
    email         text_name,
    lang          text_code,             -- 'vi', 'en'; NULL: as the browser says
    scheme        text_code,             -- 'light', 'dark'; NULL: as the device says
    password_hash text_code,             -- Argon2id; NULL: cannot sign in
    must_change   int_bool NOT NULL,     -- the password, before anything else
    valid_from    text_day NOT NULL,
    valid_to      text_day NOT NULL,     -- first day without the account
    n_failed      int_number NOT NULL,   -- wrong passwords since the last right one
    locked_until  text_instant
);
CREATE UNIQUE INDEX person_by_username ON person (username);
CREATE INDEX person_by_sort ON person (sort_key, id);
-- A role that a person has at an organisation, for a span.
CREATE TABLE grant_role (
    id             int_id PRIMARY KEY,
    person_id      int_id NOT NULL REFERENCES person (id),
    role           text_code NOT NULL REFERENCES role (name),
    org_id         int_id REFERENCES org (id), -- NULL: the whole installation
    below          int_bool NOT NULL,    -- also for the organisations below it
    valid_from     text_day NOT NULL,
    valid_to       text_day NOT NULL,
    interim_until  text_day,             -- carried over by a decree: ends then unless confirmed
    decree_id      int_id,               -- that carried it over, or named the holder of a post
    decree_id_to   int_id,               -- that ended it
    valid_to_was   text_day              -- before that decree
);
CREATE INDEX grant_role_by_person ON grant_role (person_id, valid_to);
CREATE INDEX grant_role_by_org ON grant_role (org_id, valid_to);
CREATE INDEX grant_role_interim ON grant_role (interim_until) WHERE interim_until IS NOT NULL;
CREATE INDEX grant_role_by_decree ON grant_role (decree_id) WHERE decree_id IS NOT NULL;
CREATE INDEX grant_role_by_decree_to ON grant_role (decree_id_to) WHERE decree_id_to IS NOT NULL;
-- Who is away, and when.
CREATE TABLE absence (
    id         int_id PRIMARY KEY,
    person_id  int_id NOT NULL REFERENCES person (id),
    valid_from text_day NOT NULL,
    valid_to   text_day NOT NULL,        -- first day back
    reason     text_name
);
CREATE INDEX absence_by_person ON absence (person_id, valid_to);
-- A person lends what a role gives them to another. Only grants of their own are lent on.
CREATE TABLE delegation (
    id         int_id PRIMARY KEY,
    from_id    int_id NOT NULL REFERENCES person (id),
    to_id      int_id NOT NULL REFERENCES person (id),
    role       text_code NOT NULL REFERENCES role (name),
    valid_from text_day NOT NULL,
    valid_to   text_day NOT NULL,
    reason     text_name
);
CREATE INDEX delegation_by_to ON delegation (to_id, valid_to);
CREATE INDEX delegation_by_from ON delegation (from_id, valid_to);
CREATE TABLE session (
    hash       text_code PRIMARY KEY,    -- SHA-256 of the token in the cookie, hex
    person_id  int_id NOT NULL REFERENCES person (id),
    org_id     int_id REFERENCES org (id), -- for which they act; NULL: of their first grant
    created_at text_instant NOT NULL,
    seen_at    text_instant NOT NULL,    -- of a request, to five minutes
    expires_at text_instant NOT NULL,
    csrf       text_code NOT NULL,       -- what its forms must carry
    remote     text_name                 -- address of the peer that signed in
);
CREATE INDEX session_by_person ON session (person_id);
CREATE INDEX session_by_expiry ON session (expires_at);
