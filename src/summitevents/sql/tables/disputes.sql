-- one row per event and pair of claims that do not agree: their dates (computed), or a live comparison (judged)
WITH computed AS (
    SELECT one.event, one.record, another.record AS other_record
    FROM standings AS one
    JOIN standings AS another
        ON another.event = one.event AND another.planned = one.planned AND one.seq < another.seq
    WHERE one.counts_for_date AND another.counts_for_date
        AND NOT (
            one.from_min <= another.from_max AND another.from_min <= one.from_max
            AND one.to_min <= another.to_max AND another.to_min <= one.to_max
        )
),
verdicts AS (
    SELECT
        CASE WHEN one.seq < another.seq THEN one.record ELSE another.record END AS record,
        CASE WHEN one.seq < another.seq THEN another.record ELSE one.record END AS other_record,
        one.event AS event_of_target, another.event AS event_of_other, live.id AS judged_by, live.reason, live.seq
    FROM live
    JOIN standings AS one ON one.record = live.target AND one.rank <> 'deprecated'
    JOIN standings AS another ON another.record = live.other AND another.rank <> 'deprecated'
    WHERE live.op = 'compare' AND live.verdict = 'contradicts'
),
judged AS (
    SELECT event, record, other_record, min_by(judged_by, seq) AS judged_by, min_by(reason, seq) AS reason
    FROM (
        SELECT event_of_target AS event, record, other_record, judged_by, reason, seq FROM verdicts
        UNION ALL
        SELECT event_of_other AS event, record, other_record, judged_by, reason, seq FROM verdicts
    ) AS both_events
    GROUP BY event, record, other_record
),
pairs AS (
    SELECT
        coalesce(computed.event, judged.event) AS event,
        coalesce(computed.record, judged.record) AS record,
        coalesce(computed.other_record, judged.other_record) AS other_record,
        CASE WHEN computed.record IS NULL THEN 'judged' ELSE 'computed' END AS found,
        judged.reason, judged.judged_by
    FROM computed
    FULL JOIN judged
        ON judged.event = computed.event AND judged.record = computed.record AND judged.other_record = computed.other_record
)
SELECT
    pairs.event,
    pairs.record,
    one.source,
    CASE pairs.found WHEN 'judged' THEN coalesce(one_says.summary, one_says.title) ELSE one.happened END AS value,
    pairs.other_record,
    another.source AS other_source,
    CASE pairs.found WHEN 'judged' THEN coalesce(another_says.summary, another_says.title) ELSE another.happened END AS other_value,
    pairs.found,
    coalesce(pairs.reason, 'the dates do not overlap') AS reason,
    pairs.judged_by,
    CASE WHEN chosen.record IN (pairs.record, pairs.other_record) THEN chosen.record END AS shown
FROM pairs
JOIN standings AS one ON one.record = pairs.record
JOIN standings AS another ON another.record = pairs.other_record
JOIN log AS one_says ON one_says.pos = one.pos
JOIN log AS another_says ON another_says.pos = another.pos
LEFT JOIN chosen ON chosen.event = pairs.event
ORDER BY pairs.event, one.seq, another.seq
