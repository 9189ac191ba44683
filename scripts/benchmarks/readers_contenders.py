#!/usr/bin/env python3
"""One task of scripts/benchmarks/readers by one program that is not ours, each in its best form.

    .venv/bin/python scripts/benchmarks/readers_contenders.py PROGRAM TASK FILE

PROGRAM is duckdb, polars, pyarrow or python; TASK is csv (the lengths of all fields), objects,
member or array (eight fields of every conversation, see Sources/bench-readers). Prints the same
line of JSON as bench-readers. Lengths are bytes of UTF-8. What takes Python too long is measured
on the beginning of the file and extrapolated; the line then says `"share"`, and has no sums.
"""

import csv
import gzip
import json
import os
import sys
import time

sys.dont_write_bytecode = True

from readers_data import COLUMNS, MEMBER

THREADS = 2
# What Python reads of a larger file.
SLICE_BYTES = 40_000_000
JSON_SUMS = ["id", "start", "end", "contact", "address", "messages", "text", "score"]


# DuckDB

DUCKDB_TYPES = {
    "conversationId": "VARCHAR", "conversationStart": "VARCHAR", "conversationEnd": "VARCHAR",
    "participants": "STRUCT(externalContactId VARCHAR, address VARCHAR)[]",
    "messages": 'STRUCT("text" VARCHAR)[]', "survey": "STRUCT(score BIGINT)",
}
DUCKDB_SUMS = """
    count(*), sum(strlen(conversationId)), sum(strlen(conversationStart)),
    sum(strlen(conversationEnd)), sum(strlen(participants[1].externalContactId)),
    sum(strlen(participants[1].address)), sum(len(messages)),
    sum(list_sum(list_transform(messages, lambda one: strlen(one."text")))), sum(survey.score)
"""


def duckdb_csv(database, path):
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    lengths = ", ".join(f"sum(strlen({name}))" for name in COLUMNS)
    row = database.execute(
        f"SELECT count(*), {lengths} FROM read_csv(?, columns={{{columns}}}, header=true, "
        "delim=',', quote='\"', escape='\"', auto_detect=false)", [path]).fetchone()
    return row[0], {"length": total(row[1:])}


def duckdb_json(database, path, layout):
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in DUCKDB_TYPES.items())
    if layout == "member":
        struct = ", ".join(f"{name} {kind}" for name, kind in DUCKDB_TYPES.items())
        source = (f"(SELECT unnest({MEMBER}, max_depth := 2) FROM read_json(?, "
                  f"columns={{{MEMBER}: 'STRUCT({struct})[]'}}, format='unstructured', "
                  f"maximum_object_size={decompressed(path) + 1}))")
    else:
        form = "newline_delimited" if layout == "objects" else "array"
        source = f"read_json(?, columns={{{columns}}}, format='{form}')"
    row = database.execute(f"SELECT {DUCKDB_SUMS} FROM {source}", [path]).fetchone()
    return row[0], named(row[1:])


def duckdb_task(task, path):
    import duckdb

    database = duckdb.connect(config={"threads": THREADS})
    started = time.perf_counter()
    found = duckdb_csv(database, path) if task == "csv" else duckdb_json(database, path, task)
    return started, *found


# Polars

def polars_csv(pl, path):
    frame = pl.scan_csv(path, schema={name: pl.String for name in COLUMNS})
    row = frame.select(
        pl.len(), *(pl.col(name).str.len_bytes().sum() for name in COLUMNS)
    ).collect(engine="streaming").row(0)
    return row[0], {"length": total(row[1:])}


def polars_json(pl, path, layout):
    schema = {
        "conversationId": pl.String, "conversationStart": pl.String, "conversationEnd": pl.String,
        "participants": pl.List(pl.Struct({"externalContactId": pl.String, "address": pl.String})),
        "messages": pl.List(pl.Struct({"text": pl.String})), "survey": pl.Struct({"score": pl.Int64}),
    }
    if layout == "objects":
        frame = pl.scan_ndjson(path, schema=schema)
    elif layout == "array":
        frame = pl.read_json(path, schema=schema).lazy()
    else:
        whole = pl.read_json(path, schema={MEMBER: pl.List(pl.Struct(schema))})
        frame = whole.lazy().select(MEMBER).explode(MEMBER).unnest(MEMBER)
    first = pl.col("participants").list.first().struct
    row = frame.select(
        pl.len(), pl.col("conversationId").str.len_bytes().sum(),
        pl.col("conversationStart").str.len_bytes().sum(),
        pl.col("conversationEnd").str.len_bytes().sum(),
        first.field("externalContactId").str.len_bytes().sum(),
        first.field("address").str.len_bytes().sum(), pl.col("messages").list.len().sum(),
        pl.col("messages").explode().struct.field("text").str.len_bytes().sum(),
        pl.col("survey").struct.field("score").sum(),
    ).collect(engine="streaming").row(0)
    return row[0], named(row[1:])


def polars_task(task, path):
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    import polars

    started = time.perf_counter()
    found = polars_csv(polars, path) if task == "csv" else polars_json(polars, path, task)
    return started, *found


# pyarrow

def pyarrow_csv(path):
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as pacsv

    started = time.perf_counter()
    reader = pacsv.open_csv(
        path, parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types={name: pa.string() for name in COLUMNS}, strings_can_be_null=False))
    records = length = 0
    for batch in reader:
        records += batch.num_rows
        length += total(pc.sum(pc.binary_length(column)).as_py() for column in batch.columns)
    return started, records, {"length": length}


def pyarrow_objects(path):
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import json as pajson

    text = pa.string()
    schema = pa.schema([
        ("conversationId", text), ("conversationStart", text), ("conversationEnd", text),
        ("participants", pa.list_(pa.struct([("externalContactId", text), ("address", text)]))),
        ("messages", pa.list_(pa.struct([("text", text)]))),
        ("survey", pa.struct([("score", pa.int64())]))])
    started = time.perf_counter()
    with pa.input_stream(path) as stream:
        table = pajson.read_json(stream, parse_options=pajson.ParseOptions(
            explicit_schema=schema, unexpected_field_behavior="ignore"))
    first = pc.list_element(table["participants"], 0)
    said = pc.list_flatten(table["messages"])
    texts = [table["conversationId"], table["conversationStart"], table["conversationEnd"],
             pc.struct_field(first, "externalContactId"), pc.struct_field(first, "address")]
    sums = [pc.sum(pc.binary_length(column)).as_py() for column in texts]
    sums.append(len(said))
    sums.append(pc.sum(pc.binary_length(pc.struct_field(said, "text"))).as_py())
    sums.append(pc.sum(pc.struct_field(table["survey"], "score")).as_py())
    return started, table.num_rows, named(sums)


def pyarrow_task(task, path):
    import pyarrow

    pyarrow.set_cpu_count(THREADS)
    return pyarrow_csv(path) if task == "csv" else pyarrow_objects(path)


# Python

def opened(path, encoding=None):
    """A file to read, inflated where it is gzip; Latin-1 makes a character of every byte."""
    open_file = gzip.open if path.endswith(".gz") else open
    return open_file(path, "rt" if encoding else "rb", encoding=encoding,
                     **({"newline": ""} if encoding else {}))


class CountedLines:
    """The lines of a file and how many characters of it were given out."""

    def __init__(self, file):
        self.file, self.given = file, 0

    def __iter__(self):
        return self

    def __next__(self):
        line = next(self.file)
        self.given += len(line)
        return line


def python_csv(path):
    started = time.perf_counter()
    records, length = -1, 0
    with opened(path, "latin-1") as file:
        lines = CountedLines(file)
        for row in csv.reader(lines):
            if records >= 0:
                length += sum(map(len, row))
            records += 1
            if lines.given >= SLICE_BYTES:
                break
    return started, records, {"length": length}, lines.given


def python_objects(path):
    started = time.perf_counter()
    sums, records, given = [0] * len(JSON_SUMS), 0, 0
    with opened(path) as file:
        for line in file:
            add(sums, json.loads(line))
            records += 1
            given += len(line)
            if given >= SLICE_BYTES:
                break
    return started, records, named(sums), given


def python_document(path):
    """Reads one document; of a larger one the beginning, closed behind its last whole record."""
    started = time.perf_counter()
    with opened(path) as file:
        text = file.read(SLICE_BYTES)
    given = len(text)
    if given == SLICE_BYTES:
        opening = text[:text.index(b"[")]
        text = text[:text.rindex(b',{"conversationId"')] + (b"]}" if opening else b"]")
    document = json.loads(text)
    sums, records = [0] * len(JSON_SUMS), document[MEMBER] if isinstance(document, dict) else document
    for record in records:
        add(sums, record)
    return started, len(records), named(sums), given


def add(sums, record):
    """Adds the eight fields of a conversation."""
    first = record["participants"][0]
    texts = (record["conversationId"], record["conversationStart"], record["conversationEnd"],
             first["externalContactId"], first["address"])
    for index, text in enumerate(texts):
        sums[index] += len(text.encode()) if text else 0
    sums[5] += len(record["messages"])
    sums[6] += sum(len(one["text"].encode()) for one in record["messages"])
    sums[7] += record["survey"]["score"] if record["survey"] else 0


def python_task(task, path):
    run = {"csv": python_csv, "objects": python_objects}.get(task, python_document)
    return run(path)


# What they have in common

def total(lengths):
    """The sum of lengths of which some may be null."""
    return int(sum(length or 0 for length in lengths))


def named(sums):
    """Sums under the names all programs give them."""
    return {name: int(value or 0) for name, value in zip(JSON_SUMS, sums)}


def decompressed(path):
    """The bytes of a file, inflated; its last four bytes say so where it is gzip."""
    size = os.path.getsize(path)
    if not path.endswith(".gz"):
        return size
    with open(path, "rb") as file:
        file.seek(-4, os.SEEK_END)
        return int.from_bytes(file.read(4), "little")


def main():
    program, task, path = sys.argv[1:]
    run = {"duckdb": duckdb_task, "polars": polars_task, "pyarrow": pyarrow_task,
           "python": python_task}[program]
    started, records, sums, *given = run(task, path)
    line = {"records": records, "sums": sums, "seconds": time.perf_counter() - started}
    size = decompressed(path)
    if given and given[0] < size:
        share = given[0] / size
        line = {"seconds": line["seconds"] / share, "share": share}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
