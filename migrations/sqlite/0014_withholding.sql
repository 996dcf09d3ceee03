-- What covers small numbers in everything published together.
--
-- An atom is a project's sessions in a month, as last published. An exchange says that some people
-- could as well have worked in other atoms; a number that an exchange changes is withheld, now and in
-- every later publication. What could not be covered yet waits. store/figures/publish.rs is the only writer.

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
) STRICT;
CREATE INDEX public_atom_cell ON public_atom (council_code, month);

CREATE TABLE exchange (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    publication INTEGER NOT NULL,
    people INTEGER NOT NULL CHECK (people > 0)
) STRICT;

CREATE TABLE exchange_part (
    exchange_id INTEGER NOT NULL REFERENCES exchange (id),
    project_id INTEGER NOT NULL REFERENCES project (id),
    month TEXT NOT NULL,
    council_code TEXT NOT NULL,
    ward_code TEXT,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    sign INTEGER NOT NULL CHECK (sign IN (-1, 1)),
    PRIMARY KEY (exchange_id, project_id, month)
) STRICT;
CREATE INDEX exchange_part_project ON exchange_part (project_id);
CREATE INDEX exchange_part_cell ON exchange_part (council_code, month);

-- What one person exchanged changes in each month cell. Exchange 0 stands for a first publication in
-- which nothing could be covered.
CREATE TABLE withheld_cell (
    area_code TEXT NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    month TEXT NOT NULL,
    exchange_id INTEGER NOT NULL,
    net INTEGER NOT NULL,
    PRIMARY KEY (area_code, category, origin, month, exchange_id)
) STRICT;
CREATE INDEX withheld_cell_exchange ON withheld_cell (exchange_id);

-- What the ledger has and the public has not: taken up when it can be covered.
CREATE TABLE waiting_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
    minutes_credited INTEGER NOT NULL
) STRICT;
CREATE INDEX waiting_change_project ON waiting_change (project_id);

ALTER TABLE public_project_total ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0 CHECK (withheld IN (0, 1));
ALTER TABLE publication ADD COLUMN threshold INTEGER NOT NULL DEFAULT 0;

-- Everything published before is decided anew.
INSERT INTO dirty_project (project_id) SELECT project_id FROM project_total WHERE true ON CONFLICT (project_id) DO NOTHING;
