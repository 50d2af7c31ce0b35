-- one row per live claim from a known source: its canonical event, its rank, the bounds of its date, the day its source came out
SELECT
    live.id AS record,
    coalesce(absorbed.canonical, live.event) AS event,
    live.* EXCLUDE (id, event, rank, published),
    coalesce(ranks.rank, 'normal') AS rank,
    dates.* EXCLUDE (edtf),
    live.status IN ('cancelled', 'announced', 'expected', 'hypothetical') AS planned,
    coalesce(ranks.rank, 'normal') <> 'deprecated' AND live.happened IS NOT NULL AS counts_for_date,
    coalesce(issued.start_min, issued.end_max) AS published
FROM live
SEMI JOIN known ON known.source = live.source
LEFT JOIN absorbed ON absorbed.event = live.event
LEFT JOIN ranks ON ranks.record = live.id
LEFT JOIN dates ON dates.edtf = live.happened
LEFT JOIN live AS document ON document.op = 'source' AND document.source = live.source
LEFT JOIN dates AS issued ON issued.edtf = document.published
WHERE live.op = 'claim'
