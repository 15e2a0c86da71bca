#!/usr/bin/env python3
"""Alerts and dashboards ask for metrics that a node gives, and every alert has its runbook."""
import json
import pathlib
import re
import signal
import sys
import tempfile
import urllib.request

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tools" / "monitoring"
sys.path.insert(0, str(ROOT / "tools"))
from stories.common import Server, check  # noqa: E402

# Told by a node on brokers alone; told once there is such a record.
NOT_HERE = {"surety_clock_off_seconds", "surety_void_records"}


def given(metrics):
    names = set(re.findall(r"^([a-z_]+)(?:\{| )", metrics, re.M))
    return names | set(re.findall(r"^# TYPE ([a-z_]+) ", metrics, re.M)) | NOT_HERE


def asked(expression):
    return set(re.findall(r"\bsurety_[a-z_]+", expression))


with tempfile.TemporaryDirectory(prefix="surety-monitoring-") as data:
    server = Server(sys.argv[1], data, [])
    server.start()
    server.ask("admin", "GET", "/clock")
    with urllib.request.urlopen(server.url + "/metrics", timeout=60) as answer:
        there = given(answer.read().decode())
    server.stop(signal.SIGTERM)

rules = yaml.safe_load((FOLDER / "surety.rules.yml").read_text())["groups"][0]["rules"]
panels = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
expressions = [r["expr"] for r in rules] + [t["expr"] for p in panels for t in p["targets"]]
source = (ROOT / "adapters" / "metrics.cpp").read_text()
check("what this node cannot tell stands in the program", all(f'"{n}"' in source for n in NOT_HERE))
missing = {name for text in expressions for name in asked(text)} - there
check("what alerts and panels ask for is there", not missing, missing)
unseen = {n for n in there if n.startswith("surety_") and "_bucket" not in n} - {
    name.removesuffix("_bucket") for text in expressions for name in asked(text)}
unseen = {n for n in unseen if not n.endswith(("_sum", "_count"))}
check("every metric is watched", not unseen, unseen)
sections = set(re.findall(r"^## (\S+)$", (FOLDER / "README.md").read_text(), re.M))
named = {r["annotations"]["runbook"] for r in rules}
check("every alert has its runbook, every runbook its alert", named == sections, named ^ sections)
check("every alert is named once", len({r["alert"] for r in rules}) == len(rules))
