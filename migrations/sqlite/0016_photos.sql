-- Photos of places, and the names of files that wait to be taken away.

CREATE TABLE photo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    draft TEXT,
    nomination_id INTEGER REFERENCES nomination (id),
    update_id INTEGER REFERENCES project_update (id),
    side TEXT NOT NULL CHECK (side IN ('place', 'before', 'after')),
    alt TEXT NOT NULL,
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    added_at TEXT NOT NULL,
    passed_at TEXT,
    passed_by INTEGER REFERENCES account (id),
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (side <> 'place' AND update_id IS NOT NULL AND nomination_id IS NULL AND draft IS NULL
        OR side = 'place' AND update_id IS NULL AND (nomination_id IS NULL) <> (draft IS NULL))
) STRICT;
CREATE INDEX photo_draft ON photo (draft);
CREATE INDEX photo_nomination ON photo (nomination_id, id);
CREATE UNIQUE INDEX photo_update ON photo (update_id, side);
CREATE INDEX photo_waiting ON photo (passed_at, added_at);

-- Written before a file is, so that no file can be left without a trace.
CREATE TABLE photo_discard (
    key TEXT PRIMARY KEY,
    due_at TEXT NOT NULL
) STRICT;
CREATE INDEX photo_discard_due ON photo_discard (due_at);
