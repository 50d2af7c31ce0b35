-- one row per event, judged matter, side of it and claim; a matter bears the id of the first comparison that judges it
-- Of two claims, the one that more others contradict is the hub (the earlier one, if as many do). What the same claims
-- contradict is one side of one matter, and these claims are the other side.
WITH pairs AS (
    SELECT event, pos, other_pos, judged_by, seq FROM judged WHERE question IS NULL
),
weights AS (
    SELECT event, pos, count(*) AS n
    FROM (
        SELECT event, pos FROM pairs
        UNION ALL
        SELECT event, other_pos AS pos FROM pairs
    ) AS ends
    GROUP BY event, pos
),
turned AS (
    SELECT
        pairs.event, pairs.judged_by, pairs.seq,
        CASE WHEN there.n > here.n THEN pairs.other_pos ELSE pairs.pos END AS hub,
        CASE WHEN there.n > here.n THEN pairs.pos ELSE pairs.other_pos END AS leaf
    FROM pairs
    JOIN weights AS here ON here.event = pairs.event AND here.pos = pairs.pos
    JOIN weights AS there ON there.event = pairs.event AND there.pos = pairs.other_pos
),
against AS (
    SELECT event, hub, string_agg(CAST(leaf AS VARCHAR), ' ' ORDER BY leaf) AS leaves
    FROM turned
    GROUP BY event, hub
),
named AS (
    SELECT turned.event, against.leaves, min_by(turned.judged_by, turned.seq) AS question
    FROM turned
    JOIN against ON against.event = turned.event AND against.hub = turned.hub
    GROUP BY turned.event, against.leaves
)
SELECT DISTINCT named.event, named.question, sides.side, sides.pos
FROM named
JOIN against ON against.event = named.event AND against.leaves = named.leaves
JOIN (
    SELECT event, hub, 1 AS side, hub AS pos FROM turned
    UNION ALL
    SELECT event, hub, 2 AS side, leaf AS pos FROM turned
) AS sides ON sides.event = against.event AND sides.hub = against.hub
