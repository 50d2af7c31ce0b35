-- the timeline: one row per event that has a date, in time order; a filter that is null lets everything through
-- $kind: a kind of event; of several, a line each, any
-- $status: what its sources make of it; of several lines, any
-- $actor: words of a name, in any of the spellings the sources use; of several lines, all
-- $place: words of a place's name, likewise, and places within it count too; of several lines, any
-- $text: words, all of which one claim has in its title or in what it says; of several lines, all
WITH RECURSIVE wanted_places AS (
    SELECT slug AS place
    FROM names
    JOIN (SELECT unnest(string_split($place, chr(10))) AS words)
        ON contains(' ' || folded || ' ', ' ' || replace(strip_accents(lower(words)), '-', ' ') || ' ')
    WHERE declared = 'place'
    UNION
    SELECT places.place FROM places JOIN wanted_places ON places.within = wanted_places.place
)
SELECT
    timeline.*,
    cited.source, sources.title AS source_title, sources.publisher, sources.published_words,
    cited.locator, cited.passage_start, cited.passage_end, coalesce(sources.address, sources.copy_address) AS address,
    sources.copy_address, sources.taken_from
FROM timeline
LEFT JOIN claims AS cited ON cited.record = timeline.because
LEFT JOIN sources ON sources.source = cited.source
WHERE ($kind IS NULL OR list_contains(string_split($kind, chr(10)), timeline.kind))
    AND ($status IS NULL OR list_contains(string_split($status, chr(10)), timeline.status))
    AND ($actor IS NULL OR timeline.event IN (
        SELECT event FROM participants
        JOIN names ON names.declared = 'actor' AND names.slug = participants.actor
        JOIN (SELECT unnest(string_split($actor, chr(10))) AS words)
            ON contains(' ' || names.folded || ' ', ' ' || replace(strip_accents(lower(words)), '-', ' ') || ' ')
        GROUP BY event
        HAVING count(DISTINCT words) = length(list_distinct(string_split($actor, chr(10))))
    ))
    AND ($place IS NULL OR timeline.event IN (SELECT event FROM claims JOIN wanted_places ON wanted_places.place = claims.place))
    AND ($text IS NULL OR timeline.event IN (
        SELECT event FROM claims
        JOIN (SELECT unnest(string_split($text, chr(10))) AS words) ON list_has_all(
            regexp_extract_all(strip_accents(lower(concat_ws(' ', title, summary, outcome))), '[\p{L}\p{N}]+'),
            regexp_extract_all(strip_accents(lower(words)), '[\p{L}\p{N}]+')
        )
        GROUP BY event
        HAVING count(DISTINCT words) = length(list_distinct(string_split($text, chr(10))))
    ))
ORDER BY timeline.nr
