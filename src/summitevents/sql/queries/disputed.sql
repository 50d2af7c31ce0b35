-- where the sources disagree: one row per pair of claims, both values side by side, with the reason
SELECT disputes.event, events.title, value, disputes.source, other_value, other_source, state, reason, shown
FROM disputes
JOIN events ON events.event = disputes.event
ORDER BY disputes.event, disputes.record, disputes.other_record
