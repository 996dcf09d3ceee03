-- The ledger of sessions: head-counts and minutes, never a person. It only grows.

CREATE TABLE session_return (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_key TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    project_id INTEGER NOT NULL REFERENCES project (id),
    day TEXT NOT NULL,
    starts INTEGER NOT NULL CHECK (starts BETWEEN 0 AND 1439),
    ends INTEGER NOT NULL CHECK (ends BETWEEN 1 AND 1440 AND ends > starts),
    status TEXT NOT NULL CHECK (status IN ('held', 'stood-down')),
    attending INTEGER NOT NULL CHECK (attending >= 0),
    new_to_project INTEGER NOT NULL CHECK (new_to_project BETWEEN 0 AND attending),
    minutes_offered INTEGER NOT NULL CHECK (minutes_offered BETWEEN 0 AND attending * (ends - starts)),
    minutes_credited INTEGER NOT NULL CHECK (minutes_credited BETWEEN 0 AND minutes_offered),
    reason TEXT CHECK (reason IN ('weather', 'supervisor-absent', 'site-not-available', 'transport', 'nobody-attended', 'other')),
    note TEXT NOT NULL DEFAULT '',
    correction TEXT NOT NULL DEFAULT '',
    recorded_by INTEGER REFERENCES account (id),
    recorded_at TEXT NOT NULL,
    CHECK ((status = 'held' AND attending > 0 AND reason IS NULL) OR (status = 'stood-down' AND attending = 0 AND reason IS NOT NULL)),
    UNIQUE (session_key, number)
) STRICT;
CREATE INDEX session_return_project ON session_return (project_id, day);
CREATE INDEX session_return_day ON session_return (day);
CREATE TRIGGER session_return_keeps_every_version BEFORE UPDATE ON session_return
BEGIN SELECT RAISE(ABORT, 'a session return is never changed: record a correction'); END;
CREATE TRIGGER session_return_loses_no_version BEFORE DELETE ON session_return
BEGIN SELECT RAISE(ABORT, 'a session return is never deleted: record a correction'); END;

-- Which version of each session is in force. The unique key is what makes the same return count once.
CREATE TABLE session_in_force (
    session_key TEXT PRIMARY KEY,
    return_id INTEGER NOT NULL UNIQUE REFERENCES session_return (id),
    project_id INTEGER NOT NULL REFERENCES project (id),
    day TEXT NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    UNIQUE (project_id, day, starts, ends)
) STRICT;
