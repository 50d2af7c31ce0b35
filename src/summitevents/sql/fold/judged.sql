-- one row per event and pair of its claims, or of one of them and another event's, that a live comparison says contradict each other,
-- or count differently; question: date or plan, where the two have two positions on that; else a contradiction is a matter of its own
WITH verdicts AS (
    SELECT
        CASE WHEN one.seq < another.seq THEN one.pos ELSE another.pos END AS pos,
        CASE WHEN one.seq < another.seq THEN another.pos ELSE one.pos END AS other_pos,
        one.event AS event_of_target, another.event AS event_of_other, live.verdict, live.id AS judged_by, live.reason, live.seq,
        CASE
            WHEN one.event = another.event AND one.planned = another.planned
                AND (here.by_start <> there.by_start OR here.by_end <> there.by_end)
                THEN CASE WHEN one.planned THEN 'plan' ELSE 'date' END
        END AS question
    FROM live
    JOIN claimed AS one ON one.record = live.target AND one.rank <> 'deprecated'
    JOIN claimed AS another ON another.record = live.other AND another.rank <> 'deprecated'
    LEFT JOIN placed AS here ON here.pos = one.pos
    LEFT JOIN placed AS there ON there.pos = another.pos
    WHERE live.op = 'compare' AND live.verdict IN ('contradicts', 'counts-differently')
)
SELECT
    event, pos, other_pos, verdict, min_by(judged_by, seq) AS judged_by, min_by(reason, seq) AS reason, min(seq) AS seq,
    min(question) AS question
FROM (
    SELECT event_of_target AS event, pos, other_pos, verdict, judged_by, reason, seq, question FROM verdicts
    UNION ALL
    SELECT event_of_other AS event, pos, other_pos, verdict, judged_by, reason, seq, question FROM verdicts
) AS both_events
WHERE verdict = 'contradicts' OR question IS NOT NULL
GROUP BY event, pos, other_pos, verdict
