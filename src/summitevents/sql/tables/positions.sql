-- one row per event, question and position: what its claims say of its date, of its plan, or of a matter that is judged
SELECT
    stances.event, stances.question, stances.position, stances.fits_several, stances.state, stances.shown,
    CASE WHEN stances.question IN ('date', 'plan') THEN log.happened ELSE coalesce(log.summary, log.title) END AS value,
    CASE WHEN stances.question IN ('date', 'plan') THEN dates.words ELSE coalesce(log.summary, log.title) END AS value_words,
    stances.wider,
    dates.start_min, dates.start_max, dates.end_min, dates.end_max,
    log.id AS record, stances.n_claims, stances.claims, stances.n_sources, stances.sources, stances.n_official,
    stances.reason, stances.judged_by
FROM stances
JOIN log ON log.pos = stances.stand
LEFT JOIN dates ON dates.edtf = log.happened AND stances.question IN ('date', 'plan')
ORDER BY stances.event, stances.question, stances.position
