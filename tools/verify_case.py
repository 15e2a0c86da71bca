#!/usr/bin/env python3
"""Checks a case by itself: verify_case.py [FILE], the lines of GET .../history?format=ndjson."""
import hashlib
import json
import sys

MEMBERS = ("prevhash", "case", "caseversion", "type", "typeversion", "recordedat", "dueat",
           "actor", "rulebook", "cause")


def digest(event):
    values = "".join(str("" if event.get(m) is None else event[m]) + "\n" for m in MEMBERS)
    return "sha256:" + hashlib.sha256((values + event["data_text"]).encode()).hexdigest()


def main():
    lines = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin
    last, version, case = "", 0, None
    for line in filter(str.strip, lines):
        event = json.loads(line)
        case = case or event["case"]
        version += 1
        name = f"{event['case']} version {event['caseversion']}"
        if event["case"] != case or int(event["caseversion"]) != version:
            sys.exit(f"{name} does not hold: {case} version {version} belongs here")
        if (event.get("prevhash") or "") != last:
            sys.exit(f"{name} does not hold: it does not name the hash before it")
        if digest(event) != event["hash"]:
            sys.exit(f"{name} does not hold: its hash does not fit its data")
        last = event["hash"]
    if case is None:
        sys.exit("there is no event to check")
    print(f"{case} holds: {version} events, {last}")


if __name__ == "__main__":
    main()
