-- one row per live claim: what one passage of one source says of one event
SELECT
    record, event, kind, title, summary, happened, start_min, start_max, end_min, end_max, start_flag, end_flag,
    uncertain, approximate, basis, status, speaker, via, place, actors, outcome, quantity, unit,
    source, passage_start, passage_end, passage_sha256, locator, note, rank, standing, pos, recorded_at, recorded_by
FROM standings
ORDER BY event, standing
