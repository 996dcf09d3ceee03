-- The day of each project's last session in force, kept beside the sessions: a list of what is missing reads one row a
-- project, however many sessions there are.

CREATE TABLE project_heard (
    project_id INTEGER PRIMARY KEY REFERENCES project (id),
    last_session TEXT NOT NULL
) STRICT;

INSERT INTO project_heard (project_id, last_session)
SELECT project_id, MAX(day) FROM session_in_force GROUP BY project_id;
