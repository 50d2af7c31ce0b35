-- the timeline: one row per event that has a date, in time order; a filter that is null lets everything through
-- $kind: a kind of event
-- $status: what its sources make of it
-- $actor: words of a name, in any of the spellings the sources use
-- $place: words of a place's name, likewise; places within it count too
-- $text: words, all of which one claim has in its title or in what it says
WITH RECURSIVE wanted_places AS (
    SELECT slug AS place FROM names
    WHERE declared = 'place' AND contains(' ' || folded || ' ', ' ' || replace(strip_accents(lower($place)), '-', ' ') || ' ')
    UNION
    SELECT places.place FROM places JOIN wanted_places ON places.within = wanted_places.place
)
SELECT timeline.*
FROM timeline
WHERE ($kind IS NULL OR kind = $kind)
    AND ($status IS NULL OR status = $status)
    AND ($actor IS NULL OR event IN (
        SELECT event FROM participants
        JOIN names ON names.declared = 'actor' AND names.slug = participants.actor
        WHERE contains(' ' || names.folded || ' ', ' ' || replace(strip_accents(lower($actor)), '-', ' ') || ' ')
    ))
    AND ($place IS NULL OR event IN (SELECT event FROM claims JOIN wanted_places ON wanted_places.place = claims.place))
    AND ($text IS NULL OR event IN (
        SELECT event FROM claims
        WHERE list_has_all(
            regexp_extract_all(strip_accents(lower(concat_ws(' ', title, summary, outcome))), '[\p{L}\p{N}]+'),
            regexp_extract_all(strip_accents(lower($text)), '[\p{L}\p{N}]+')
        )
    ))
ORDER BY nr
