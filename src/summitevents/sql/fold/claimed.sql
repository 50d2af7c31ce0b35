-- one row per live claim from a known source: its canonical event, its rank, its date, its source's voice and day
-- from_min to to_max: the bounds of its date without nulls, so that dates are compared by plain comparisons
SELECT
    live.id AS record,
    live.pos,
    live.seq,
    coalesce(absorbed.canonical, live.event) AS event,
    live.source,
    live.status,
    live.happened,
    live.basis,
    coalesce(ranks.rank, 'normal') AS rank,
    coalesce(dates.start_min, '0') AS from_min,
    coalesce(dates.start_max, '9999-12-31') AS from_max,
    coalesce(dates.end_min, '0') AS to_min,
    coalesce(dates.end_max, '9999-12-31') AS to_max,
    date_diff('day', CAST(dates.start_min AS DATE), CAST(dates.end_max AS DATE)) AS days,
    live.status IN ('cancelled', 'announced', 'expected', 'hypothetical') AS planned,
    coalesce(ranks.rank, 'normal') <> 'deprecated' AND live.happened IS NOT NULL AS counts_for_date,
    known.official_of,
    known.voice,
    known.published,
    known.known_perhaps
FROM live
JOIN known ON known.source = live.source
LEFT JOIN absorbed ON absorbed.event = live.event
LEFT JOIN ranks ON ranks.record = live.id
LEFT JOIN dates ON dates.edtf = live.happened
WHERE live.op = 'claim'
