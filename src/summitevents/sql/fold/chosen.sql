-- one row per event that has a date: the claim that gives it, which is a plan where an announced date refines the winner's
WITH winners AS (
    SELECT standings.*
    FROM standings
    SEMI JOIN (
        SELECT event, min(standing) AS standing FROM standings WHERE counts_for_date GROUP BY event
    ) AS firsts ON firsts.event = standings.event AND firsts.standing = standings.standing
)
SELECT
    winners.event,
    coalesce(min_by(plan.record, plan.standing), winners.record) AS record
FROM winners
LEFT JOIN standings AS plan
    ON plan.event = winners.event AND plan.counts_for_date AND plan.status = 'announced'
    AND winners.status IN ('occurred', 'ongoing')
    AND (plan.rank = 'preferred' OR winners.rank = 'normal')
    AND winners.from_min <= plan.from_min AND plan.from_max <= winners.from_max
    AND winners.to_min <= plan.to_min AND plan.to_max <= winners.to_max
    AND (
        plan.from_min <> winners.from_min OR plan.from_max <> winners.from_max
        OR plan.to_min <> winners.to_min OR plan.to_max <> winners.to_max
    )
GROUP BY winners.event, winners.record
