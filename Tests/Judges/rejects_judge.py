"""Whether a release's rejects hold records of certain codes: rejects_judge.py RELEASE CODE…"""

from published import Release, Verdict, arguments


def main():
    folder, *codes = arguments("rejects_judge.py RELEASE CODE…")
    rejects = Release(folder).rows("rejects")
    verdict = Verdict()
    found = {row["code"] for row in rejects}
    for code in codes:
        verdict.expect(code in found, "codes not among the rejects", f"{code}, only {sorted(found)}")
    for row in rejects:
        verdict.expect(row["message"] and row["hint"], "rejects that explain nothing", row)
    verdict.end(f"{len(rejects)} rejects agree")


if __name__ == "__main__":
    main()
