-- one row per live claim from a known source: its canonical event, its rank, its date, its source's voice and day
-- from_min to to_max: the bounds of its date, see bounds.sql
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
    bounds.from_min,
    bounds.from_max,
    bounds.to_min,
    bounds.to_max,
    bounds.days,
    live.status IN ('cancelled', 'announced', 'expected', 'hypothetical') AS planned,
    coalesce(ranks.rank, 'normal') <> 'deprecated' AND live.happened IS NOT NULL AS counts_for_date,
    known.official_of,
    known.voice,
    known.published,
    known.known_perhaps
FROM live
JOIN known ON known.source = live.source
LEFT JOIN absorbed ON absorbed.event = live.event
LEFT JOIN (SELECT target, min_by(rank, seq) AS rank FROM live WHERE op = 'rank' GROUP BY target) AS ranks ON ranks.target = live.id
LEFT JOIN bounds ON bounds.edtf = live.happened
WHERE live.op = 'claim'
