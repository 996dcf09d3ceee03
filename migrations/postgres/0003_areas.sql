-- Places with a boundary. A code names an area; what it encloses is said by a ward set of a year.

CREATE TABLE ward_set (
    name TEXT PRIMARY KEY,
    valid_from TEXT,
    valid_to TEXT,
    imported_at TEXT NOT NULL
);

CREATE TABLE area (
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('probation-area', 'council', 'ward')),
    name TEXT NOT NULL,
    parent_code TEXT REFERENCES area (code) DEFERRABLE,
    prefix TEXT,
    population BIGINT CHECK (population >= 0),
    promise_days BIGINT CHECK (promise_days > 0)
);
CREATE INDEX area_parent ON area (parent_code);

CREATE TABLE boundary (
    set_name TEXT NOT NULL REFERENCES ward_set (name) DEFERRABLE,
    area_code TEXT NOT NULL REFERENCES area (code) DEFERRABLE,
    name TEXT NOT NULL,
    parent_code TEXT,
    geometry TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (set_name, area_code)
);

CREATE TABLE postcode (
    postcode TEXT PRIMARY KEY,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    ward_code TEXT
);

CREATE TABLE category (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    position BIGINT NOT NULL
);
