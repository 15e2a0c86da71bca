#!/usr/bin/env python3
"""Which test proves which requirement: traceability.py REPORT.md

tests/requirements.tsv lists the manuals' rows: id, section, title, surface (api, page or both) and,
where a part of a row is not there yet, which (`open`). A test says above itself what it proves:

    // proves HN-39, HN-40          # proves HLJ-16, HLJ-18
    TEST_CASE("guarantee: …") {     def enterprise(s):

Fails when a row has neither test nor `open`, and when a test names no row.
"""
import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ("tests/**/*.cpp", "tests/**/*.py", "tests/**/*.mjs", "tools/stories/*.py")
ID = r"(?:HLJ|BX|QZI|QZS|HN)-\d{2,3}"
CLAIM = re.compile(rf"^\s*(?://|#) proves ({ID}(?:, {ID})*),?$")
MORE = re.compile(rf"^\s*(?://|#) ({ID}(?:, {ID})*),?$")
TEST = re.compile(r'''^\s*(?:TEST_CASE\("(.*?)"|test\(["'`](.*?)["'`],|def (\w+)\()''')


def proofs():
    """(id, test, place) of every claim."""
    for path in sorted(p for pattern in SOURCES for p in ROOT.glob(pattern)):
        pending = []
        for number, line in enumerate(path.read_text().splitlines(), 1):
            place = f"{path.relative_to(ROOT)}:{number}"
            claim = CLAIM.match(line) or (pending and MORE.match(line))
            if claim:
                pending += [(one, place) for one in claim[1].split(", ")]
            elif " proves " in line and re.search(ID, line) and not path.samefile(__file__):
                sys.exit(f"{place}: not of the form `proves ID, ID`")
            elif pending and (test := TEST.match(line)):
                name = test[1] or f"{path.stem}: {test[2] or test[3]}"
                yield from ((one, name, where) for one, where in pending)
                pending = []
            elif pending and not re.match(r"\s*(//|#|@)", line):
                sys.exit(f"{place}: no test follows what is claimed above")


def rows():
    with open(ROOT / "tests" / "requirements.tsv", encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}


def report(table, tests):
    lines = ["# Requirements and their tests", "",
             "| id | section | title | surface | tests | open |", "|---|---|---|---|---|---|"]
    for one, row in table.items():
        names = "<br>".join(name.replace("|", "\\|") for name in tests.get(one, []))
        lines.append(f"| {one} | {row['section']} | {row['title']} | {row['surface']} | {names} "
                     f"| {row['open']} |")
    return "\n".join(lines) + "\n"


def main():
    table, tests, wrong = rows(), {}, []
    for one, name, place in proofs():
        if one not in table:
            wrong.append(f"{place}: {one} is no requirement")
        tests.setdefault(one, []).append(name)
    for one, row in table.items():
        if len(row["title"]) > 80 or row["surface"] not in ("api", "page", "both"):
            wrong.append(f"{one}: title of 80 characters at most, surface api, page or both")
        if one not in tests and not row["open"]:
            wrong.append(f"{one} has no test: {row['title']}")
    pathlib.Path(sys.argv[1]).write_text(report(table, tests))
    print(f"{len(table)} requirements")
    for what, surfaces in (("asked of the API", ("api", "both")), ("on pages alone", ("page",))):
        asked = [one for one, row in table.items() if row["surface"] in surfaces]
        print(f"{len(asked)} of them {what}: {sum(one in tests for one in asked)} with a test, "
              f"{sum(one not in tests for one in asked)} without, "
              f"{sum(bool(table[one]['open']) for one in asked)} with a part open")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
