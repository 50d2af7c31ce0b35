-- what the log covers: one row per measure and item, how many there are, of how many, and the share
-- A source counts where a live claim cites it. An event is corroborated where two independent voices or more tell it.
WITH cited AS (
    SELECT claims.event, sources.*
    FROM claims
    JOIN sources ON sources.source = claims.source
),
used AS (SELECT * FROM sources SEMI JOIN cited ON cited.source = sources.source),
declared AS (
    SELECT 'actors' AS measure, wikidata, names, name FROM actors
    UNION ALL
    SELECT 'places' AS measure, wikidata, names, name FROM places
),
related AS (
    SELECT event FROM relations
    UNION
    SELECT other AS event FROM relations
),
per_event AS (
    SELECT
        n_claims,
        CASE
            WHEN n_claims <= 1 THEN '1 claim'
            WHEN n_claims = 2 THEN '2 claims'
            WHEN n_claims <= 5 THEN '3 to 5 claims'
            WHEN n_claims <= 10 THEN '6 to 10 claims'
            ELSE '11 claims or more'
        END AS item
    FROM events
),
measures AS (
    SELECT 1 AS nr, 'events' AS measure, unnest([
        {'place': 0, 'item': 'all', 'n': count(*), 'total': count(*)},
        {'place': 1, 'item': 'with a date', 'n': count(happened), 'total': count(*)},
        {'place': 2, 'item': 'dated to the day', 'n': count(*) FILTER ( -- before year 1, days have no bounds: what is written shows them
            WHERE earliest = start_max AND latest = end_min
                OR regexp_full_match(happened, '-?\d{4}-\d\d-\d\d[?~%]?(/-?\d{4}-\d\d-\d\d[?~%]?)?')
        ), 'total': count(happened)},
        {'place': 3, 'item': 'corroborated', 'n': count(*) FILTER (WHERE n_voices > 1), 'total': count(*)},
        {
            'place': 4, 'item': 'corroborated, of those with a date',
            'n': count(happened) FILTER (WHERE n_voices > 1), 'total': count(happened)
        },
        {'place': 5, 'item': 'in dispute', 'n': count(*) FILTER (WHERE disputed), 'total': count(*)},
        {'place': 6, 'item': 'with a place', 'n': count(place), 'total': count(*)},
        {'place': 7, 'item': 'with a relation', 'n': count(related.event), 'total': count(*)}
    ], recursive := TRUE)
    FROM events
    LEFT JOIN related ON related.event = events.event
    UNION ALL
    SELECT 2, 'events by confidence', vocabulary.nr, vocabulary.term, count(events.event), (SELECT count(*) FROM events)
    FROM vocabulary
    LEFT JOIN events ON events.confidence = vocabulary.term
    WHERE vocabulary.list = 'confidence'
    GROUP BY vocabulary.nr, vocabulary.term
    UNION ALL
    SELECT 3, 'claims', unnest([
        {'place': 0, 'item': 'all', 'n': count(*)},
        {'place': 1, 'item': 'of a document at hand', 'n': count(*) FILTER (WHERE at_hand)},
        {'place': 2, 'item': 'of an official record', 'n': count(official_of)}
    ], recursive := TRUE), count(*) FROM cited
    UNION ALL
    SELECT
        4, 'disputes', 0, state, count(*),
        (SELECT count(*) FROM positions WHERE position = 1 AND state <> 'agreed')
    FROM positions
    WHERE position = 1 AND state <> 'agreed'
    GROUP BY state
    UNION ALL
    SELECT 5, 'claims per event', min(n_claims), item, count(*), (SELECT count(*) FROM events) FROM per_event GROUP BY item
    UNION ALL
    SELECT
        6, 'events by year', coalesce(year, 10000),
        CASE
            WHEN year < 1 THEN (1 - year) || ' BC'
            WHEN year < 1000 THEN 'AD ' || year
            WHEN year IS NOT NULL THEN CAST(year AS VARCHAR)
            WHEN happened IS NULL THEN 'no date'
            ELSE 'before 1 or after 9999'
        END,
        count(*), (SELECT count(*) FROM events)
    FROM (
        SELECT
            happened,
            coalesce(
                CASE WHEN earliest IS NULL THEN TRY_CAST(regexp_extract(happened, '^[\[{]?(-\d{4}|0000)', 1) AS INTEGER) END,
                CAST(substr(coalesce(earliest, latest), 1, 4) AS INTEGER)
            ) AS year
        FROM events
    ) AS dated
    GROUP BY ALL
    UNION ALL
    SELECT 7, 'events by kind', -count(*), kind, count(*), (SELECT count(*) FROM events) FROM events GROUP BY kind
    UNION ALL
    SELECT 8, 'sources', unnest([
        {'place': 0, 'item': 'all', 'n': count(*)},
        {'place': 1, 'item': 'with an address', 'n': count(coalesce(address, copy_address))},
        {'place': 2, 'item': 'with the address of a copy', 'n': count(copy_address)},
        {'place': 3, 'item': 'taken from an agency or another publisher', 'n': count(taken_from)},
        {'place': 4, 'item': 'different voices', 'n': count(DISTINCT voice)}
    ], recursive := TRUE), count(*) FROM used
    UNION ALL
    SELECT 9, 'sources by language', -count(*), coalesce(language, 'not said'), count(*), (SELECT count(*) FROM used)
    FROM used
    GROUP BY language
    UNION ALL
    SELECT 10, 'sources by genre', -count(*), coalesce(genre, 'not said'), count(*), (SELECT count(*) FROM used)
    FROM used
    GROUP BY genre
    UNION ALL
    SELECT
        11, 'sources by side', -count(*), coalesce('official of ' || official_of, 'nobody''s official record'), count(*),
        (SELECT count(*) FROM used)
    FROM used
    GROUP BY official_of
    UNION ALL
    SELECT 12, measure, unnest([
        {'place': 0, 'item': 'all', 'n': count(*)},
        {'place': 1, 'item': 'with a Wikidata item', 'n': count(wikidata)},
        {
            'place': 2, 'item': 'with a name beyond ASCII', -- in its own letters, or with its marks
            'n': count(*) FILTER (WHERE regexp_matches(array_to_string(list_prepend(name, names), ' '), '[^\x00-\x7F]'))
        }
    ], recursive := TRUE), count(*) FROM declared GROUP BY measure
)
SELECT measure, item, n, total AS of_all, round(100.0 * n / nullif(total, 0), 1) AS percent
FROM measures
ORDER BY nr, CASE nr WHEN 12 THEN measure END, place, item
