-- one row per event, judged matter, side of it and claim; a matter bears the id of the first comparison that judges it
-- Of two claims, the one that more others contradict is the hub (the earlier one, if as many do). What the same claims
-- contradict is one side of one matter, and these claims are the other side.
WITH pairs AS (
    SELECT event, record, other_record, judged_by, seq FROM judged WHERE question IS NULL
),
weights AS (
    SELECT event, record, count(*) AS n
    FROM (
        SELECT event, record FROM pairs
        UNION ALL
        SELECT event, other_record AS record FROM pairs
    ) AS ends
    GROUP BY event, record
),
turned AS (
    SELECT
        pairs.event, pairs.judged_by, pairs.seq,
        CASE WHEN there.n > here.n THEN pairs.other_record ELSE pairs.record END AS hub,
        CASE WHEN there.n > here.n THEN pairs.record ELSE pairs.other_record END AS leaf
    FROM pairs
    JOIN weights AS here ON here.event = pairs.event AND here.record = pairs.record
    JOIN weights AS there ON there.event = pairs.event AND there.record = pairs.other_record
),
against AS (
    SELECT event, hub, string_agg(leaf, ' ' ORDER BY leaf) AS leaves
    FROM turned
    GROUP BY event, hub
),
named AS (
    SELECT turned.event, against.leaves, min_by(turned.judged_by, turned.seq) AS question
    FROM turned
    JOIN against ON against.event = turned.event AND against.hub = turned.hub
    GROUP BY turned.event, against.leaves
)
SELECT DISTINCT named.event, named.question, sides.side, sides.record
FROM named
JOIN against ON against.event = named.event AND against.leaves = named.leaves
JOIN (
    SELECT event, hub, 1 AS side, hub AS record FROM turned
    UNION ALL
    SELECT event, hub, 2 AS side, leaf AS record FROM turned
) AS sides ON sides.event = against.event AND sides.hub = against.hub
