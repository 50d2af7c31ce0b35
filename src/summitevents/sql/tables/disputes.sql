-- one row per event, question and position beside the first, with the claims that stand for the two: those that do not agree
SELECT
    positions.event,
    CASE WHEN one.seq < another.seq THEN positions.record ELSE beside.record END AS record,
    CASE WHEN one.seq < another.seq THEN one.source ELSE another.source END AS source,
    CASE WHEN one.seq < another.seq THEN positions.value ELSE beside.value END AS value,
    CASE WHEN one.seq < another.seq THEN beside.record ELSE positions.record END AS other_record,
    CASE WHEN one.seq < another.seq THEN another.source ELSE one.source END AS other_source,
    CASE WHEN one.seq < another.seq THEN beside.value ELSE positions.value END AS other_value,
    CASE WHEN positions.question IN ('date', 'plan') THEN 'computed' ELSE 'judged' END AS found,
    positions.state, positions.reason, positions.judged_by,
    CASE WHEN joined.record IN (positions.record, beside.record) THEN joined.record END AS shown
FROM positions
JOIN positions AS beside ON beside.event = positions.event AND beside.question = positions.question
JOIN claimed AS one ON one.record = positions.record
JOIN claimed AS another ON another.record = beside.record
LEFT JOIN joined ON joined.event = positions.event
WHERE positions.state <> 'agreed' AND positions.position = 1 AND beside.position > 1 AND NOT positions.fits_several AND NOT beside.fits_several
ORDER BY positions.event, record, other_record
