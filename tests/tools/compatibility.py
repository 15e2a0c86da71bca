#!/usr/bin/env python3
"""Subscribers for years, and journals for ever: what an event's version once was, it stays.

compatibility.py             compares schemas/events with tests/golden/events.json
compatibility.py --release   adds to it what is new; what would break a reader is never written

A version may gain optional members and choices. Whatever else is wanted of an event is its next
version: the struct as it was becomes `formerly<…V1>(upcast)` beside `.event<…>()`, so that what is
stored is read as the next version, and both schemas stay published.
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
KNOWN = ROOT / "tests" / "golden" / "events.json"


def shape(schema):
    """What a reader relies on, without titles and bounds."""
    told = {key: schema[key] for key in ("type", "format", "x-format") if key in schema}
    if "properties" in schema:
        told["members"] = {name: shape(one) for name, one in schema["properties"].items()}
        told["required"] = sorted(schema.get("required", []))
    if "items" in schema:
        told["items"] = shape(schema["items"])
    if "oneOf" in schema:
        told["choices"] = sorted(str(one["const"]) for one in schema["oneOf"])
    return told


def breaks(old, new, where):
    """Why readers of `old` could not read `new`, or `new`'s readers what is stored of `old`."""
    for key in ("type", "format", "x-format"):
        if old.get(key) != new.get(key):
            yield f"{where} was {old.get(key)} and is {new.get(key)}"
    for choice in sorted(set(old.get("choices", [])) - set(new.get("choices", []))):
        yield f"{where} may no longer be {choice}"
    members, present = old.get("members", {}), new.get("members", {})
    needed, given = set(old.get("required", [])), set(new.get("required", []))
    for name, one in members.items():
        if name not in present:
            yield f"{where}.{name} is gone"
        else:
            yield from breaks(one, present[name], f"{where}.{name}")
    for name in sorted((needed - given) & set(present)):
        yield f"{where}.{name} may be missing"
    for name in sorted(given - needed):
        yield f"{where}.{name} is missing in what is stored"
    if "items" in old:
        yield from breaks(old["items"], new.get("items", {}), where + "[]")


def published():
    events = {}
    for file in sorted((ROOT / "schemas" / "events").glob("*.json")):
        schema = json.loads(file.read_text())
        name = file.name.removesuffix(".json")
        version = schema["x-type-version"]
        name = name.removesuffix(f".v{version}")
        events[f"{name}@{version}"] = shape(schema)
    return events


def refused(known, now):
    for event, old in known.items():
        if event in now:
            yield from breaks(old, now[event], event)
        else:
            yield f"{event} is gone"


def self_check():
    """A gate that lets everything through is none."""
    old = {"type": "object", "required": ["day"], "members": {
        "day": {"type": "string", "format": "date"}, "kind": {"type": "string", "choices": ["a"]}}}
    ways = {"an optional member more": (lambda s: s["members"].update(more={"type": "string"}), 0),
            "a choice more": (lambda s: s["members"]["kind"]["choices"].append("b"), 0),
            "a member gone": (lambda s: s["members"].pop("kind"), 1),
            "another format": (lambda s: s["members"]["day"].pop("format"), 1),
            "no longer always there": (lambda s: s["required"].remove("day"), 1),
            "asked of what is stored": (lambda s: s["required"].append("kind"), 1),
            "a choice gone": (lambda s: s["members"]["kind"]["choices"].clear(), 1)}
    for what, (change, expected) in ways.items():
        new = json.loads(json.dumps(old))
        change(new)
        found = list(breaks(old, new, "e"))
        if len(found) != expected:
            sys.exit(f"the gate misjudges {what}: {found}")


self_check()
now = published()
known = json.loads(KNOWN.read_text()) if KNOWN.exists() else {}
problems = list(refused(known, now))
if problems:
    sys.exit("these would break subscribers or stored journals:\n  " + "\n  ".join(problems)
             + "\nmake it the event's next version, with an upcast (see the head of this file)")
if "--release" in sys.argv:
    KNOWN.write_text(json.dumps(now, indent=0, ensure_ascii=False, sort_keys=True) + "\n")
elif known != now:
    new = sorted(set(now) - set(known)) or [e for e in now if known.get(e) != now[e]]
    sys.exit("not yet among the known ones: " + ", ".join(new[:9])
             + "\nrun tests/tools/compatibility.py --release and commit tests/golden/events.json")
print(f"{len(now)} versions of events read as they always did")
