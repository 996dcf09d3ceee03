-- Sessions stood down by ward as well, as last published: whoever asks for a ward is told of it. Empty for
-- places that lie in no known ward.

DROP TABLE public_stand_down;

CREATE TABLE public_stand_down (
    council_code TEXT NOT NULL,
    ward_code TEXT NOT NULL DEFAULT '',
    month TEXT NOT NULL,
    reason TEXT NOT NULL,
    sessions BIGINT NOT NULL CHECK (sessions > 0),
    PRIMARY KEY (council_code, ward_code, month, reason)
);

CREATE INDEX public_stand_down_ward ON public_stand_down (ward_code) WHERE ward_code <> '';

INSERT INTO public_stand_down (council_code, ward_code, month, reason, sessions)
SELECT p.council_code, COALESCE(p.ward_code, ''), substr(r.day, 1, 7), r.reason, COUNT(*)
FROM session_return r
JOIN project p ON p.id = r.project_id
JOIN publication b ON b.id = 1
WHERE r.status = 'stood-down' AND r.recorded_at <= b.as_at
    AND r.number = (SELECT MAX(x.number) FROM session_return x
        WHERE x.session_key = r.session_key AND x.recorded_at <= b.as_at)
GROUP BY p.council_code, COALESCE(p.ward_code, ''), substr(r.day, 1, 7), r.reason;
