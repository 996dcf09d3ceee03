-- Who follows what, and what people think of finished work.

CREATE TABLE follow (
    account_id BIGINT NOT NULL REFERENCES account (id) DEFERRABLE,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('nomination', 'project', 'area')),
    subject TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (account_id, subject_kind, subject)
);
CREATE INDEX follow_subject ON follow (subject_kind, subject);

CREATE TABLE feedback (
    project_id BIGINT NOT NULL REFERENCES project (id) DEFERRABLE,
    account_id BIGINT NOT NULL REFERENCES account (id) DEFERRABLE,
    rating BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
    words TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    PRIMARY KEY (project_id, account_id)
);
