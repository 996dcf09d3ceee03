-- What a publication reads of every project stands together, so that reading all of them costs little more than one
-- pass: the counts of sessions beside the project and the day that they are looked for by, and what was published
-- by project and month.

DROP INDEX session_return_project;
CREATE INDEX session_return_project ON session_return
    (project_id, day, status, attending, new_to_project, minutes_offered, minutes_credited);

ALTER TABLE public_atom RENAME TO earlier_public_atom;
DROP INDEX public_atom_cell;
CREATE TABLE public_atom (
    project_id INTEGER NOT NULL REFERENCES project (id),
    month TEXT NOT NULL,
    council_code TEXT NOT NULL,
    ward_code TEXT,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    sessions_held INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    offenders INTEGER NOT NULL,
    minutes_offered INTEGER NOT NULL,
    minutes_credited INTEGER NOT NULL,
    PRIMARY KEY (project_id, month)
) STRICT, WITHOUT ROWID;
INSERT INTO public_atom (project_id, month, council_code, ward_code, category, origin, sessions_held, attendances, offenders,
    minutes_offered, minutes_credited)
SELECT project_id, month, council_code, ward_code, category, origin, sessions_held, attendances, offenders,
    minutes_offered, minutes_credited
FROM earlier_public_atom ORDER BY project_id, month;
DROP TABLE earlier_public_atom;
CREATE INDEX public_atom_cell ON public_atom (council_code, month, category, origin, COALESCE(ward_code, ''));
