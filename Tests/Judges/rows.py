"""Prints what a query finds in a release, one row a line, columns separated by a bar."""

import sys
from pathlib import Path

import duckdb

release, query = sys.argv[1:]
database = duckdb.connect()
folder = str(Path(release).resolve())
database.execute("SET TimeZone = 'UTC'")
views = (Path(folder) / "views.sql").read_text(encoding="utf-8")
database.execute(f"SET VARIABLE release = '{folder}'")
database.execute(views)
for row in database.execute(query).fetchall():
    print("|".join("" if value is None else str(value) for value in row))
