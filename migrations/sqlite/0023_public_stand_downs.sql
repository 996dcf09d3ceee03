-- Sessions stood down by council, month and reason, as last published: the ledger is too long to count again
-- for every reader. store/figures/publish.rs is the only writer.

CREATE TABLE public_stand_down (
    council_code TEXT NOT NULL,
    month TEXT NOT NULL,
    reason TEXT NOT NULL,
    sessions INTEGER NOT NULL CHECK (sessions > 0),
    PRIMARY KEY (council_code, month, reason)
) STRICT;

CREATE INDEX session_return_stood_down ON session_return (day) WHERE status = 'stood-down';

INSERT INTO public_stand_down (council_code, month, reason, sessions)
SELECT p.council_code, substr(r.day, 1, 7), r.reason, COUNT(*)
FROM session_return r
JOIN project p ON p.id = r.project_id
JOIN publication b ON b.id = 1
WHERE r.status = 'stood-down' AND r.recorded_at <= b.as_at
    AND r.number = (SELECT MAX(x.number) FROM session_return x
        WHERE x.session_key = r.session_key AND x.recorded_at <= b.as_at)
GROUP BY p.council_code, substr(r.day, 1, 7), r.reason;
