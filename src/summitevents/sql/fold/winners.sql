-- one row per event that has a date: the claim whose date stands first
SELECT standings.*
FROM standings
SEMI JOIN (
    SELECT event, min(standing) AS standing FROM standings WHERE counts_for_date GROUP BY event
) AS firsts ON firsts.event = standings.event AND firsts.standing = standings.standing
