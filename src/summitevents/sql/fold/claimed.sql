-- one row per live claim from a known source: its canonical event, its rank, the bounds of its date, the day its source came out
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
    dates.* EXCLUDE (edtf),
    live.status IN ('cancelled', 'announced', 'expected', 'hypothetical') AS planned,
    coalesce(ranks.rank, 'normal') <> 'deprecated' AND live.happened IS NOT NULL AS counts_for_date,
    known.published
FROM live
JOIN known ON known.source = live.source
LEFT JOIN absorbed ON absorbed.event = live.event
LEFT JOIN ranks ON ranks.record = live.id
LEFT JOIN dates ON dates.edtf = live.happened
WHERE live.op = 'claim'
