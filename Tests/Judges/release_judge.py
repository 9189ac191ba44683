"""Judges a release with tools that are not ours: pyarrow, DuckDB, polars, html.parser, csv, json.

usage: release_judge.py RELEASE            every check; prints one JSON object
       release_judge.py --shape HTML       the element structure of a page, for comparison
"""

import csv
import hashlib
import html.parser
import json
import os
import re
import sys


def manifest(release):
    with open(os.path.join(release, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def check_hashes(release):
    listed = set()
    for entry in manifest(release)["files"]:
        data = open(os.path.join(release, entry["path"]), "rb").read()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["path"]
        assert len(data) == entry["bytes"], entry["path"]
        listed.add(entry["path"])
    found = {
        os.path.relpath(os.path.join(folder, name), release)
        for folder, _, names in os.walk(release)
        for name in names
    }
    # Where records were read is provenance, which is no content.
    found = {path for path in found if not path.startswith("provenance/")}
    assert found == listed | {"manifest.json"}, found ^ (listed | {"manifest.json"})
    assert sorted(listed) == [entry["path"] for entry in manifest(release)["files"]]


def check_datasets(release):
    """The same rows in pyarrow, DuckDB and polars; columns as the data package describes them."""
    import duckdb
    import polars
    import pyarrow
    import pyarrow.dataset

    package = json.load(open(os.path.join(release, "datapackage.json"), encoding="utf-8"))
    days = pyarrow.dataset.partitioning(pyarrow.schema([("date", pyarrow.date32())]), flavor="hive")
    counts = {}
    for resource in package["resources"]:
        name = resource["name"]
        if "path" not in resource:
            counts[name] = 0
            continue
        paths = [os.path.join(release, path) for path in resource["path"]]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        table = pyarrow.dataset.dataset(
            paths, format="parquet", partitioning=days, partition_base_dir=release
        ).to_table()
        assert table.column_names[: len(fields)] == fields, name
        rows = table.select(fields).to_pylist()
        assert len(rows) == resource["rows"], name
        columns = ", ".join(f'"{field}"' for field in fields)
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        reader = f"read_parquet([{listed}], hive_partitioning = false)"
        duck = connection.sql(f"SELECT {columns} FROM {reader}").to_arrow_table()
        assert normal(duck.to_pylist()) == normal(rows), name
        polar = polars.concat(
            [polars.read_parquet(path, hive_partitioning=False) for path in paths])
        assert normal(polar.select(fields).to_dicts()) == normal(rows), name
        for field in resource["schema"]["fields"]:
            values = [row[field["name"]] for row in rows]
            if field.get("constraints", {}).get("required"):
                assert None not in values, (name, field["name"])
            words = field.get("constraints", {}).get("enum")
            assert not words or set(values) <= set(words) | {None}, (name, field["name"])
        key = resource["schema"].get("primaryKey")
        if key:
            assert len({tuple(row[part] for part in key) for row in rows}) == len(rows), name
        check_statistics(paths)
        counts[name] = len(rows)
    return counts


def normal(rows):
    """Rows with instants as microseconds."""
    def value(item):
        # Readers differ in their time zone objects.
        return round(item.timestamp() * 1_000_000) if hasattr(item, "timestamp") else item

    return [{key: value(item) for key, item in row.items()} for row in rows]


def check_statistics(paths):
    """Null counts and bounds in the footers are those of the values."""
    import pyarrow.parquet

    for path in paths:
        file = pyarrow.parquet.ParquetFile(path)
        for group in range(file.metadata.num_row_groups):
            for index in range(file.metadata.num_columns):
                chunk = file.metadata.row_group(group).column(index)
                values = file.read_row_group(group, [chunk.path_in_schema])[0].to_pylist()
                statistics = chunk.statistics
                if statistics is None:
                    continue
                if statistics.has_null_count:
                    assert statistics.null_count == values.count(None), (path, index)
                known = [item for item in values if item is not None]
                if statistics.has_min_max and known and isinstance(known[0], (int, bool)):
                    assert (statistics.min, statistics.max) == (min(known), max(known)), path


def check_views(release):
    """views.sql runs in DuckDB in the release's folder, and its views hold what the tables hold."""
    import duckdb

    before = os.getcwd()
    os.chdir(release)
    try:
        connection = duckdb.connect()
        connection.execute(open("views.sql", encoding="utf-8").read())
        names = [row[0] for row in connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()]
        counts = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in names
        }
        for name in ("interactions", "events", "journeys", "findings", "measures"):
            connection.execute(f"SELECT min(date)::DATE FROM {name}").fetchone()
        return counts
    finally:
        os.chdir(before)


class Page(html.parser.HTMLParser):
    """Collects the element structure and what a page could load or run."""

    VOID = {"meta", "link", "br", "img", "input", "hr"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.shape = []
        self.open = []
        self.ids = []
        self.scripts = []
        self.policy = None
        self.links = []

    def handle_starttag(self, tag, attributes):
        names = sorted(name for name, _ in attributes)
        self.shape.append("<%s %s>" % (tag, " ".join(names)))
        values = dict(attributes)
        assert not any(name.startswith("on") for name in names), (tag, names)
        for name in ("src", "srcset", "xlink:href", "action", "background"):
            assert name not in values, (tag, name)
        if "href" in values:
            self.links.append(values["href"])
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open[-3:], self.getpos())
        self.open.pop()
        self.shape.append("</%s>" % tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)


def parse(path):
    page = Page()
    page.feed(open(path, encoding="utf-8").read())
    page.close()
    assert not page.open, page.open
    return page


def check_page(release):
    path = os.path.join(release, "report", "index.html")
    assert os.path.getsize(path) <= 2_000_000, os.path.getsize(path)
    page = parse(path)
    text = open(path, encoding="utf-8").read()
    assert len(page.ids) == len(set(page.ids)), "ids are unique"
    assert all(link.startswith("#") or link == "data:," for link in page.links), page.links
    assert {link[1:] for link in page.links if len(link) > 1 and link[0] == "#"} <= set(page.ids)
    assert "default-src 'none'" in page.policy and "unsafe-inline" not in page.policy.split(
        "script-src")[1].split(";")[0]
    import base64

    script = re.search(r"<script>(.*?)</script>", text, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.policy, "the script's hash is in the policy"
    assert text.count("<script") == 1
    assert not re.search(r"url\(|@import|https?://", text), "nothing is fetched"
    images = re.findall(r'<svg[^>]*role="img"[^>]*>', text)
    assert images and all("aria-labelledby" in image for image in images)
    return len(text)


FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"^-?\d+$")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def visible(text):
    """The text with its control characters as JSON may write them."""
    short = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
    return CONTROL.sub(lambda found: short.get(found[0], f"\\u{ord(found[0]):04x}"), text)


def check_numbers(release):
    """CSV and JSON carry the same numbers, and no CSV cell begins like a formula or
    holds a control character."""
    folder = os.path.join(release, "report")
    summary = json.load(open(os.path.join(folder, "summary.json"), encoding="utf-8"))
    names = {table["id"] + ".csv" for table in summary["tables"]}
    assert names == set(os.listdir(os.path.join(folder, "tables")))
    for table in summary["tables"]:
        path = os.path.join(folder, "tables", table["id"] + ".csv")
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        assert rows[0] == [column["name"] for column in table["columns"]]
        assert len(rows) - 1 == len(table["rows"]), table["id"]
        for cells, values in zip(rows[1:], table["rows"]):
            for cell, value in zip(cells, values, strict=True):
                assert not CONTROL.search(cell), (table["id"], cell)
                assert not FORMULA.match(cell) or NUMBER.match(cell), (table["id"], cell)
                if isinstance(value, str):
                    assert cell in (visible(value), "'" + visible(value)), (table["id"], cell, value)
                else:
                    wanted = {None: "", True: "true", False: "false"}.get(value, str(value))
                    assert cell == (str(value) if isinstance(value, int) and not isinstance(
                        value, bool) else wanted), (table["id"], cell, value)
    for line in open(os.path.join(folder, "summary.txt"), encoding="utf-8"):
        assert len(line.rstrip("\n")) <= 78, line
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", line), line


def main():
    if sys.argv[1] == "--shape":
        print("\n".join(parse(sys.argv[2]).shape))
        return
    release = sys.argv[1]
    check_hashes(release)
    counts = check_datasets(release)
    views = check_views(release)
    assert {name: views[name] for name in counts} == counts, (views, counts)
    size = check_page(release)
    check_numbers(release)
    print(json.dumps({"rows": counts, "views": views, "html": size}, sort_keys=True))


main()
