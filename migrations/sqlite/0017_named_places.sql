-- A small gazetteer: names that people know places by, so that a nomination can be put on the map
-- without a postcode.
CREATE TABLE named_place (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    search TEXT NOT NULL,
    UNIQUE (name, lat, lon)
) STRICT;
