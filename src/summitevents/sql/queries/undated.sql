-- events that no passage dates: one row per event, with what is said of it
SELECT event, kind, title, summary, status, quantity, unit, n_claims
FROM events
WHERE happened IS NULL
ORDER BY kind, event
