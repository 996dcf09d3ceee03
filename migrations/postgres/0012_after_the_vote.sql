-- What a count stopped at, and what follows a result: winners that wait for an agreement, and the panel's
-- answer.

ALTER TABLE round ADD COLUMN tied TEXT NOT NULL DEFAULT '';

ALTER TABLE round_option ADD COLUMN waits_because TEXT NOT NULL DEFAULT '';

CREATE TABLE round_answer (
    round_id BIGINT PRIMARY KEY REFERENCES round (id) DEFERRABLE,
    answer TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    answered_by BIGINT REFERENCES account (id) DEFERRABLE,
    version BIGINT NOT NULL DEFAULT 1
);
