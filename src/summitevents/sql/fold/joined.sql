-- one row per event that has a date: the date of the claim that gives it, and what that leaves open from others (rule 1)
-- Half-open is a date of which one side is a day, and the other is unknown or a span around that day. The missing day is that
-- of the first claim that gives it; else parts of the event tell how far it reached at least.
WITH dated AS (
    SELECT
        claimed.event, claimed.record, claimed.pos, claimed.seq, claimed.status, claimed.planned, claimed.happened, dates.words, claimed.basis,
        dates.start_min, dates.start_max, dates.end_min, dates.end_max, dates.start_flag, dates.end_flag,
        claimed.from_min, claimed.from_max, claimed.to_min, claimed.to_max,
        CASE
            WHEN dates.uncertain OR dates.approximate THEN NULL
            WHEN dates.start_min = dates.start_max AND (dates.end_flag = 'unknown'
                OR dates.end_min <= dates.start_min AND dates.start_min <= dates.end_max AND dates.end_min < dates.end_max)
                THEN 'end'
            WHEN dates.end_min = dates.end_max AND (dates.start_flag = 'unknown'
                OR dates.start_min <= dates.end_min AND dates.end_min <= dates.start_max AND dates.start_min < dates.start_max)
                THEN 'start'
        END AS missing
    FROM claimed
    JOIN dates ON dates.edtf = claimed.happened
    SEMI JOIN chosen ON chosen.pos = claimed.pos
),
given AS (
    SELECT
        dated.event, min_by(giving.record, standings.standing) AS record,
        min_by(CASE dated.missing WHEN 'end' THEN giving.to_min ELSE giving.from_min END, standings.standing) AS day
    FROM dated
    JOIN claimed AS giving ON giving.event = dated.event AND giving.status = dated.status AND giving.counts_for_date
    JOIN standings ON standings.pos = giving.pos
    JOIN dates ON dates.edtf = giving.happened
    WHERE dated.missing IS NOT NULL AND NOT dates.uncertain AND NOT dates.approximate
        AND (giving.from_min <> giving.to_min OR giving.from_max <> giving.to_max)
        AND (
            dated.missing = 'end' AND giving.to_min = giving.to_max
            AND dated.from_min <= giving.to_min AND giving.to_min <= dated.to_max
            OR dated.missing = 'start' AND giving.from_min = giving.from_max
            AND dated.from_min <= giving.from_min AND giving.from_min <= dated.to_max
        )
    GROUP BY dated.event
),
parts AS (
    SELECT
        whole.event, part.record, part.seq,
        CASE whole.missing WHEN 'end' THEN greatest(part.from_min, part.to_min) ELSE least(part.from_max, part.to_max) END AS day,
        whole.missing
    FROM live
    LEFT JOIN absorbed AS near_end ON near_end.event = live.event
    LEFT JOIN absorbed AS far_end ON far_end.event = live.other
    LEFT JOIN known ON known.source = live.source
    JOIN dated AS part ON part.event = coalesce(near_end.canonical, live.event) AND part.status IN ('occurred', 'ongoing')
    JOIN dated AS whole ON whole.event = coalesce(far_end.canonical, live.other)
    WHERE live.op = 'relate' AND live.relation = 'part-of' AND (live.source IS NULL OR known.source IS NOT NULL)
        AND whole.status IN ('occurred', 'ongoing') AND whole.event <> part.event
        AND whole.from_min <= part.from_min AND part.to_max <= whole.to_max
        AND (
            whole.missing = 'end' AND greatest(part.from_min, part.to_min) > whole.from_max
            OR whole.missing = 'start' AND least(part.from_max, part.to_max) < whole.to_min
        )
),
farthest AS (
    SELECT
        event, record, day,
        row_number() OVER (
            PARTITION BY event
            ORDER BY CASE missing WHEN 'end' THEN day END DESC, CASE missing WHEN 'start' THEN day END, seq
        ) AS nr
    FROM parts
),
found AS (
    SELECT
        dated.*, replace(replace(dated.happened, '[', ''), '{', '') AS written, given.day, CASE WHEN given.day IS NULL THEN farthest.day END AS reached,
        coalesce(given.record, farthest.record) AS bound_because,
        CASE dated.missing WHEN 'end' THEN dated.from_min WHEN 'start' THEN given.day END AS first_day,
        CASE dated.missing WHEN 'end' THEN given.day WHEN 'start' THEN dated.to_min END AS last_day
    FROM dated
    LEFT JOIN given ON given.event = dated.event
    LEFT JOIN farthest ON farthest.event = dated.event AND farthest.nr = 1
),
days AS (
    -- in English, as dates.words has it
    SELECT
        day, CAST(CAST(substr(day, 9, 2) AS INTEGER) AS VARCHAR) AS number,
        split_part('January February March April May June July August September October November December', ' ', CAST(substr(day, 6, 2) AS INTEGER)) AS month,
        CASE WHEN day < '1000' THEN 'AD ' ELSE '' END || CAST(CAST(substr(day, 1, 4) AS INTEGER) AS VARCHAR) AS year
    FROM (
        SELECT first_day AS day FROM found WHERE bound_because IS NOT NULL
        UNION
        SELECT last_day AS day FROM found WHERE bound_because IS NOT NULL
        UNION
        SELECT reached AS day FROM found
    ) AS used
    WHERE day IS NOT NULL
)
SELECT
    found.event, found.record, found.pos, found.basis, found.planned, found.bound_because,
    CASE
        WHEN found.day IS NULL THEN found.happened
        WHEN found.first_day = found.last_day THEN found.day
        ELSE found.first_day || '/' || found.last_day
    END AS happened,
    CASE
        WHEN found.bound_because IS NULL THEN found.words
        WHEN found.day IS NULL AND found.missing = 'end'
            THEN 'from ' || one.number || ' ' || one.month || ' ' || one.year
                || ', at least until ' || far.number || ' ' || far.month || ' ' || far.year
        WHEN found.day IS NULL
            THEN 'until ' || another.number || ' ' || another.month || ' ' || another.year
                || ', at least from ' || far.number || ' ' || far.month || ' ' || far.year || ' on'
        WHEN one.day = another.day THEN one.number || ' ' || one.month || ' ' || one.year
        WHEN one.year = another.year AND one.month = another.month
            THEN one.number || '–' || another.number || ' ' || another.month || ' ' || another.year
        WHEN one.year = another.year
            THEN one.number || ' ' || one.month || ' – ' || another.number || ' ' || another.month || ' ' || another.year
        ELSE one.number || ' ' || one.month || ' ' || one.year || ' – ' || another.number || ' ' || another.month || ' ' || another.year
    END AS words,
    CASE WHEN found.missing = 'start' AND found.day IS NOT NULL THEN found.day ELSE found.start_min END AS start_min,
    CASE WHEN found.missing = 'start' THEN coalesce(found.day, found.reached, found.start_max) ELSE found.start_max END AS start_max,
    CASE WHEN found.missing = 'end' THEN coalesce(found.day, found.reached, found.end_min) ELSE found.end_min END AS end_min,
    CASE WHEN found.missing = 'end' AND found.day IS NOT NULL THEN found.day ELSE found.end_max END AS end_max,
    CASE WHEN found.missing = 'start' AND found.day IS NOT NULL THEN NULL ELSE found.start_flag END AS start_flag,
    CASE WHEN found.missing = 'end' AND found.day IS NOT NULL THEN NULL ELSE found.end_flag END AS end_flag,
    CASE
        -- years before year 1: the longer ago, the smaller
        WHEN found.start_min IS NULL AND written LIKE 'Y-%'
            THEN ' ' || lpad(CAST(CAST(1e18 - least(CAST(regexp_extract(written, '[0-9]+(E[0-9]+)?', 0) AS DOUBLE), 1e18) AS BIGINT) AS VARCHAR), 19, '0')
        WHEN found.start_min IS NULL AND written LIKE '-%'
            THEN translate(substr(written, 1, 5), '0123456789', '9876543210') || substr(written, 6)
        WHEN found.start_min IS NULL AND written LIKE '0000%' THEN written
        WHEN found.missing = 'start' AND found.day IS NOT NULL THEN found.day
        WHEN found.start_min IS NULL AND found.missing = 'end' AND found.day IS NOT NULL THEN found.day
        ELSE coalesce(found.start_min, found.end_max, '~')
    END AS sorted_by
FROM found
LEFT JOIN days AS one ON one.day = found.first_day
LEFT JOIN days AS another ON another.day = found.last_day
LEFT JOIN days AS far ON far.day = found.reached
