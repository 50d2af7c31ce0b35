-- one row per EDTF string: the first and last possible day of its start and of its end, and how many days it reaches over
-- Days of any year sort as text (see standards/edtf_dates.py); what is open or unknown comes before all of them, '', or after, '~'.
SELECT
    dates.edtf,
    coalesce(dates.start_min, distant.from_min, '') AS from_min,
    coalesce(dates.start_max, distant.from_max, '~') AS from_max,
    coalesce(dates.end_min, distant.to_min, '') AS to_min,
    coalesce(dates.end_max, distant.to_max, '~') AS to_max,
    coalesce(date_diff('day', CAST(dates.start_min AS DATE), CAST(dates.end_max AS DATE)), distant.days) AS days
FROM dates
LEFT JOIN distant ON distant.edtf = dates.edtf
