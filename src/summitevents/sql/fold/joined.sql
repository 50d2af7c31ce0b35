-- one row per event that has a date: the date of the claim that gives it, and what that leaves open from others (rule 1)
-- Half-open is a date of which one side is a day, and the other is unknown or a span around that day. The missing day is that
-- of the first claim that gives it; else parts of the event tell how far it reached at least.
WITH dated AS (
    SELECT
        claimed.event, claimed.record, claimed.pos, claimed.seq, claimed.status, claimed.planned, claimed.happened, dates.words, claimed.basis,
        dates.start_flag, dates.end_flag,
        claimed.from_min, claimed.from_max, claimed.to_min, claimed.to_max,
        CASE
            WHEN dates.uncertain OR dates.approximate THEN NULL
            WHEN claimed.from_min = claimed.from_max AND (dates.end_flag = 'unknown'
                OR '' < claimed.to_min AND claimed.to_min <= claimed.from_min AND claimed.from_min <= claimed.to_max AND claimed.to_min < claimed.to_max)
                THEN 'end'
            WHEN claimed.to_min = claimed.to_max AND (dates.start_flag = 'unknown'
                OR '' < claimed.from_min AND claimed.from_min <= claimed.to_min AND claimed.to_min <= claimed.from_max AND claimed.from_min < claimed.from_max)
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
    WHERE day BETWEEN '-0' AND ':' -- of a year that has four digits
),
found AS (
    SELECT
        dated.*, given.day IS NOT NULL AS completed, CASE WHEN given.day IS NULL THEN farthest.day END AS reached,
        coalesce(given.record, farthest.record) AS bound_because,
        CASE WHEN dated.missing = 'start' THEN coalesce(given.day, dated.from_min) ELSE dated.from_min END AS first_day,
        CASE WHEN dated.missing = 'start' THEN coalesce(given.day, farthest.day, dated.from_max) ELSE dated.from_max END AS first_until,
        CASE WHEN dated.missing = 'end' THEN coalesce(given.day, farthest.day, dated.to_min) ELSE dated.to_min END AS last_from,
        CASE WHEN dated.missing = 'end' THEN coalesce(given.day, dated.to_max) ELSE dated.to_max END AS last_day
    FROM dated
    LEFT JOIN given ON given.event = dated.event
    LEFT JOIN farthest ON farthest.event = dated.event AND farthest.nr = 1
),
days AS (
    -- in EDTF, and in English as dates.words has it
    SELECT
        day, written, number, month, year,
        number || ' ' || month || ' ' || CASE
            WHEN day < '0001' THEN replace(CAST(1 - year AS VARCHAR), '10000', '10,000') || ' BC'
            WHEN day < '1000' THEN 'AD ' || CAST(year AS VARCHAR)
            ELSE CAST(year AS VARCHAR)
        END AS words
    FROM (
        SELECT
            day, written, CAST(CAST(right(written, 2) AS INTEGER) AS VARCHAR) AS number,
            split_part(
                'January February March April May June July August September October November December', ' ', CAST(substr(right(written, 5), 1, 2) AS INTEGER)
            ) AS month,
            CAST(substr(written, 1, length(written) - 6) AS INTEGER) AS year
        FROM (
            SELECT
                day,
                CASE WHEN day LIKE '-%' THEN translate(substr(day, 1, 5), '0123456789', '9876543210') || substr(day, 6) ELSE day END AS written
            FROM (
                SELECT first_day AS day FROM found WHERE bound_because IS NOT NULL AND (completed OR missing = 'end')
                UNION
                SELECT last_day AS day FROM found WHERE bound_because IS NOT NULL AND (completed OR missing = 'start')
                UNION
                SELECT reached AS day FROM found WHERE reached IS NOT NULL
            ) AS used
        ) AS texts
    ) AS parts_of_days
)
SELECT
    found.event, found.record, found.pos, found.basis, found.planned, found.bound_because,
    CASE
        WHEN NOT found.completed THEN found.happened
        WHEN one.day = another.day THEN one.written
        ELSE one.written || '/' || another.written
    END AS happened,
    CASE
        WHEN found.bound_because IS NULL THEN found.words
        WHEN found.reached IS NOT NULL AND found.missing = 'end' THEN 'from ' || one.words || ', at least until ' || far.words
        WHEN found.reached IS NOT NULL THEN 'until ' || another.words || ', at least from ' || far.words || ' on'
        WHEN one.day = another.day THEN one.words
        WHEN one.year = another.year AND one.month = another.month THEN one.number || '–' || another.words
        WHEN one.year = another.year THEN one.number || ' ' || one.month || ' – ' || another.words
        ELSE one.words || ' – ' || another.words
    END AS words,
    -- as columns of ISO days, only those of the years 1 to 9999
    CASE WHEN found.first_day BETWEEN '0001' AND ':' THEN found.first_day END AS start_min,
    CASE WHEN found.first_until BETWEEN '0001' AND ':' THEN found.first_until END AS start_max,
    CASE WHEN found.last_from BETWEEN '0001' AND ':' THEN found.last_from END AS end_min,
    CASE WHEN found.last_day BETWEEN '0001' AND ':' THEN found.last_day END AS end_max,
    CASE WHEN found.completed AND found.missing = 'start' THEN CASE WHEN found.first_day < '0001' THEN 'beyond' END ELSE found.start_flag END AS start_flag,
    CASE WHEN found.completed AND found.missing = 'end' THEN CASE WHEN found.last_day < '0001' THEN 'beyond' END ELSE found.end_flag END AS end_flag,
    CASE WHEN found.first_day = '' THEN found.last_day ELSE found.first_day END AS sorted_by,
    found.last_day
FROM found
LEFT JOIN days AS one ON one.day = found.first_day
LEFT JOIN days AS another ON another.day = found.last_day
LEFT JOIN days AS far ON far.day = found.reached
