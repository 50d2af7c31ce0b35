-- one row per event that has a date: the claim that gives it, which is a plan where an announced date refines the winner's
WITH firsts AS (
    SELECT standings.event, min_by(standings.pos, standings.standing) AS pos
    FROM standings
    JOIN claimed ON claimed.pos = standings.pos
    WHERE claimed.counts_for_date
    GROUP BY standings.event
),
plans AS (
    SELECT claimed.*, standings.standing
    FROM claimed
    JOIN standings ON standings.pos = claimed.pos
    WHERE claimed.counts_for_date AND claimed.status = 'announced'
)
SELECT
    firsts.event,
    coalesce(min_by(plans.pos, plans.standing), firsts.pos) AS pos
FROM firsts
JOIN claimed AS winner ON winner.pos = firsts.pos
LEFT JOIN plans
    ON plans.event = firsts.event
    AND winner.status IN ('occurred', 'ongoing')
    AND (plans.rank = 'preferred' OR winner.rank = 'normal')
    AND winner.from_min <= plans.from_min AND plans.from_max <= winner.from_max
    AND winner.to_min <= plans.to_min AND plans.to_max <= winner.to_max
    AND (
        plans.from_min <> winner.from_min OR plans.from_max <> winner.from_max
        OR plans.to_min <> winner.to_min OR plans.to_max <> winner.to_max
    )
GROUP BY firsts.event, firsts.pos
