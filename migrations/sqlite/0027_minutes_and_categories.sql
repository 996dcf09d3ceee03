-- Minutes of a panel's meetings. A text is never changed: a corrected one is the next number, and needs
-- agreement anew. `number` of the minutes is the newest text. An answer is never changed either: the newest
-- of a member to a text counts.

CREATE TABLE panel_minutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_id INTEGER NOT NULL REFERENCES panel (id),
    number INTEGER NOT NULL CHECK (number > 0)
) STRICT;
CREATE INDEX panel_minutes_panel ON panel_minutes (panel_id, id);

CREATE TABLE panel_minutes_text (
    minutes_id INTEGER NOT NULL REFERENCES panel_minutes (id),
    number INTEGER NOT NULL CHECK (number > 0),
    met_on TEXT NOT NULL,
    present INTEGER NOT NULL CHECK (present > 0),
    decided TEXT NOT NULL,
    shortlist_id INTEGER REFERENCES shortlist (id),
    written_by INTEGER REFERENCES account (id),
    written_at TEXT NOT NULL,
    agreed_at TEXT,
    PRIMARY KEY (minutes_id, number)
) STRICT;

CREATE TABLE panel_minutes_answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    minutes_id INTEGER NOT NULL REFERENCES panel_minutes (id),
    number INTEGER NOT NULL CHECK (number > 0),
    account_id INTEGER NOT NULL REFERENCES account (id),
    agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)),
    words TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
) STRICT;
CREATE INDEX panel_minutes_answer_text ON panel_minutes_answer (minutes_id, number, account_id, id);

-- Since when a kind of work is not offered any more. What is of it stays so.
ALTER TABLE category ADD COLUMN retired_at TEXT;
