#!/usr/bin/env python3
"""The job of `throughline run` as a skilled analyst writes it in DuckDB: the rival of `make bench`.

    .venv/bin/python scripts/benchmarks/peers/duckdb.py CENTER OUT [--threads 2]

Reads every export of a simulated center (CENTER/exports), of every record the newest version, and
writes interactions, events, customers, journeys and daily measures to OUT as Parquet. What it does
not do: reject records by name, hash identifiers, detect friction, name personas, report, or answer
`explain`. Prints what it found as JSON.

Pages of JSON hold one record per line, so they are read as lines, on all cores, and each line is
parsed once; DuckDB's own reader of a page has no parallelism and stops at the first bad record.
"""

import argparse
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

# This file is called as the library it uses; its own folder must not be searched for modules.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent]

import duckdb
import numpy
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

CALL = {
    "ContactId": "VARCHAR", "InitiationMethod": "VARCHAR", "InitiationTimestamp": "TIMESTAMP",
    "DisconnectTimestamp": "TIMESTAMP", "LastUpdateTimestamp": "TIMESTAMP",
    "DisconnectReason": "VARCHAR", "InitialContactId": "VARCHAR", "RelatedContactId": "VARCHAR",
    "CustomerEndpoint": {"Address": "VARCHAR"},
    "Attributes": {"customerId": "VARCHAR", "contactReason": "VARCHAR", "caseNumber": "VARCHAR"},
    "Queue": {"Name": "VARCHAR", "EnqueueTimestamp": "TIMESTAMP", "DequeueTimestamp": "TIMESTAMP"},
    "Agent": {
        "Username": "VARCHAR", "ConnectedToAgentTimestamp": "TIMESTAMP",
        "CustomerHoldDuration": "INTEGER", "NumberOfHolds": "INTEGER",
        "AfterContactWorkStartTimestamp": "TIMESTAMP", "AfterContactWorkDuration": "INTEGER"},
}
CHAT = {
    "conversationId": "VARCHAR", "conversationStart": "TIMESTAMP", "conversationEnd": "TIMESTAMP",
    "participants": [{
        "purpose": "VARCHAR", "userId": "VARCHAR", "externalContactId": "VARCHAR",
        "attributes": {"customerId": "VARCHAR", "contactReason": "VARCHAR",
                       "context.email": "VARCHAR"},
        "sessions": [{
            "mediaType": "VARCHAR", "flow": {"flowName": "VARCHAR"},
            "journeyCustomerId": "VARCHAR",
            "segments": [{
                "segmentStart": "TIMESTAMP", "segmentEnd": "TIMESTAMP", "segmentType": "VARCHAR",
                "queueId": "VARCHAR", "disconnectType": "VARCHAR"}],
            "metrics": [{"name": "VARCHAR", "value": "BIGINT", "emitDate": "TIMESTAMP"}]}]}],
}
TICKET = {
    "id": "BIGINT", "external_id": "VARCHAR", "created_at": "TIMESTAMP", "updated_at": "TIMESTAMP",
    "via": {"channel": "VARCHAR", "source": {"from": {"address": "VARCHAR"}}},
    "status": "VARCHAR", "requester_id": "BIGINT", "group_id": "BIGINT", "assignee_id": "BIGINT",
    "custom_fields": [{"id": "BIGINT", "value": "VARCHAR"}],
}
AUDIT = {
    "id": "BIGINT", "ticket_id": "BIGINT", "created_at": "TIMESTAMP", "author_id": "BIGINT",
    "events": [{"type": "VARCHAR", "field_name": "VARCHAR", "value": "VARCHAR",
                "public": "BOOLEAN"}],
}
USER = {
    "id": "BIGINT", "email": "VARCHAR", "phone": "VARCHAR", "external_id": "VARCHAR",
    "role": "VARCHAR", "updated_at": "TIMESTAMP", "shared_phone_number": "BOOLEAN",
}
INCIDENT_COLUMNS = [
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count",
    "made_sla", "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at",
    "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory",
    "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to",
    "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor", "caused_by",
    "closed_code", "resolved_by", "resolved_at", "closed_at",
]
SURVEY_COLUMNS = [
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration", "Finished",
    "RecordedDate", "ResponseId", "LastName", "FirstName", "Email", "ExternalReference",
    "Latitude", "Longitude", "Channel", "Language", "Q1", "Q2Group", "Q2", "contact_id",
]
CUSTOMER_COLUMNS = [
    "customer_id", "name", "email", "phone", "segment", "account_id", "servicenow_caller",
    "notes", "updated_at",
]


def day_in_new_york():
    """The macro of a UTC instant's day, by the zone's few changes: asking ICU per row is slow."""
    zone, step = ZoneInfo("America/New_York"), timedelta(hours=1)
    hour, last = datetime(2020, 1, 1, tzinfo=timezone.utc), datetime(2031, 1, 1, tzinfo=timezone.utc)
    offset, cases = hour.astimezone(zone).utcoffset(), ""
    while hour < last:
        now = hour.astimezone(zone).utcoffset()
        if now != offset:
            cases += (f" WHEN moment < TIMESTAMP '{hour:%Y-%m-%d %H:%M}' "
                      f"THEN INTERVAL '{offset // step} hours'")
            offset = now
        hour += step
    return (f"CREATE MACRO day_of(moment) AS (CAST(moment + CASE{cases} "
            f"ELSE INTERVAL '{offset // step} hours' END AS DATE));")


def newest(table, key, version, condition):
    """The condition that a row is the newest usable version of its record."""
    return (f"rowid IN (SELECT max_by(rowid, {version}) FROM {table} "
            f"WHERE {condition} GROUP BY {key})")


def lines(paths):
    """The lines of files as a table function; the separator occurs in none of them."""
    return (f"read_csv({paths!r}, columns={{'line': 'VARCHAR'}}, delim='\x01', quote='', "
            "escape='', header=false, auto_detect=false, max_line_size=67108864)")


def parsed(paths, shape, text="line"):
    """A query of one row per well-formed record.

    It becomes a table before anything is asked of it: a condition on a column would be pushed down
    and parse every record once more.
    """
    shape = json.dumps(shape)
    return (f"SELECT unnest(json_transform(text, '{shape}')) FROM "
            f"(SELECT {text} AS text FROM {lines(paths)}) WHERE json_valid(text)")


def page(member):
    """A record's text in a page that has one per line: without envelope and commas."""
    head = f'{{"{member}":['
    return (f"CASE WHEN starts_with(line, '{head}') THEN rtrim(line[{len(head) + 1}:], ',') "
            "WHEN line[-1] = ',' THEN line[:-2] "
            "WHEN line[-2:] = '}}' OR contains(line, '],\"') "
            "THEN regexp_replace(line, '\\],\"(next_page|cursor)\".*$', '') ELSE line END")


GLUED = """unnest(string_split(replace(line, '}{"AWSAccountId"', '}' || chr(1) || '{"AWSAccountId"'),
  chr(1)))"""


def rows(paths, columns, skip=1):
    """A CSV file of known columns as text; rows of another width are left out."""
    shape = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    return (f"read_csv({paths!r}, columns={{{shape}}}, header=false, skip={skip}, delim=',', "
            "quote='\"', escape='\"', auto_detect=false, ignore_errors=true, "
            "strict_mode=true, nullstr='')")


MACROS = """
CREATE MACRO ms(a, b) AS (epoch_ms(b) - epoch_ms(a));
CREATE MACRO uid(system, native) AS hash(system, native);
CREATE MACRO email_of(x) AS (CASE WHEN contains(x, '<')
  THEN lower(regexp_extract(x, '<([^<>]+@[^<>]+)>', 1)) ELSE lower(nullif(trim(x), '')) END);
CREATE MACRO e164(d) AS (CASE
  WHEN d[1] = '+' AND length(d) >= 9 THEN d
  WHEN d[1:2] = '00' AND length(d) >= 10 THEN '+' || d[3:]
  WHEN length(d) = 10 THEN '+1' || d
  WHEN length(d) = 11 AND d[1] = '1' THEN '+' || d END);
CREATE MACRO phone_of(x) AS (CASE WHEN regexp_full_match(x, '\\+[0-9]{9,15}') THEN x
  ELSE e164(regexp_replace(replace(x, '(0)', ''), '[^0-9+]', '', 'g')) END);
CREATE MACRO reachable(p) AS (CASE WHEN p NOT IN ('+18005550100', '+12025550177', '+266696687',
  '+7378742833', '+8656696') THEN p END);
"""


def reading(files):
    """What reads the exports: one statement per table, the newest version of every record."""
    incidents = rows(files("servicenow/incidents"), INCIDENT_COLUMNS)
    surveys = " UNION ALL ".join(
        f"SELECT '{system}' AS system, * FROM {rows(files(f'qualtrics/{name}'), SURVEY_COLUMNS, 3)}"
        for name, system in [("calls", "connect"), ("chats", "genesys"), ("tickets", "zendesk")])
    return f"""
CREATE TEMP TABLE raw_calls AS {parsed(files("connect/contacts"), CALL, GLUED)};
CREATE TEMP TABLE legs AS
SELECT uid('connect', native) AS iid, * FROM (
  SELECT ContactId AS leg, InitiationMethod AS method,
    CASE WHEN method = 'TRANSFER' THEN InitialContactId ELSE ContactId END AS native,
    InitiationTimestamp AS started, DisconnectTimestamp AS ended,
    LastUpdateTimestamp AS updated, DisconnectReason AS closing, RelatedContactId AS related,
    CASE WHEN method = 'CALLBACK' THEN InitialContactId END AS asked_on,
    phone_of(CustomerEndpoint.Address) AS phone, Attributes.customerId AS crm,
    Attributes.contactReason AS reason, Attributes.caseNumber AS case_number,
    "Queue".Name AS queue,
    CASE WHEN method <> 'CALLBACK' THEN "Queue".EnqueueTimestamp END AS queued,
    CASE WHEN method = 'CALLBACK' THEN "Queue".DequeueTimestamp END AS dialled,
    Agent.Username AS agent, Agent.ConnectedToAgentTimestamp AS answered,
    Agent.CustomerHoldDuration * 1000 AS hold_ms, Agent.NumberOfHolds AS holds,
    Agent.AfterContactWorkStartTimestamp AS wrapped, Agent.AfterContactWorkDuration * 1000 AS wrap_ms
  FROM raw_calls
  WHERE {newest("raw_calls", "ContactId", "LastUpdateTimestamp", "ContactId IS NOT NULL "
    "AND InitiationTimestamp IS NOT NULL AND InitiationMethod <> 'MONITOR'")});

CREATE TEMP TABLE raw_chats AS {parsed(files("genesys/conversations"), CHAT, page("conversations"))};
CREATE TEMP TABLE sessions AS
SELECT iid, native, started, purpose, agent, reason, email, crm, chat_contact,
  unnest(part.sessions, max_depth := 2)
FROM (
  SELECT iid, native, started, part, part.purpose AS purpose, part.userId AS agent,
    part.attributes.contactReason AS reason, email_of(part.attributes."context.email") AS email,
    part.attributes.customerId AS crm, part.externalContactId AS chat_contact
  FROM (
    SELECT uid('genesys', conversationId) AS iid, conversationId AS native,
      conversationStart AS started, unnest(participants) AS part
    FROM (
      SELECT * FROM raw_chats WHERE {newest("raw_chats", "conversationId",
        "coalesce(conversationEnd, conversationStart)",
        "conversationId IS NOT NULL AND conversationStart IS NOT NULL")})));

CREATE TEMP TABLE raw_tickets AS {parsed(files("zendesk/tickets"), TICKET, page("tickets"))};
CREATE TEMP TABLE tickets AS
SELECT uid('zendesk', id::VARCHAR) AS iid, id, external_id, created_at, updated_at,
  via.channel AS via, requester_id, group_id, assignee_id, status,
  CASE WHEN via.channel = 'email' THEN email_of(via.source."from".address) END AS email,
  list_filter(custom_fields, lambda f: f.id = 360001)[1].value AS reason
FROM raw_tickets WHERE {newest("raw_tickets", "id", "updated_at",
  "id IS NOT NULL AND updated_at IS NOT NULL AND created_at IS NOT NULL")};

CREATE TEMP TABLE raw_audits AS {parsed(files("zendesk/audits"), AUDIT)};
CREATE TEMP TABLE audit_events AS
SELECT a.iid, a.id AS audit, a.moment, a.author, t.requester_id = a.author AS is_customer,
  a.e.type AS type, a.e.field_name AS field, a.e.value AS value, a.e.public AS public
FROM (
  SELECT uid('zendesk', ticket_id::VARCHAR) AS iid, id, created_at AS moment, author_id AS author,
    unnest(events) AS e
  FROM raw_audits
  WHERE {newest("raw_audits", "id", "created_at", "id IS NOT NULL AND created_at IS NOT NULL")}) AS a
JOIN tickets AS t USING (iid)
WHERE e.type = 'Comment' OR e.field_name IN ('status', 'group_id', 'assignee_id', 'priority');

CREATE TEMP TABLE raw_users AS {parsed(files("zendesk/users"), USER)};
CREATE TEMP TABLE users AS
SELECT id, email_of(email) AS email, external_id AS crm,
  CASE WHEN shared_phone_number IS NOT TRUE THEN phone_of(phone) END AS phone
FROM raw_users WHERE {newest("raw_users", "id", "updated_at",
  "id IS NOT NULL AND updated_at IS NOT NULL AND role = 'end-user'")};

CREATE TEMP TABLE incidents AS
SELECT uid('servicenow', number) AS iid, *,
  lag(state IN ('Resolved', 'Closed')) OVER seen AS was_settled,
  state IN ('Resolved', 'Closed') AS is_settled,
  lag(queue IGNORE NULLS) OVER seen AS queue_before
FROM (
  SELECT DISTINCT number, incident_state AS state, sys_mod_count::INTEGER AS step,
    timezone('UTC', timezone('Europe/London', strptime(opened_at, '%d/%m/%Y %H:%M'))) AS opened,
    timezone('UTC', timezone('Europe/London', strptime(sys_updated_at, '%d/%m/%Y %H:%M'))) AS moment,
    caller_id AS caller, contact_type AS via, category || ' / ' || subcategory AS reason,
    nullif(assignment_group, '?') AS queue, nullif(assigned_to, '?') AS agent,
    made_sla = 'false' AS missed
  FROM {incidents}
  WHERE number IS NOT NULL AND try_strptime(sys_updated_at, '%d/%m/%Y %H:%M') IS NOT NULL
    AND try_strptime(opened_at, '%d/%m/%Y %H:%M') IS NOT NULL)
WINDOW seen AS (PARTITION BY number ORDER BY moment, step);

CREATE TEMP TABLE scores AS
SELECT iid, max_by(csat, moment) AS csat, max_by(nps, moment) AS nps FROM (
  SELECT uid(system, contact_id) AS iid, (TRY_CAST(Q1 AS INTEGER) - 1) * 250 AS csat,
    TRY_CAST(Q2 AS INTEGER) AS nps, TRY_CAST(EndDate AS TIMESTAMP) AS moment
  FROM ({surveys})
  WHERE ResponseId IS NOT NULL AND Status <> 'Survey Preview' AND moment IS NOT NULL
    AND csat BETWEEN 0 AND 1000
  QUALIFY row_number() OVER (PARTITION BY ResponseId ORDER BY moment DESC) = 1)
GROUP BY iid;

CREATE TEMP TABLE crm AS
SELECT customer_id AS id, email_of(email) AS email, phone_of(phone) AS phone,
  servicenow_caller AS caller
FROM {rows(files("crm/customers"), CUSTOMER_COLUMNS)}
WHERE customer_id IS NOT NULL AND TRY_CAST(updated_at AS TIMESTAMP) IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY TRY_CAST(updated_at AS TIMESTAMP) DESC) = 1;
"""


EVENTS = """
CREATE TEMP TABLE segments AS
SELECT iid, purpose, agent, flow.flowName AS flow, unnest(segments, max_depth := 2) FROM sessions;

CREATE TEMP TABLE events AS
WITH calls AS (
  FROM legs SELECT iid, started AS moment, 'ivr-entered' AS activity, NULL AS queue, NULL AS agent,
    NULL AS value, NULL AS who, NULL::BIGINT AS duration_ms, 0 AS rank WHERE method = 'INBOUND'
  UNION ALL FROM legs SELECT iid, started, 'transferred', queue, NULL, NULL, NULL, NULL, 5
    WHERE method = 'TRANSFER'
  UNION ALL FROM legs SELECT iid, started, 'callback-requested', NULL, NULL, NULL, NULL, NULL, 0
    WHERE method = 'CALLBACK'
  UNION ALL FROM legs SELECT iid, coalesce(dialled, started), 'callback-attempted', queue, NULL,
    NULL, NULL, NULL, 2
    WHERE dialled IS NOT NULL OR (method = 'OUTBOUND' AND related IS NOT NULL)
  UNION ALL FROM legs SELECT iid, queued, 'queued', queue, NULL, NULL, NULL, NULL, 3
    WHERE queued IS NOT NULL
  UNION ALL FROM legs SELECT iid, answered, 'answered', queue, agent, NULL, NULL, NULL, 4
    WHERE answered IS NOT NULL
  UNION ALL FROM legs SELECT iid, answered, 'held', NULL, NULL, NULL, NULL, hold_ms, 4
    WHERE holds > 0
  UNION ALL FROM legs SELECT iid, ended, 'ended', NULL, NULL, NULL, CASE closing
    WHEN 'CUSTOMER_DISCONNECT' THEN 'customer' WHEN 'AGENT_DISCONNECT' THEN 'agent' ELSE 'system'
    END, NULL, 6 WHERE ended IS NOT NULL
  UNION ALL FROM legs SELECT iid, wrapped, 'wrapped-up', NULL, NULL, NULL, NULL, wrap_ms, 7
    WHERE wrapped IS NOT NULL),
chats AS (
  FROM sessions SELECT iid, min(started), 'opened', NULL, NULL, NULL, NULL, NULL, 0 GROUP BY iid
  UNION ALL FROM sessions SELECT iid, segments[1].segmentStart, 'bot-message', NULL, NULL,
    flow.flowName, NULL, list_filter(metrics, lambda m: m.name = 'tFlow')[1].value, 1
    WHERE purpose = 'botflow'
  UNION ALL FROM sessions SELECT iid, list_filter(segments, lambda s: s.segmentType = 'interact')[1]
      .segmentStart, 'answered',
    list_filter(segments, lambda s: s.segmentType = 'interact')[1].queueId, agent, NULL, NULL, NULL, 4
    WHERE purpose = 'agent'
  UNION ALL FROM segments SELECT iid, segmentStart, CASE segmentType WHEN 'hold' THEN 'held'
      WHEN 'wrapup' THEN 'wrapped-up' ELSE 'queued' END, queueId, agent, NULL, NULL,
    ms(segmentStart, segmentEnd), CASE segmentType WHEN 'hold' THEN 4 WHEN 'wrapup' THEN 7 ELSE 3 END
    WHERE (purpose = 'acd' AND segmentType = 'interact')
      OR (purpose = 'agent' AND segmentType IN ('hold', 'wrapup'))
  UNION ALL FROM segments SELECT iid, segmentEnd, 'ended', NULL, NULL, NULL, CASE disconnectType
      WHEN 'client' THEN 'customer' WHEN 'endpoint' THEN 'customer' WHEN 'peer' THEN 'agent'
      ELSE 'system' END, NULL, 6
    WHERE purpose = 'customer' AND disconnectType IS NOT NULL AND disconnectType NOT LIKE '%ransfer'
  UNION ALL FROM (FROM sessions SELECT iid, agent, unnest(metrics) AS m WHERE purpose = 'agent')
    SELECT iid, m.emitDate, 'transferred', NULL, agent,
      CASE m.name WHEN 'nBlindTransferred' THEN 'blind' ELSE 'consult' END, NULL, NULL, 5
    WHERE m.name IN ('nBlindTransferred', 'nConsultTransferred')),
tickets_seen AS (
  FROM tickets SELECT iid, created_at, 'opened', NULL, NULL, NULL, NULL, NULL, 0
  UNION ALL FROM tickets SELECT iid, updated_at, 'status', NULL, NULL, status, NULL, NULL, 3
  UNION ALL FROM audit_events SELECT iid, moment,
      CASE WHEN type = 'Comment' THEN CASE WHEN NOT public THEN 'note' WHEN is_customer
        THEN 'message-in' ELSE 'message-out' END
        WHEN field IN ('group_id', 'assignee_id') THEN 'assigned' ELSE field END,
      CASE WHEN field = 'group_id' THEN value END, CASE WHEN field = 'assignee_id' THEN value END,
      CASE WHEN field IN ('status', 'priority') THEN value END,
      CASE WHEN author = -1 THEN 'system' WHEN is_customer THEN 'customer' ELSE 'agent' END,
      NULL, CASE WHEN type = 'Comment' THEN 1 WHEN field = 'status' THEN 3 ELSE 2 END),
incidents_seen AS (
  FROM incidents SELECT iid, min(opened), 'opened', NULL, NULL, NULL, NULL, NULL, 0 GROUP BY iid
  UNION ALL FROM incidents SELECT iid, moment, 'assigned', queue, agent, NULL, NULL, NULL, 2
    WHERE queue IS NOT NULL OR agent IS NOT NULL
  UNION ALL FROM incidents SELECT iid, moment, 'status', NULL, NULL, CASE state WHEN 'New' THEN 'new'
      WHEN 'Active' THEN 'open' WHEN 'Resolved' THEN 'solved' WHEN 'Closed' THEN 'closed'
      WHEN 'Awaiting User Info' THEN 'pending' ELSE 'on-hold' END, NULL, NULL, 3
  UNION ALL FROM incidents SELECT DISTINCT iid, moment, 'sla-breached', NULL, NULL, NULL, NULL,
    NULL::BIGINT, 2 WHERE missed)
FROM calls UNION ALL FROM chats UNION ALL FROM tickets_seen UNION ALL FROM incidents_seen;
"""

INTERACTIONS = """
CREATE TEMP TABLE interactions AS
WITH calls AS (
  SELECT iid, any_value(native) AS native, 'connect' AS system, 'call' AS kind, 'voice' AS channel,
    CASE WHEN min_by(method, started) = 'INBOUND' THEN 'inbound' ELSE 'outbound' END AS direction,
    min(started) AS started, min(answered) AS answered, max(ended) AS ended,
    max_by(queue, started) AS queue, max_by(agent, started) AS agent,
    max_by(reason, updated) AS reason,
    min(queued) AS queued, min_by(queue, queued) AS first_queue,
    bool_or(method = 'CALLBACK') AS requested, max_by(closing, ended) AS closing,
    (count(*) FILTER (method = 'TRANSFER'))::INTEGER AS transfers, sum(holds) AS holds,
    sum(hold_ms) AS hold_ms, sum(ms(answered, ended) - hold_ms) AS talk_ms, sum(wrap_ms) AS wrap_ms
  FROM legs GROUP BY iid),
chat_parts AS (
  SELECT iid, min(segmentStart) FILTER (purpose = 'acd') AS queued,
    min_by(queueId, segmentStart) FILTER (purpose = 'acd') AS first_queue,
    min(segmentEnd) FILTER (purpose = 'acd') AS left_queue,
    min(segmentStart) FILTER (purpose = 'agent') AS answered,
    max(segmentEnd) FILTER (purpose = 'customer') AS ended,
    max_by(disconnectType, segmentEnd) FILTER (purpose = 'customer') AS closing,
    max_by(queueId, segmentStart) AS queue,
    max_by(agent, segmentStart) FILTER (purpose = 'agent') AS agent,
    bool_or(purpose = 'botflow') AS has_bot,
    count(*) FILTER (segmentType = 'hold') AS holds,
    sum(ms(segmentStart, segmentEnd)) FILTER (segmentType = 'hold') AS hold_ms,
    sum(ms(segmentStart, segmentEnd)) FILTER (purpose = 'agent' AND segmentType = 'interact')
      AS talk_ms,
    sum(ms(segmentStart, segmentEnd)) FILTER (segmentType = 'wrapup') AS wrap_ms
  FROM segments GROUP BY iid),
chat_heads AS (
  SELECT iid, any_value(native) AS native, min(started) AS started,
    any_value(mediaType) FILTER (purpose = 'customer') AS media, max(reason) AS reason,
    sum(len(list_filter(metrics, lambda m: m.name IN ('nBlindTransferred', 'nConsultTransferred'))))
      AS transfers
  FROM sessions GROUP BY iid),
statuses AS (
  SELECT iid, min(moment) FILTER (settled AND was IS NOT TRUE) AS first_settled,
    max(moment) FILTER (settled AND was IS NOT TRUE) AS last_settled,
    count(*) FILTER (NOT settled AND was) AS reopens, max_by(settled, ord) AS is_settled
  FROM (
    SELECT iid, moment, settled, lag(settled) OVER seen AS was, row_number() OVER seen AS ord
    FROM (
      SELECT iid, moment, value IN ('solved', 'closed') AS settled, audit
      FROM audit_events WHERE field = 'status'
      UNION ALL SELECT iid, updated_at, status IN ('solved', 'closed'), 9223372036854775807
      FROM tickets)
    WINDOW seen AS (PARTITION BY iid ORDER BY moment, audit))
  GROUP BY iid),
groups AS (
  SELECT iid, count(*) FILTER (value <> was) AS transfers FROM (
    SELECT iid, value, lag(value) OVER (PARTITION BY iid ORDER BY moment, audit) AS was
    FROM audit_events WHERE field = 'group_id') GROUP BY iid),
messages AS (
  SELECT iid, count(*) FILTER (is_customer) AS messages_in,
    count(*) FILTER (NOT is_customer) AS messages_out,
    min(moment) FILTER (NOT is_customer) AS responded
  FROM audit_events WHERE type = 'Comment' AND public GROUP BY iid),
incident_parts AS (
  SELECT iid, any_value(number) AS native, min(opened) AS started, max_by(queue, (moment, step)) AS queue,
    max_by(agent, (moment, step)) AS agent, max_by(reason, (moment, step)) AS reason,
    count(*) FILTER (queue <> queue_before) AS transfers,
    count(*) FILTER (was_settled AND NOT is_settled) AS reopens,
    max_by(is_settled, (moment, step)) AS is_settled,
    min(moment) FILTER (is_settled AND was_settled IS NOT TRUE) AS first_settled,
    max(moment) FILTER (is_settled AND was_settled IS NOT TRUE) AS last_settled
  FROM incidents GROUP BY iid),
united AS (
  SELECT iid, native, system, kind, channel, direction, started, answered, ended, queue, agent,
    reason, queued, first_queue,
    CASE WHEN answered IS NOT NULL THEN 'handled' WHEN ended IS NULL THEN 'open'
      WHEN requested OR native IN (SELECT asked_on FROM legs WHERE asked_on IS NOT NULL) THEN NULL
      WHEN queued IS NOT NULL THEN if(closing = 'CUSTOMER_DISCONNECT', 'abandoned', 'missed')
      WHEN direction = 'inbound' THEN 'contained' ELSE 'missed' END AS outcome,
    ms(queued, coalesce(answered, ended)) AS wait_ms,
    CASE WHEN direction = 'inbound' THEN ms(started, coalesce(queued, answered, ended)) END AS ivr_ms,
    hold_ms, talk_ms, wrap_ms, ms(queued, answered) AS first_response_ms, transfers, holds,
    0 AS messages_in, 0 AS messages_out, 0 AS reopens,
    NULL::TIMESTAMP AS first_settled, NULL::BOOLEAN AS is_settled
  FROM calls
  UNION ALL
  SELECT iid, native, 'genesys', media, media, 'inbound', started, answered, ended, queue, agent,
    reason, queued, first_queue,
    CASE WHEN answered IS NOT NULL THEN 'handled'
      WHEN media = 'message' AND queued IS NULL AND NOT has_bot THEN NULL
      WHEN ended IS NULL THEN 'open'
      WHEN queued IS NOT NULL THEN if(closing IN ('endpoint', 'client'), 'abandoned', 'missed')
      WHEN has_bot THEN 'contained' ELSE 'missed' END,
    ms(queued, coalesce(answered, left_queue)), NULL, hold_ms, talk_ms, wrap_ms,
    ms(started, answered), transfers, holds, 0, 0, 0, NULL, NULL
  FROM chat_heads JOIN chat_parts USING (iid)
  UNION ALL
  SELECT iid, id::VARCHAR, 'zendesk', 'ticket', 'ticket', NULL, created_at, NULL,
    CASE WHEN is_settled THEN last_settled END, group_id::VARCHAR, assignee_id::VARCHAR, reason,
    NULL, NULL, if(is_settled, 'handled', 'open'), NULL, NULL, NULL, NULL, NULL,
    ms(created_at, responded), coalesce(transfers, 0), 0, coalesce(messages_in, 0),
    coalesce(messages_out, 0), reopens, first_settled, is_settled
  FROM tickets LEFT JOIN statuses USING (iid) LEFT JOIN groups USING (iid)
    LEFT JOIN messages USING (iid)
  UNION ALL
  SELECT iid, native, 'servicenow', 'ticket', 'ticket', NULL, started, NULL,
    CASE WHEN is_settled THEN last_settled END, queue, agent, reason, NULL, NULL,
    if(is_settled, 'handled', 'open'), NULL, NULL, NULL, NULL, NULL, NULL, transfers, 0, 0, 0,
    reopens, first_settled, is_settled
  FROM incident_parts)
SELECT (row_number() OVER ()) - 1 AS vertex, u.*, s.csat, s.nps,
  split_part(u.reason, ' / ', 1) AS topic
FROM united AS u LEFT JOIN scores AS s USING (iid);
"""

# Ids join always; an e-mail, a phone or a cookie only where it belongs to one customer of each system,
# a cookie of one address.
IDENTITY = """
CREATE TEMP TABLE vertices AS
SELECT iid AS name, vertex FROM interactions
UNION ALL SELECT name, (SELECT count(*) FROM interactions) + row_number() OVER () - 1 FROM (
  SELECT uid('crm', id) AS name FROM crm UNION ALL SELECT uid('user', id::VARCHAR) FROM users);

CREATE TEMP TABLE tokens AS
SELECT DISTINCT v.vertex, t.kind, hash(t.kind, t.value) AS token, hash(t.value) AS value FROM (
  SELECT iid AS name, 'crm' AS kind, crm AS value FROM legs WHERE crm IS NOT NULL
  UNION ALL SELECT iid, 'phone', reachable(phone) FROM legs WHERE reachable(phone) IS NOT NULL
  UNION ALL SELECT iid, 'crm', crm FROM sessions WHERE crm IS NOT NULL
  UNION ALL SELECT iid, 'chat', chat_contact FROM sessions WHERE chat_contact IS NOT NULL
  UNION ALL SELECT iid, 'email', email FROM sessions WHERE email IS NOT NULL
  UNION ALL SELECT iid, 'cookie', journeyCustomerId FROM sessions
    WHERE journeyCustomerId IS NOT NULL
  UNION ALL SELECT iid, 'zendesk', requester_id::VARCHAR FROM tickets
  UNION ALL SELECT iid, 'email', email FROM tickets WHERE email IS NOT NULL
  UNION ALL SELECT iid, 'caller', caller FROM incidents WHERE caller IS NOT NULL
  UNION ALL SELECT uid('user', id::VARCHAR), 'zendesk', id::VARCHAR FROM users
  UNION ALL SELECT uid('user', id::VARCHAR), 'crm', crm FROM users WHERE crm IS NOT NULL
  UNION ALL SELECT uid('user', id::VARCHAR), 'email', email FROM users WHERE email IS NOT NULL
  UNION ALL SELECT uid('user', id::VARCHAR), 'phone', reachable(phone) FROM users
    WHERE reachable(phone) IS NOT NULL
  UNION ALL SELECT uid('crm', id), 'crm', id FROM crm
  UNION ALL SELECT uid('crm', id), 'caller', caller FROM crm WHERE caller IS NOT NULL
  UNION ALL SELECT uid('crm', id), 'email', email FROM crm WHERE email IS NOT NULL
  UNION ALL SELECT uid('crm', id), 'phone', reachable(phone) FROM crm
    WHERE reachable(phone) IS NOT NULL) AS t
JOIN vertices AS v USING (name);

CREATE TEMP TABLE shared AS
SELECT DISTINCT token FROM (
  SELECT w.token, s.kind
  FROM tokens AS w JOIN tokens AS s USING (vertex)
  WHERE w.kind IN ('phone', 'email', 'cookie') AND s.kind NOT IN ('phone', 'cookie')
    AND (s.kind <> 'email' OR w.kind = 'cookie')
  GROUP BY w.token, s.kind HAVING min(s.value) <> max(s.value));

CREATE TEMP TABLE links AS
SELECT v.vertex AS a, w.vertex AS b FROM (
  SELECT iid, uid('connect', external_id) AS other FROM tickets WHERE external_id IS NOT NULL
  UNION ALL SELECT iid, uid('zendesk', case_number) FROM legs WHERE case_number IS NOT NULL
  UNION ALL SELECT iid, uid('connect', related) FROM legs WHERE related IS NOT NULL) AS l
JOIN interactions AS v USING (iid) JOIN interactions AS w ON w.iid = l.other;

CREATE TEMP TABLE good AS FROM tokens ANTI JOIN shared USING (token);

CREATE TEMP TABLE identity_edges AS
SELECT vertex AS a, low AS b FROM good
  JOIN (SELECT token, min(vertex) AS low FROM good GROUP BY token) USING (token)
WHERE vertex <> low
UNION ALL SELECT a, b FROM links;
"""

# The gaps are those of docs: 7 days after what was settled, else 13, and 72 hours where a reason is
# unknown; 90 days where one names the other.
STITCHING = """
CREATE TEMP TABLE known AS
SELECT DISTINCT component AS customer FROM good JOIN customers_of USING (vertex)
WHERE kind <> 'cookie';

CREATE TEMP TABLE timeline AS
SELECT i.vertex, c.component AS customer, started, coalesce(ended, started) AS last, reason AS topic,
  coalesce(is_settled, outcome = 'handled', false) AS settled
FROM interactions AS i JOIN customers_of AS c USING (vertex);

CREATE TEMP TABLE journey_edges AS
WITH seen AS (
  SELECT *, lag(vertex) OVER topics AS same, lag(settled) OVER topics AS same_settled,
    max(last) OVER (topics ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS same_last,
    lag(if(settled, NULL, vertex) IGNORE NULLS) OVER all_of AS before,
    lag(if(settled, NULL, last) IGNORE NULLS) OVER all_of AS before_last,
    lag(if(topic IS NULL AND NOT settled, vertex, NULL) IGNORE NULLS) OVER all_of AS vague,
    lag(if(topic IS NULL AND NOT settled, last, NULL) IGNORE NULLS) OVER all_of AS vague_last
  FROM timeline
  WINDOW topics AS (PARTITION BY customer, topic ORDER BY started, last),
    all_of AS (PARTITION BY customer ORDER BY started, last))
SELECT vertex AS a, CASE
  WHEN topic IS NULL THEN if(started - before_last <= INTERVAL 72 HOURS, before, NULL)
  WHEN started - same_last <= if(same_settled, INTERVAL 7 DAYS, INTERVAL 13 DAYS) THEN same
  WHEN started - vague_last <= INTERVAL 72 HOURS THEN vague END AS b
FROM seen WHERE b IS NOT NULL
UNION ALL
SELECT l.a, l.b FROM links AS l JOIN timeline AS x ON x.vertex = l.a JOIN timeline AS y
  ON y.vertex = l.b
WHERE abs(epoch(x.started) - epoch(y.started)) <= 90 * 86400 AND x.customer = y.customer;
"""

PUBLISHING = """
CREATE TEMP TABLE orders AS
SELECT vertex, customer, customer IN (FROM known) AS is_known,
  vertex IN (SELECT a FROM links) AS is_linked, j.component AS journey,
  row_number() OVER (PARTITION BY j.component ORDER BY started, vertex) AS step,
  lead(started) OVER (PARTITION BY customer, topic ORDER BY started, vertex) AS again
FROM timeline JOIN journeys_of AS j USING (vertex);

CREATE TEMP TABLE contacts AS
SELECT i.*, customer, journey, step, again, is_known, is_linked, day_of(started) AS date
FROM interactions AS i JOIN orders USING (vertex);

COPY (SELECT * EXCLUDE (vertex, again, topic, is_known, is_linked, is_settled, first_settled, queued, first_queue)
  FROM contacts) TO '{out}/interactions.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (SELECT iid, row_number() OVER (PARTITION BY iid ORDER BY moment, rank) AS sequence,
    moment AS occurred_at, activity, queue, agent, value, who AS actor, duration_ms FROM events)
  TO '{out}/events.parquet' (FORMAT parquet, COMPRESSION zstd);

CREATE TEMP TABLE journeys AS
SELECT journey, any_value(customer) AS customer, min(started) AS started, max(ended) AS ended,
  string_agg(kind, '>' ORDER BY step) AS path, count(*) AS interactions,
  min_by(channel, step) AS first_channel, min_by(reason, step) AS reason,
  sum(wait_ms) AS wait_ms, sum(transfers) AS transfers, sum(talk_ms) AS talk_ms
FROM contacts GROUP BY journey;
COPY journeys TO '{out}/journeys.parquet' (FORMAT parquet, COMPRESSION zstd);

CREATE TEMP TABLE customers AS
SELECT customer, min(started) AS first_seen, max(coalesce(ended, started)) AS last_seen,
  count(*) AS interactions, count(DISTINCT journey) AS journeys,
  count(DISTINCT channel) AS channels, mode(channel) AS preferred_channel
FROM contacts GROUP BY customer;
COPY customers TO '{out}/customers.parquet' (FORMAT parquet, COMPRESSION zstd);

CREATE TEMP TABLE measures AS
SELECT measure, date, channel, reason, queue, sum(n)::BIGINT AS numerator, count(*) AS denominator
FROM (
  FROM contacts SELECT 'contacts' AS measure, date, channel, reason, queue, 1::BIGINT AS n
  UNION ALL FROM contacts SELECT 'wait', day_of(queued), channel, reason, first_queue, wait_ms
    WHERE wait_ms IS NOT NULL
  UNION ALL FROM contacts SELECT 'abandonment', date, channel, reason, queue,
    (outcome IS NOT DISTINCT FROM 'abandoned')::BIGINT WHERE queued IS NOT NULL
  UNION ALL FROM contacts SELECT 'handle-time', date, channel, reason, queue,
    talk_ms + coalesce(hold_ms, 0) + coalesce(wrap_ms, 0)
    WHERE outcome = 'handled' AND talk_ms IS NOT NULL
  UNION ALL FROM contacts SELECT 'transfer-rate', date, channel, reason, queue,
    (transfers > 0)::BIGINT WHERE outcome = 'handled'
  UNION ALL FROM contacts SELECT 'fcr-7d', date, channel, reason, queue,
    (coalesce(again - started > INTERVAL 7 DAYS, true))::BIGINT
    WHERE is_known AND direction IS DISTINCT FROM 'outbound' AND NOT (kind = 'ticket' AND is_linked)
      AND coalesce(outcome, 'handled') IN ('handled', 'contained')
  UNION ALL FROM contacts SELECT 'csat', date, channel, reason, queue, csat WHERE csat IS NOT NULL
  UNION ALL FROM contacts SELECT 'reopen-rate', day_of(first_settled), channel, reason, queue,
    (reopens > 0)::BIGINT WHERE first_settled IS NOT NULL
  UNION ALL FROM contacts SELECT 'time-to-resolve', day_of(ended), channel, reason, queue,
    ms(started, ended) WHERE is_settled
  UNION ALL FROM journeys SELECT 'journeys', day_of(started), first_channel, reason, NULL, 1)
GROUP BY measure, date, channel, reason, queue;
COPY (FROM measures ORDER BY measure, date) TO '{out}/measures.parquet'
  (FORMAT parquet, COMPRESSION zstd);
"""


def components(database, edges, into, count):
    """Labels every vertex with its connected component, as a table."""
    pairs = database.execute(f"SELECT a::BIGINT AS a, b::BIGINT AS b FROM {edges}").fetchnumpy()
    graph = coo_array((numpy.ones(len(pairs["a"]), dtype=numpy.int8), (pairs["a"], pairs["b"])),
                      shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    found = {"vertex": numpy.arange(count), "component": labels}
    database.register("labels", found)
    database.execute(f"CREATE TEMP TABLE {into} AS SELECT vertex, component FROM labels")
    database.unregister("labels")


def main():
    """Runs the job and prints what it found."""
    parser = argparse.ArgumentParser(description="The job in DuckDB.")
    parser.add_argument("center", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    def files(name):
        return sorted(str(path) for path in options.center.glob(f"exports/*/{name}-*"))

    database = duckdb.connect(config={"threads": options.threads})
    database.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    database.execute(MACROS + day_in_new_york())
    database.execute(reading(files))
    database.execute(EVENTS)
    database.execute(INTERACTIONS)
    database.execute(IDENTITY)
    count = database.execute("SELECT count(*) FROM vertices").fetchone()[0]
    components(database, "identity_edges", "customers_of", count)
    database.execute(STITCHING)
    count = database.execute("SELECT count(*) FROM interactions").fetchone()[0]
    components(database, "journey_edges", "journeys_of", count)
    database.execute(PUBLISHING.replace("{out}", str(options.out)))
    totals = database.execute(f"""
        SELECT (SELECT count(*) FROM customers) AS customers,
          (SELECT count(*) FROM journeys) AS journeys, (SELECT count(*) FROM events) AS events,
          count(*) AS interactions, sum(wait_ms)::BIGINT AS wait_ms,
          sum(transfers)::BIGINT AS transfers FROM contacts""").fetchnumpy()
    print(json.dumps({name: int(values[0]) for name, values in totals.items()}))


if __name__ == "__main__":
    main()
