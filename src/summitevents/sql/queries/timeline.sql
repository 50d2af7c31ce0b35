-- the timeline: one row per event that has a date, in time order; a filter that is null lets everything through
-- $kind: a kind of event
-- $status: what its sources make of it
-- $actor: part of a name, in any of the spellings the sources use
-- $place: part of a place's name, likewise; places within it count too
-- $text: part of the title or of what any claim says
WITH RECURSIVE wanted_places AS (
    SELECT slug AS place FROM names
    WHERE declared = 'place' AND contains(folded, replace(strip_accents(lower($place)), '-', ' '))
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
        WHERE contains(names.folded, replace(strip_accents(lower($actor)), '-', ' '))
    ))
    AND ($place IS NULL OR event IN (SELECT event FROM claims JOIN wanted_places ON wanted_places.place = claims.place))
    AND ($text IS NULL OR event IN (
        SELECT event FROM claims
        WHERE contains(strip_accents(lower(concat_ws(' ', title, summary, outcome))), strip_accents(lower($text)))
    ))
ORDER BY nr
