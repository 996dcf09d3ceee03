-- What a publication reads of every project stands together: the counts of sessions beside the project and the day
-- that they are looked for by.

DROP INDEX session_return_project;
CREATE INDEX session_return_project ON session_return
    (project_id, day, status, attending, new_to_project, minutes_offered, minutes_credited);
