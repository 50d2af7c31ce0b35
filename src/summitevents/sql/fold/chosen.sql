-- one row per event that has a date: the claim that gives it, which is a plan where an announced date refines the winner's
SELECT
    winners.event,
    coalesce(min_by(plan.record, plan.standing), winners.record) AS record
FROM winners
LEFT JOIN standings AS plan
    ON plan.event = winners.event AND plan.counts_for_date AND plan.status = 'announced'
    AND winners.status IN ('occurred', 'ongoing')
    AND (plan.rank = 'preferred' OR winners.rank = 'normal')
    AND coalesce(winners.start_min, '0') <= coalesce(plan.start_min, '0')
    AND coalesce(plan.start_max, '9999-12-31') <= coalesce(winners.start_max, '9999-12-31')
    AND coalesce(winners.end_min, '0') <= coalesce(plan.end_min, '0')
    AND coalesce(plan.end_max, '9999-12-31') <= coalesce(winners.end_max, '9999-12-31')
    AND (
        plan.start_min IS DISTINCT FROM winners.start_min OR plan.start_max IS DISTINCT FROM winners.start_max
        OR plan.end_min IS DISTINCT FROM winners.end_min OR plan.end_max IS DISTINCT FROM winners.end_max
    )
GROUP BY winners.event, winners.record
