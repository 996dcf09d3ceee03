-- What every room leans on: settings, the audit chain, letters waiting to go, one-time keys.
-- Instants are text in UTC with six decimals (2026-11-22T09:30:00.000000Z), so that they sort as text
-- and read alike in both databases. Days are text (2026-11-22), months are text (2026-11).

CREATE TABLE data_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;
INSERT INTO data_version (id, value) VALUES (1, 1);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_subject ON audit (subject, seq);
CREATE TRIGGER audit_keeps_every_row BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_loses_no_row BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is never deleted'); END;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    sent_at TEXT,
    given_up_at TEXT,
    trouble TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (sent_at, given_up_at, due_at);

CREATE TABLE once_key (
    digest TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL,
    used_at TEXT NOT NULL
) STRICT;
CREATE INDEX once_key_used ON once_key (used_at);

CREATE TABLE throttle (
    bucket TEXT PRIMARY KEY,
    free_at TEXT NOT NULL
) STRICT;
