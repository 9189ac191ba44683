"""Compares Parquet files with what they must hold, as pyarrow, DuckDB and polars see them.

usage: parquet_judge.py FOLDER

For each NAME.parquet the folder has a NAME.jsonl: first an array of columns
{"name", "type", "nullable", "encoding" (optional)}, then each row as an array. Dates are days,
instants microseconds. Prints every disagreement; exit code 1 if there is one or nothing to judge.
"""

import json
import pathlib
import sys

import duckdb
import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet

ARROW_TYPES = {
    "int32": pyarrow.int32(),
    "int64": pyarrow.int64(),
    "timestampMicros": pyarrow.timestamp("us", tz="UTC"),
    "date": pyarrow.date32(),
    "string": pyarrow.string(),
    "json": pyarrow.string(),
    "boolean": pyarrow.bool_(),
}
LOGICAL_TYPES = {
    "int32": "NONE",
    "int64": "NONE",
    "timestampMicros": "TIMESTAMP",
    "date": "DATE",
    "string": "STRING",
    "json": "JSON",
    "boolean": "NONE",
}
STATISTICS_BYTES = 64


class Case:
    """One file and what it must hold."""

    def __init__(self, path):
        self.path = path
        with open(path.with_suffix(".jsonl"), encoding="utf-8") as lines:
            self.columns = json.loads(next(lines))
            rows = [json.loads(line) for line in lines]
        self.row_count = len(rows)
        self.cells = [[row[i] for row in rows] for i in range(len(self.columns))]
        self.problems = []

    def fail(self, judge, text):
        self.problems.append(f"{self.path.name}: {judge}: {text}")

    def compare(self, judge, column, expected, found):
        if expected == found:
            return
        name = self.columns[column]["name"]
        if len(expected) != len(found):
            self.fail(judge, f"{name}: {len(found)} cells instead of {len(expected)}")
            return
        row = next(i for i, pair in enumerate(zip(expected, found)) if pair[0] != pair[1])
        self.fail(judge, f"{name}: row {row}: {found[row]!r:.80} not {expected[row]!r:.80}")


def plain(column):
    """An Arrow column as Python integers, texts and booleans."""
    if isinstance(column.type, pyarrow.BaseExtensionType):
        storage = [chunk.storage for chunk in column.chunks]
        column = pyarrow.chunked_array(storage, type=column.type.storage_type)
    if pyarrow.types.is_timestamp(column.type):
        column = column.cast(pyarrow.timestamp("us", tz=column.type.tz)).cast(pyarrow.int64())
    elif pyarrow.types.is_date(column.type):
        column = column.cast(pyarrow.int32())
    return column.to_pylist()


def polars_cells(series):
    """A polars column as Python integers, texts and booleans; polars reads JSON as bytes."""
    if series.dtype == polars.Binary:
        series = series.cast(polars.String)
    return series.to_physical().to_list()


def judge_rows(case):
    """The cells as all three see them."""
    arrow = pyarrow.parquet.read_table(case.path, page_checksum_verification=True)
    duck = duckdb.read_parquet(str(case.path)).to_arrow_table()
    pole = polars.read_parquet(case.path)
    names = [column["name"] for column in case.columns]
    for judge, table in (("pyarrow", arrow), ("duckdb", duck), ("polars", pole)):
        found = table.columns if judge == "polars" else table.column_names
        if found != names:
            case.fail(judge, f"columns {found}")
            return
    for index, column in enumerate(case.columns):
        field = arrow.schema.field(index)
        type_found = getattr(field.type, "storage_type", field.type)
        if type_found != ARROW_TYPES[column["type"]] or field.nullable != column["nullable"]:
            case.fail("pyarrow", f"{column['name']}: {field}")
        case.compare("pyarrow", index, case.cells[index], plain(arrow.column(index)))
        case.compare("duckdb", index, case.cells[index], plain(duck.column(index)))
        case.compare("polars", index, case.cells[index], polars_cells(pole.to_series(index)))


def judge_statistics(case):
    """Counts, bounds and encodings in the footer against the cells of each row group."""
    metadata = pyarrow.parquet.read_metadata(case.path)
    if metadata.num_rows != case.row_count or metadata.created_by != "throughline":
        case.fail("footer", f"{metadata.num_rows} rows by {metadata.created_by}")
    for index, column in enumerate(case.columns):
        logical = metadata.schema.column(index).logical_type.type
        if logical != LOGICAL_TYPES[column["type"]]:
            case.fail("footer", f"{column['name']}: logical type {logical}")
    first = 0
    for group_index in range(metadata.num_row_groups):
        group = metadata.row_group(group_index)
        for index, column in enumerate(case.columns):
            cells = case.cells[index][first : first + group.num_rows]
            chunk = group.column(index)
            where = f"{column['name']}, row group {group_index}"
            encoding = column.get("encoding")
            if encoding and encoding not in chunk.encodings:
                case.fail("footer", f"{where}: encodings {chunk.encodings}, not {encoding}")
            if encoding == "PLAIN" and "RLE_DICTIONARY" in chunk.encodings:
                case.fail("footer", f"{where}: a dictionary")
            judge_bounds(case, where, chunk.statistics, cells)
        first += group.num_rows
    if first != case.row_count:
        case.fail("footer", f"{first} rows in the row groups")


def judge_bounds(case, where, statistics, cells):
    values = [cell for cell in cells if cell is not None]
    if statistics is None or statistics.null_count != len(cells) - len(values):
        case.fail("statistics", f"{where}: {statistics}")
        return
    if not values:
        if statistics.has_min_max:
            case.fail("statistics", f"{where}: bounds without values")
        return
    if isinstance(values[0], str):
        values = [value.encode() for value in values]
    low, high = min(values), max(values)
    if not statistics.has_min_max:
        # Above a text of the highest characters there is no short one.
        if not (isinstance(high, bytes) and high[:STATISTICS_BYTES] == b"\xf4\x8f\xbf\xbf" * 16):
            case.fail("statistics", f"{where}: no bounds")
        return
    found_low, found_high = statistics.min_raw, statistics.max_raw
    if isinstance(low, bytes):
        found_low, found_high = as_bytes(found_low), as_bytes(found_high)
    short_low = not isinstance(low, bytes) or len(low) <= STATISTICS_BYTES
    short_high = not isinstance(high, bytes) or len(high) <= STATISTICS_BYTES
    if short_low and found_low != low or found_low > low:
        case.fail("statistics", f"{where}: minimum {found_low!r:.80}")
    if short_high and found_high != high or found_high < high:
        case.fail("statistics", f"{where}: maximum {found_high!r:.80}")
    if isinstance(low, bytes):
        if max(len(found_low), len(found_high)) > STATISTICS_BYTES + 4:
            case.fail("statistics", f"{where}: uncut bounds")
        found_low.decode(), found_high.decode()


def judge_exactness(case):
    """Whether bounds are said to be exact, which DuckDB shows: just those that were not cut."""
    found = duckdb.execute(
        "SELECT row_group_id, column_id, row_group_num_rows, min_is_exact, max_is_exact,"
        " stats_min_value IS NOT NULL, stats_max_value IS NOT NULL"
        " FROM parquet_metadata(?) ORDER BY ALL",
        [str(case.path)],
    ).fetchall()
    starts, first = {}, 0
    for group, _, rows, *_ in found:
        if group not in starts:
            starts[group] = first
            first += rows
    for group, index, rows, low_exact, high_exact, has_low, has_high in found:
        cells = case.cells[index][starts[group] : starts[group] + rows]
        values = [c.encode() if isinstance(c, str) else c for c in cells if c is not None]
        for name, said, present, bound in (
            ("min", low_exact, has_low, min),
            ("max", high_exact, has_high, max),
        ):
            value = bound(values) if present and values else None
            exact = not isinstance(value, bytes) or len(value) <= STATISTICS_BYTES
            if value is not None and said is not exact:
                column = case.columns[index]["name"]
                case.fail("exactness", f"{column}, row group {group}: {name} said {said}")


def as_bytes(value):
    return value.encode() if isinstance(value, str) else value


def judge_filters(case):
    """Rows found by a value, which the readers look up through statistics and dictionaries."""
    for index, column in enumerate(case.columns):
        if column["type"] not in ("int32", "int64", "string"):
            continue
        values = [cell for cell in case.cells[index] if cell is not None]
        for value in [values[0], max(values)] if values else []:
            expected = values.count(value)
            name = column["name"]
            arrow = pyarrow.parquet.read_table(
                case.path, filters=pyarrow.compute.field(name) == value
            ).num_rows
            duck = duckdb.execute(
                f'SELECT count(*) FROM read_parquet(?) WHERE "{name}" = ?',
                [str(case.path), value],
            ).fetchall()[0][0]
            matching = polars.scan_parquet(case.path).filter(polars.col(name) == value)
            pole = matching.collect().height
            if (arrow, duck, pole) != (expected,) * 3:
                case.fail("filter", f"{name}: {arrow}, {duck}, {pole} rows, not {expected}")


def main():
    duckdb.execute("SET TimeZone = 'UTC'")
    cases = [Case(path) for path in sorted(pathlib.Path(sys.argv[1]).glob("*.parquet"))]
    for case in cases:
        judge_rows(case)
        judge_statistics(case)
        judge_exactness(case)
        judge_filters(case)
        for problem in case.problems:
            print(problem)
    if not cases or any(case.problems for case in cases):
        sys.exit(1)
    print(f"{len(cases)} files agree")


main()
