-- Signing in through a provider of OpenID Connect.
-- What a provider says of itself, kept so that not every sign-in asks anew.
CREATE TABLE oidc_provider (
  issuer text_code PRIMARY KEY,
  metadata text_long NOT NULL,     -- its discovery document
  keys text_long NOT NULL,         -- its JWKS
  fetched_at text_instant NOT NULL
);
-- Who went there and has not come back: for ten minutes, for one return.
CREATE TABLE oidc_state (
  hash text_code PRIMARY KEY,      -- SHA-256 of the state, hex
  browser text_code NOT NULL,      -- SHA-256 of the browser's cookie, hex
  nonce text_code NOT NULL,
  verifier text_code NOT NULL,     -- PKCE
  to_path text_name,               -- the page they wanted
  person_id int_id REFERENCES person (id), -- who links the account; NULL: somebody signs in
  expires_at text_instant NOT NULL
);
CREATE INDEX oidc_state_by_expiry ON oidc_state (expires_at);
-- Whose account it is. Rows end, they are not deleted.
CREATE TABLE oidc_link (
  id int_id PRIMARY KEY,
  person_id int_id NOT NULL REFERENCES person (id),
  issuer text_code NOT NULL,
  subject text_name,               -- as the provider calls them; NULL: expected, by e-mail
  email text_name,                 -- that is expected, folded; as it was when they came
  linked_at text_instant NOT NULL, -- or expected since
  by_name text_name,               -- by whom, as it was then
  ended_at text_instant
);
CREATE UNIQUE INDEX oidc_link_by_subject ON oidc_link (issuer, subject)
  WHERE ended_at IS NULL AND subject IS NOT NULL;
CREATE UNIQUE INDEX oidc_link_by_email ON oidc_link (issuer, email)
  WHERE ended_at IS NULL AND subject IS NULL;
CREATE INDEX oidc_link_by_person ON oidc_link (person_id);
ALTER TABLE session ADD COLUMN issuer text_code;        -- NULL: signed in by password
ALTER TABLE sign_in_ticket ADD COLUMN issuer text_code; -- the same, between the two steps
