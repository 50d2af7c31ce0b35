-- one row per event and actor and role
SELECT
    parties.event, parties.actor, parties.role, declared.iso3, parties.office, parties.name, parties.n_claims, parties.standing
FROM parties
LEFT JOIN (SELECT actor, min(iso3) AS iso3 FROM actors GROUP BY actor) AS declared ON declared.actor = parties.actor
ORDER BY parties.event, parties.standing, parties.actor, parties.role
