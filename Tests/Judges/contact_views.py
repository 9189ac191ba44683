"""A release as tables of DuckDB: what is published of interactions, and what follows at once."""

import duckdb
from published import Release, instants_as_numbers

VIEWS = """
CREATE VIEW ends AS SELECT interaction_id, max(occurred_at) AS last_event FROM e GROUP BY 1;
CREATE VIEW c AS SELECT i.*, coalesce(i.ended_at, ends.last_event) AS last_moment,
    coalesce(i.resolved, i.outcome = 'handled', false) AS settled,
    coalesce(i.resolved = false, i.outcome = 'open' AND i.ended_at IS NULL, false) AS open,
    i.kind IN ('call', 'chat') AS live,
    CASE WHEN i.origin IN ('social', 'email', 'web', 'message') THEN i.origin ELSE i.channel END
      AS written,
    coalesce(i.direction, '') <> 'outbound' AND i.kind NOT IN ('visit', 'task')
      AND (i.kind <> 'ticket' OR coalesce(i.link_basis, '') <> 'explicit') AS contact,
    row_number() OVER (PARTITION BY i.customer_id
      ORDER BY i.started_at, coalesce(i.ended_at, ends.last_event), i.interaction_id) AS place
  FROM i LEFT JOIN ends USING (interaction_id);
"""


def open_release(folder):
    """A database with the tables i, e, f, j, u of interactions, events, findings, journeys and
    customers, the view c of contacts, and the macros as_of_instant() and zone()."""
    release = Release(folder)
    database = duckdb.connect()
    tables = {"i": "interactions", "e": "events", "f": "findings", "j": "journeys",
              "u": "customers"}
    for name, table in tables.items():
        rows = instants_as_numbers(release.table(table))
        database.register(f"{name}_rows", rows)
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_rows")
    as_of = database.execute(
        "SELECT epoch_us(?::TIMESTAMPTZ)", [release.manifest["as_of"]]).fetchone()[0]
    database.execute(f"CREATE MACRO as_of_instant() AS {as_of}::BIGINT")
    database.execute(VIEWS)
    return database
