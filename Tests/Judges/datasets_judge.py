"""Whether a release's files are what they claim: datasets_judge.py RELEASE

Every Parquet file is read by pyarrow, DuckDB and polars, which must see the same rows; statistics
must be those of the values; manifest, data package, views, keys, order and ledgers must hold.
"""

import hashlib
import json
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import polars
import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet
from published import COLUMNS, UNDATED, Release, Verdict, arguments, instants_as_numbers

PRIMARY_KEYS = {
    "interactions": ["interaction_id"], "events": ["interaction_id", "sequence"],
    "journeys": ["journey_id"], "findings": ["finding_id"], "customers": ["customer_id"],
    "measures": ["date", "measure", "channel", "reason", "queue"],
    "rejects": ["source", "record_id"],
}
FOREIGN_KEYS = [
    ("interactions", "journey_id", "journeys", "journey_id"),
    ("interactions", "customer_id", "customers", "customer_id"),
    ("interactions", "linked_to", "interactions", "interaction_id"),
    ("events", "interaction_id", "interactions", "interaction_id"),
    ("events", "journey_id", "journeys", "journey_id"),
    ("events", "customer_id", "customers", "customer_id"),
    ("journeys", "customer_id", "customers", "customer_id"),
    ("findings", "interaction_id", "interactions", "interaction_id"),
    ("findings", "journey_id", "journeys", "journey_id"),
    ("findings", "customer_id", "customers", "customer_id"),
]
ORDER = {
    "interactions": ["customer_id", "journey_id", "step"],
    "journeys": ["customer_id", "journey_id"],
    "customers": ["customer_id"],
}
DATE_COLUMN = {
    "interactions": "started_at", "events": "occurred_at", "journeys": "started_at",
    "findings": "occurred_at", "measures": "date",
}


def plain(table):
    """A table whose types do not depend on who read it."""
    table = instants_as_numbers(table)
    for index, field in enumerate(table.schema):
        if arrow.types.is_large_string(field.type) or arrow.types.is_string_view(field.type):
            table = table.set_column(index, field.name, table.column(index).cast(arrow.string()))
    return table.combine_chunks().replace_schema_metadata(None)


def check_readers(release, verdict):
    """Three readers, the same rows; and the statistics of the footer are those of the values."""
    for name, columns in COLUMNS.items():
        for file in release.files(name):
            place = file.relative_to(release.folder)
            ours = plain(parquet.read_table(file, partitioning=None))
            verdict.expect_equal(ours.column_names, columns, "columns", place)
            ducks = duckdb.read_parquet(str(file), hive_partitioning=False).to_arrow_table()
            bears = polars.read_parquet(file, hive_partitioning=False).to_arrow()
            for reader, theirs in ("DuckDB", plain(ducks)), ("polars", plain(bears)):
                for column in ours.column_names:
                    same = ours.column(column).to_pylist() == theirs.column(column).to_pylist()
                    verdict.expect(same, f"columns {reader} reads differently", f"{place} {column}")
            check_statistics(file, place, verdict)


def check_statistics(file, place, verdict):
    opened = parquet.ParquetFile(file)
    for group in range(opened.num_row_groups):
        values = opened.read_row_group(group)
        metadata = opened.metadata.row_group(group)
        for index in range(metadata.num_columns):
            statistics = metadata.column(index).statistics
            column = values.column(index)
            if statistics is None:
                continue
            where = f"{place} {opened.schema_arrow.field(index).name}"
            if statistics.has_null_count:
                verdict.expect_equal(statistics.null_count, column.null_count, "null counts", where)
            if statistics.has_min_max:
                check_bounds(statistics, column, where, verdict)


# Longer texts may be cut in statistics: the lower bound shortened, the upper one also raised.
EXACT_BYTES = 64


def check_bounds(statistics, column, where, verdict):
    """The bounds are those of the values; of long texts they only have to enclose them."""
    bounds = compute.min_max(stored(column)).as_py()
    low, high = bound(statistics.min), bound(statistics.max)
    if isinstance(low, str) and len(bounds["min"].encode()) > EXACT_BYTES:
        verdict.expect(bounds["min"].startswith(low), "statistics", f"{where}: from {low}")
    else:
        verdict.expect_equal(low, bound(bounds["min"]), "statistics", f"{where}: from")
    if isinstance(high, str) and len(bounds["max"].encode()) > EXACT_BYTES:
        close = high[:-1] == bounds["max"][:len(high) - 1]
        verdict.expect(close and high >= bounds["max"], "statistics", f"{where}: to {high}")
    else:
        verdict.expect_equal(high, bound(bounds["max"]), "statistics", f"{where}: to")


def stored(column):
    """A column without the meaning that an extension type adds: JSON is text."""
    if not isinstance(column.type, arrow.BaseExtensionType):
        return column
    return arrow.chunked_array([chunk.storage for chunk in column.chunks], column.type.storage_type)


def bound(value):
    """A bound in one form, whatever type the reader gave it."""
    return value.decode() if isinstance(value, bytes) else value


def check_manifest(release, verdict):
    """Every content file is listed with its size, hash and rows, and nothing else is."""
    listed = {entry["path"]: entry for entry in release.manifest["files"]}
    content = {
        path.relative_to(release.folder).as_posix()
        for path in release.folder.rglob("*") if path.is_file()
    }
    content = {path for path in content if not path.startswith("provenance/")} - {"manifest.json"}
    verdict.expect_equal(sorted(listed), sorted(content), "files of the manifest")
    for path in sorted(set(listed) & content):
        data = (release.folder / path).read_bytes()
        verdict.expect_equal(listed[path]["bytes"], len(data), "sizes", path)
        verdict.expect_equal(
            listed[path]["sha256"], hashlib.sha256(data).hexdigest(), "hashes", path)
        if path.endswith(".parquet"):
            rows = parquet.read_metadata(release.folder / path).num_rows
            verdict.expect_equal(listed[path]["rows"], rows, "row counts", path)
            verdict.expect_equal(
                listed[path]["rows_sha256"], rows_digest(release, path), "row hashes", path)


def rows_digest(release, path):
    """What `rows_sha256` is: SHA-256 of each column's digest, behind that of its nulls."""
    name = path.split("/")[1]
    read = parquet.read_table(release.folder / path, partitioning=None)
    table = instants_as_numbers(read)
    fields = next(one for one in release.document("datapackage.json")["resources"]
                  if one["name"] == name)["schema"]["fields"]
    whole = hashlib.sha256()
    for field, column in zip(read.schema, table.columns):
        described = next(one for one in fields if one["name"] == field.name)
        is_hash = "pattern" in described.get("constraints", {})
        if field.nullable:
            present = bytes(int(flag) for flag in column.is_valid().to_pylist())
            whole.update(hashlib.sha256(present).digest())
        values = hashlib.sha256()
        for value in column.drop_null().to_pylist():
            values.update(cell_bytes(value, is_hash))
        whole.update(values.digest())
    return whole.hexdigest()


def cell_bytes(value, is_hash):
    if is_hash:
        return bytes.fromhex(value)
    if isinstance(value, str):
        return len(value.encode()).to_bytes(4, "little") + value.encode()
    if isinstance(value, date):
        value = (value - date(1970, 1, 1)).days
    return int(value).to_bytes(8, "little", signed=True)


def check_data_package(release, verdict):
    """The data package names every table with every column."""
    package = release.document("datapackage.json")
    fields = {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in package["resources"]
    }
    for name, columns in COLUMNS.items():
        if verdict.expect(name in fields, "tables not in the data package", name):
            verdict.expect_equal(fields[name], columns, "columns of the data package", name)
    for resource in package["resources"]:
        for path in resource.get("path", []):
            verdict.expect((release.folder / path).is_file(), "paths of the data package", path)


def check_views(release, verdict):
    """The views open in DuckDB and give as many rows as the files hold."""
    database = duckdb.connect()
    database.execute("SET VARIABLE release = ?", [str(release.folder)])
    database.execute((release.folder / "views.sql").read_text(encoding="utf-8"))
    for name in COLUMNS:
        rows = database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        verdict.expect_equal(rows, release.table(name).num_rows, "rows of the views", name)
    views = database.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    for (view,) in views:
        database.execute(f'SELECT * FROM "{view}"').fetchall()


def check_keys(tables, verdict):
    for name, key in PRIMARY_KEYS.items():
        rows = list(zip(*(tables[name].column(column).to_pylist() for column in key)))
        verdict.expect_equal(len(set(rows)), len(rows), "rows with distinct keys", name)
    for name, column, target, key in FOREIGN_KEYS:
        known = set(tables[target].column(key).to_pylist())
        for value in set(tables[name].column(column).drop_null().to_pylist()) - known:
            verdict.expect(False, f"{name}.{column} without its row in {target}", value)


def check_places(release, verdict):
    """Rows lie in their date's folder and in the published order."""
    zone = ZoneInfo(release.manifest["time_zone"])
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for name in COLUMNS:
        for file in release.files(name):
            place = file.relative_to(release.folder)
            folder = file.parent.name
            verdict.expect_equal(folder.startswith("date="), name not in UNDATED, "folders", place)
            table = instants_as_numbers(parquet.read_table(file, partitioning=None))
            if name in DATE_COLUMN:
                days = set()
                for value in set(table.column(DATE_COLUMN[name]).to_pylist()):
                    if isinstance(value, int):
                        value = (epoch + timedelta(microseconds=value)).astimezone(zone).date()
                    days.add(f"date={value}")
                verdict.expect_equal(days, {folder}, "dates", place)
            if name in ORDER:
                keys = list(zip(*(table.column(c).to_pylist() for c in ORDER[name])))
                verdict.expect(keys == sorted(keys), "orders", place)


def check_counts(tables, verdict):
    """What one table counts is what another holds."""
    interactions = tables["interactions"].to_pylist()
    for holder, key in ("journeys", "journey_id"), ("customers", "customer_id"):
        counted = {}
        for row in interactions:
            counted[row[key]] = counted.get(row[key], 0) + 1
        for row in tables[holder].to_pylist():
            verdict.expect_equal(
                row["interactions"], counted.get(row[key], 0), f"interactions of {holder}", row[key])
    findings = {}
    for row in tables["findings"].to_pylist():
        if row["suppressed_by"] is None:
            findings[row["journey_id"]] = findings.get(row["journey_id"], 0) + 1
    for row in tables["journeys"].to_pylist():
        verdict.expect_equal(
            row["findings"], findings.get(row["journey_id"], 0), "findings of journeys",
            row["journey_id"])


def check_provenance(release, tables, verdict):
    """Every input's ledger balances and every record leads to a byte of a file."""
    inputs = release.document("provenance/inputs.json")
    for entry in inputs["inputs"] if isinstance(inputs, dict) else inputs:
        skipped = entry["skipped"]
        skipped = sum(skipped.values()) if isinstance(skipped, dict) else skipped
        verdict.expect_equal(
            entry["accepted"] + entry["rejected"] + entry["duplicates"] + skipped,
            entry["recordsRead"], "ledgers of records", entry["path"])
        if "recordBytes" in entry:
            verdict.expect_equal(
                entry["recordBytes"] + entry["framingBytes"], entry["bytes"], "ledgers of bytes",
                entry["path"])
    lineage = [
        parquet.read_table(file, partitioning=None)
        for file in sorted((release.folder / "provenance" / "lineage").glob("**/*.parquet"))
    ]
    known = {record for part in lineage for record in part.column("record_id").to_pylist()}
    used = set()
    for name in "interactions", "events", "rejects":
        used |= set(tables[name].column("record_id").to_pylist())
    for evidence in tables["findings"].column("evidence").to_pylist():
        used |= {fact["record_id"] for fact in json.loads(evidence)}
    for record in sorted(used - known):
        verdict.expect(False, "records without their byte", record)


def check_report(release, verdict):
    page = (release.folder / "report" / "index.html").read_text(encoding="utf-8")
    verdict.expect(len(page.encode()) <= 2 << 20, "report larger than 2 MiB", len(page))
    for loaded in 'src="http', "href=\"http", "@import", "url(http":
        verdict.expect(loaded not in page, "report that needs the network", loaded)
    release.document("report/summary.json")
    summary = (release.folder / "report" / "summary.txt").read_text(encoding="utf-8")
    for line in summary.splitlines():
        verdict.expect(len(line) <= 78, "lines of summary.txt over 78 columns", line)


def main():
    (folder,) = arguments("datasets_judge.py RELEASE")
    release = Release(folder)
    verdict = Verdict()
    check_readers(release, verdict)
    check_manifest(release, verdict)
    check_data_package(release, verdict)
    check_views(release, verdict)
    tables = {name: release.table(name) for name in COLUMNS}
    check_keys(tables, verdict)
    check_places(release, verdict)
    check_counts(tables, verdict)
    check_provenance(release, tables, verdict)
    check_report(release, verdict)
    rows = {name: table.num_rows for name, table in tables.items()}
    verdict.end(f"three readers, manifest, keys and ledgers agree: {rows}")


if __name__ == "__main__":
    main()
