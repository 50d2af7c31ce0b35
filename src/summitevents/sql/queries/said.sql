-- who said what: one row per claim that names a speaker, with the chain it came through
-- $speaker: words of the speaker's name, in any spelling; null for all
SELECT
    actors.name AS speaker, claims.kind, claims.title, claims.summary, claims.happened,
    claims.via, claims.source, claims.passage_start, claims.passage_end
FROM claims
JOIN actors ON actors.actor = claims.speaker
WHERE $speaker IS NULL OR claims.speaker IN (
    SELECT slug FROM names
    WHERE declared = 'actor' AND contains(' ' || folded || ' ', ' ' || replace(strip_accents(lower($speaker)), '-', ' ') || ' ')
)
ORDER BY actors.name, claims.pos
