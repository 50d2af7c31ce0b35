-- one row per event slug that was absorbed into another event
SELECT event AS alias, canonical AS event
FROM absorbed
ORDER BY alias
