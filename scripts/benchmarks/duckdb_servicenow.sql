-- The work of the main job on the real ServiceNow log, as an analyst would write it in DuckDB:
-- rows → events → incidents → transitions → Parquet. Bind $log and $out (a folder that exists).
-- It has no identities, journeys, friction, measures, report, lineage or checks of its input.

CREATE TABLE updates AS
SELECT number,
       CAST(sys_mod_count AS INTEGER) AS modification,
       timezone('Europe/London', strptime(sys_updated_at, '%-d/%-m/%Y %H:%M')) AS updated_at,
       timezone('Europe/London', strptime(opened_at, '%-d/%-m/%Y %H:%M')) AS opened_at,
       CASE incident_state WHEN 'New' THEN 'new' WHEN 'Active' THEN 'open'
            WHEN 'Resolved' THEN 'solved' WHEN 'Closed' THEN 'closed'
            WHEN 'Awaiting User Info' THEN 'pending' ELSE 'on-hold' END AS state,
       assignment_group, assigned_to, caller_id, category, subcategory, contact_type,
       made_sla = 'false' AS is_breached,
       CAST(reopen_count AS INTEGER) AS reopen_count,
       CAST(reassignment_count AS INTEGER) AS reassignment_count
FROM read_csv(getvariable('log'), all_varchar = true, header = true, nullstr = '?');

CREATE TABLE events AS
SELECT number, opened_at AS happened_at, -1 AS modification, 'opened' AS activity, NULL AS value,
       NULL AS queue, NULL AS agent
FROM updates GROUP BY number, opened_at
UNION ALL
SELECT number, updated_at, modification, 'assigned', NULL, assignment_group, assigned_to
FROM updates
UNION ALL
SELECT number, updated_at, modification, 'status', state, NULL, NULL FROM updates
UNION ALL
SELECT number, updated_at, modification, 'sla-breached', NULL, NULL, NULL
FROM updates WHERE is_breached;

CREATE TABLE steps AS
SELECT *, state IN ('solved', 'closed') AS is_settled,
       lag(state IN ('solved', 'closed')) OVER history AS was_settled,
       lag(coalesce(assignment_group, '?')) OVER history AS previous_group,
       row_number() OVER history AS step
FROM updates
WINDOW history AS (PARTITION BY number ORDER BY updated_at, modification);

CREATE TABLE incidents AS
SELECT number, min(least(opened_at, updated_at)) AS started_at,
       CASE WHEN arg_max(is_settled, step)
            THEN max(updated_at) FILTER (is_settled AND NOT coalesce(was_settled, false)) END
         AS ended_at,
       arg_max(state, step) AS state,
       arg_max(coalesce(assignment_group, '?'), step) AS queue,
       any_value(caller_id) AS caller, any_value(category || ' / ' || subcategory) AS reason,
       count(*) FILTER (was_settled AND NOT is_settled) AS reopens,
       count(*) FILTER (coalesce(assignment_group, '?') <> previous_group) AS reassignments,
       max(reopen_count) AS vendor_reopens, max(reassignment_count) AS vendor_reassignments
FROM steps GROUP BY number;

CREATE TABLE labels AS
SELECT number, happened_at, modification,
       CASE activity WHEN 'status' THEN 'ticket ' || value ELSE 'ticket ' || activity END AS label
FROM events;

CREATE TABLE transitions AS
SELECT label AS source, next AS target, count(*) AS times,
       count(DISTINCT number) AS incidents, quantile_disc(gap, 0.5) AS median_gap
FROM (SELECT number, label, lead(label) OVER history AS next, lead(happened_at) OVER history - happened_at AS gap
      FROM labels WINDOW history AS (PARTITION BY number ORDER BY happened_at, modification, label))
WHERE next IS NOT NULL GROUP BY source, target;

SET VARIABLE target = getvariable('out');
COPY (SELECT * FROM incidents ORDER BY number)
  TO (getvariable('target') || '/incidents.parquet') (FORMAT parquet, COMPRESSION gzip);
COPY (SELECT * FROM events ORDER BY number, happened_at, modification, activity)
  TO (getvariable('target') || '/events.parquet') (FORMAT parquet, COMPRESSION gzip);
COPY (SELECT * FROM transitions ORDER BY times DESC)
  TO (getvariable('target') || '/transitions.parquet') (FORMAT parquet, COMPRESSION gzip);
