-- Who follows what, and what people think of finished work.

CREATE TABLE follow (
    account_id INTEGER NOT NULL REFERENCES account (id),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('nomination', 'project', 'area')),
    subject TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (account_id, subject_kind, subject)
) STRICT;
CREATE INDEX follow_subject ON follow (subject_kind, subject);

CREATE TABLE feedback (
    project_id INTEGER NOT NULL REFERENCES project (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    words TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    PRIMARY KEY (project_id, account_id)
) STRICT;
