-- Accounts, what they may do where, and how they sign in. Secrets are kept as digests only.

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    search TEXT NOT NULL DEFAULT '',
    password_hash TEXT,
    totp_secret TEXT,
    totp_last_step INTEGER,
    created_at TEXT NOT NULL,
    disabled_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE account_grant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    role TEXT NOT NULL CHECK (role IN ('panel-member', 'probation', 'council', 'administrator')),
    area_code TEXT NOT NULL DEFAULT '',
    given_at TEXT NOT NULL,
    UNIQUE (account_id, role, area_code)
) STRICT;

CREATE TABLE web_session (
    digest TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    strength TEXT NOT NULL CHECK (strength IN ('link', 'password-and-code')),
    signed_in_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;
CREATE INDEX web_session_account ON web_session (account_id);

CREATE TABLE one_time_link (
    digest TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'invitation', 'confirm-nomination', 'confirm-support', 'confirm-follow', 'answer-information')),
    email TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    next_page TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    spent_at TEXT
) STRICT;
CREATE INDEX one_time_link_email ON one_time_link (email, purpose);

CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    digest TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account_id, digest)
) STRICT;

-- A password was typed and a code is awaited. Not a session: nothing can be opened with it. Kept alike
-- for accounts that do not exist.
CREATE TABLE sign_in_try (
    digest TEXT PRIMARY KEY,
    email_key TEXT NOT NULL,
    account_id INTEGER REFERENCES account (id),
    password_right INTEGER NOT NULL CHECK (password_right IN (0, 1)),
    next_page TEXT NOT NULL DEFAULT '',
    ends_at TEXT NOT NULL
) STRICT;

-- A staff account that is being set up: its password was chosen, its first code is awaited.
CREATE TABLE account_setup (
    link_digest TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    totp_secret TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;

-- A change of a setting that waits for a second administrator.
CREATE TABLE setting_proposal (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    proposed_by INTEGER NOT NULL REFERENCES account (id),
    proposed_at TEXT NOT NULL
) STRICT;
