#!/usr/bin/env python3
"""Every case kind, every role, every way to read: scope.py PROGRAM.

What each role may see is told by rules.py from domain.md §6, over the cases that world.py opens;
the program is asked by HTTP. A kind that the program knows and rules.py does not makes this fail.
"""
import collections
import concurrent.futures
import json
import pathlib
import re
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tools"))

import rules
import surfaces
from stories.common import check
from world import open_world

SHOWN = 3  # of each surface, kind and account


def kinds_have_lines(w):
    """The kinds are the program's own; whoever adds one says here who sees it."""
    paths = json.loads(w.request("GET", "/openapi.json")[1])["paths"]
    found = (re.fullmatch(r"/api/v1/([a-z-]+)/\{id\}", path) for path in paths)
    there = {match[1] for match in found if match} - rules.NO_CASES
    lines = {rules.plural(kind) for kind in set(rules.BY_PARTY) | rules.NOBODYS | rules.MEANWHILE}
    check("every case kind has its line in tests/scope/rules.py, every line its kind",
          there == lines, sorted(there ^ lines))
    for kind in rules.BY_PARTY:
        check(f"the world holds a case of kind {kind}",
              any(case.kind == kind for case in w.cases.values()))


def both_sides(w, askers):
    """A rule is tried only by a case that it shows and a case that it hides."""
    everything = {a.actor.role for a in askers}
    for kind in rules.BY_PARTY:
        for role in sorted(everything):
            mine = [a for a in askers if a.actor.role == role and not a.actor.confined]
            named = role in rules.BY_PARTY[kind]
            seen = any(c.kind == kind for a in mine for c in a.seen.values())
            unseen = any(c.kind == kind for a in mine for c in a.unseen.values())
            if named and not (seen and unseen):
                check(f"a {kind} that a {role} sees, and one that it does not", False)


def what_is_there(w, askers):
    """Versions and running deadlines, each asked of somebody whom the rules let see the case."""
    w.versions, w.running = {}, []
    for case in w.cases.values():
        a = next(a for a in askers if case.key in a.seen)
        path = f"/{rules.plural(case.kind)}/{urllib.parse.quote(case.id)}"
        w.versions[case.key] = a.get(path).get("version", 0)
        w.running += [(case.kind, case.id, d["name"], d["subject"])
                      for d in a.get(path + "/deadlines")["items"]
                      if d["status"] in ("running", "provisional")]


# proves HLJ-59, HLJ-60, HLJ-93, HLJ-94, BX-04, QZI-23, QZS-43, HN-12, HN-190, HN-191, HN-192
def ask_everybody(w):
    differences = []
    askers = [surfaces.Asker(w, actor, differences) for actor in w.actors.values()]
    w.until("what is to be sent is sent", lambda: all(
        m["state"] != "waiting" for m in w.get("admin", "/messages")["items"]))
    both_sides(w, askers)
    what_is_there(w, askers)
    jobs = [(f, (a, kind)) for a in askers for kind in rules.BY_PARTY for f in surfaces.OVER_KINDS]
    jobs += [(f, (a,)) for a in askers for f in surfaces.OVER_ALL]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(f, *arguments) for f, arguments in jobs]:
            done.result()
    surfaces.streams([a for a in askers if not a.actor.confined], lambda: touched(w))
    return askers, differences


def touched(w):
    """An event of a case that everybody sees: a guarantor on the list."""
    done = w.do("guarantor-north", f"/guarantors/{w.actors['guarantor-north'].code}/update",
                {"contact_name": "新联系人"})
    return "guarantor", done["case"]["id"], done["version"]


def main():
    with tempfile.TemporaryDirectory(prefix="surety-scope-") as data:
        w = open_world(sys.argv[1], data)
        try:
            kinds_have_lines(w)
            askers, differences = ask_everybody(w)
        finally:
            w.process.kill()
            w.process.wait()
    told = collections.Counter()
    for line in differences:
        told[line.split(":")[0]] += 1
        if told[line.split(":")[0]] <= SHOWN:
            print("out of step: " + line)
    if differences:
        sys.exit(f"scope does not hold: {len(differences)} differences")
    print(f"scope holds: {len(w.cases)} cases of {len(rules.BY_PARTY)} kinds, "
          f"{len(askers)} accounts")


if __name__ == "__main__":
    main()
