-- one row per event: how many voices tell it as the claim that stands first does, and how many sides' official records do
-- Occurred and ongoing are one: it was. Deprecated claims count for nothing.
SELECT event, min_by(n_voices, standing) AS n_voices, min_by(n_sides, standing) AS n_sides
FROM (
    SELECT event, told, min(standing) AS standing, count(DISTINCT voice) AS n_voices, count(DISTINCT official_of) AS n_sides
    FROM (
        SELECT
            claimed.event, CASE claimed.status WHEN 'ongoing' THEN 'occurred' ELSE claimed.status END AS told,
            claimed.voice, claimed.official_of, standings.standing
        FROM claimed
        JOIN standings ON standings.pos = claimed.pos
        WHERE claimed.rank <> 'deprecated'
    ) AS heard
    GROUP BY event, told
) AS ways
GROUP BY event
