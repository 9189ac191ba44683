"""What scripts/benchmarks/readers found out, as tables and as JSON."""

import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path

# Ours runs on one thread: if it had less of a core than this, others were at work.
QUIET = 0.9
INSTRUCTIONS = ["sse4_2", "pclmulqdq", "avx2", "avx512bw", "avx512_vbmi2", "asimd", "pmull"]


def median(runs, key):
    """The median of one figure over runs."""
    return statistics.median(run[key] for run in runs)


def codec(binary):
    """What inflates in a program, by the libraries it is linked with."""
    linked = subprocess.run(["ldd", binary], capture_output=True, text=True, check=False).stdout
    return "ISA-L" if "libisal" in linked else "zlib"


def result(name, task, runs, ours, reading, inflates):
    """All figures of one task; bars are judged by our first form, and by the second if it ran."""
    ours, ahead = ours
    size = runs[ours][0]["bytes"]
    rows = [row(one, lines, runs[ours], size) for one, lines in runs.items()]
    found = {"task": name, "title": task.title, "file": task.file, "bytes": size,
             "records": runs[ours][0]["records"], "sums": runs[ours][0]["sums"], "rows": rows}
    found["bars"] = bars(task, rows, inflates) + memory_bar(task, rows[0])
    if ahead in runs:
        beside = [row(one, lines, runs[ahead], size) for one, lines in runs.items()]
        for bar in bars(task, beside, inflates):
            found["bars"].append(bar | {"bar": f"{bar['bar']}, ours too"})
    found["limits"] = limits(rows, reading, task, inflates)
    return found


def row(name, lines, ours, size):
    """The figures of one program; `ratio` is how many times faster ours is, pair by pair."""
    seconds = median(lines, "seconds")
    pairs = [theirs["seconds"] / own["seconds"] for theirs, own in zip(lines, ours)]
    return {"name": name, "seconds": seconds, "runs": [line["seconds"] for line in lines],
            "rate": size / seconds / 1e9, "cpu": median(lines, "cpu"),
            "peak": median(lines, "peak"), "ratio": statistics.median(pairs),
            "share": lines[0].get("share"), "parse": lines[0].get("parse")}


def bars(task, rows, inflates):
    """How many times faster ours is than the fastest form of each program with a bar."""
    judged = []
    for program, wanted in task.bars.items():
        forms = [row for row in rows if row["name"].startswith(program)]
        if forms:
            if isinstance(wanted, dict):
                wanted = wanted[inflates]
            fastest = min(forms, key=lambda row: row["seconds"])
            judged.append({"bar": f"{wanted}x {fastest['name']}", "found": fastest["ratio"],
                           "unit": "x", "met": fastest["ratio"] >= wanted})
    return judged


def memory_bar(task, ours):
    """Whether ours kept to the memory it may have."""
    if task.megabytes is None:
        return []
    found = ours["peak"] / 1e6
    return [{"bar": f"at most {task.megabytes} MB", "found": found, "unit": " MB",
             "met": found <= task.megabytes}]


def limits(rows, reading, task, inflates):
    """Where our time goes, in a sentence."""
    by_name = {row["name"]: row for row in rows}
    if reading not in by_name:
        return ""
    share = by_name[reading]["seconds"] / rows[0]["seconds"]
    verb = f"reading and inflating by {inflates}" if task.file.endswith(".gz") else "reading"
    text = f"{verb} takes {share:.0%} of our time, finding records and fields {1 - share:.0%}"
    if "memcpy" in by_name:
        text += f"; all of it {1 / by_name['memcpy']['ratio']:.1f} times a memcpy"
    had = rows[0]["cpu"] / rows[0]["seconds"]
    return text if had >= QUIET else f"{text}\n  busy machine: ours had {had:.0%} of a core"


def print_result(result):
    """The table of one task."""
    print(f"\n{result['title']}: {result['file']}, {result['bytes'] / 1e6:,.0f} MB, "
          f"{result['records']:,} records\n")
    rows = [["", "seconds", "GB/s", "CPU s", "peak MB", "ours is faster"]]
    for one in result["rows"]:
        name = one["name"]
        if one["share"]:
            name += f" (from {one['share']:.0%} of it)"
        ratio = "" if one is result["rows"][0] else f"{one['ratio']:.2f}x"
        extrapolated = one["share"] is not None
        rows.append([name, f"{one['seconds']:.3f}", f"{one['rate']:.2f}",
                     "" if extrapolated else f"{one['cpu']:.2f}",
                     "" if extrapolated else f"{one['peak'] / 1e6:,.0f}", ratio])
    widths = [max(map(len, column)) for column in zip(*rows)]
    for cells in rows:
        print("  " + cells[0].ljust(widths[0]) + "".join(
            "  " + cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])))
    if result["limits"]:
        print(f"  {result['limits']}")
    sys.stdout.flush()


def print_bars(results, absent):
    """Which bars are met."""
    print("\nBars")
    for result in results:
        for bar in result["bars"]:
            print(f"  {result['task']:8} {bar['bar']:40} {bar['found']:8.2f}{bar['unit']:3}  "
                  f"{'met' if bar['met'] else 'NOT MET'}")
    if absent:
        print(f"  not installed, not measured: {', '.join(absent)}")


def surroundings(options, packages):
    """Machine, versions, date and what is measured."""
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"), "cpu": cpu_model(),
        "cores": len(os.sched_getaffinity(0)), "instructions": instruction_sets(),
        "load": os.getloadavg()[0], "system": platform.platform(),
        "python": platform.python_version(), "inflate": codec(options.binary),
        "versions": {name: version(package) for name, package in packages.items()},
        "launcher": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "megabytes": options.megabytes, "rounds": options.rounds, "seed": options.seed,
    }


def version(package):
    """The version of an installed package."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def cpu_text():
    """What the system says about its processors."""
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""


def cpu_model():
    """The name of the processor."""
    found = re.search(r"^model name\s*: (.*)$", cpu_text(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def instruction_sets():
    """The instruction sets that matter here and that the processor has."""
    found = re.search(r"^(?:flags|Features)\s*: (.*)$", cpu_text(), re.MULTILINE)
    flags = set(found.group(1).split()) if found else set()
    return [name for name in INSTRUCTIONS if name in flags]


def print_surroundings(found):
    """Where and when this was measured."""
    print(f"{found['cpu']}, {found['cores']} cores, {' '.join(found['instructions'])}, "
          f"load {found['load']:.1f}")
    versions = [f"{name} {number}" for name, number in found["versions"].items() if number]
    versions += [f"Python {found['python']}", f"ours inflates by {found['inflate']}"]
    print(", ".join(versions))
    print(f"{found['date']}, files of {found['megabytes']:g} MB from seed {found['seed']}, "
          f"{found['rounds']} alternating rounds, medians; every peak is at least this "
          f"program's own {found['launcher'] / 1e6:.0f} MB")
    sys.stdout.flush()


def write_json(path, before, results, absent, troubles):
    """Everything, for machines."""
    if path:
        whole = {**before, "tasks": results, "absent": absent, "troubles": troubles}
        Path(path).write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
