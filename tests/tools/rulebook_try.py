#!/usr/bin/env python3
"""A draft with 7 instead of 10 days: the cases it lists are those of a recount from the histories."""
import datetime
import json
import pathlib
import signal
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from stories.common import WAN, Server, check  # noqa: E402
from stories.hainan import CONTRACTOR, GUARANTOR, OWNER  # noqa: E402

BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def surety(*arguments, code=0):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=250)
    if done.returncode != code:
        sys.exit(f"surety {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout + done.stderr


def instant(text):
    return datetime.datetime.fromisoformat(text)


def letters(s):
    """(id, day of issue, when its receipt was confirmed or it ended) of every letter ever issued."""
    found, cursor = [], ""
    while True:
        page = s.get("auditor", f"/guarantees?mode=letter&jurisdiction=460000&limit=200{cursor}")
        for one in page["items"]:
            events = s.get("auditor", f"/guarantees/{one['id']}/history")["items"]
            at = {e["type"].split(".")[1]: instant(e["recorded_at"]) for e in reversed(events)}
            begun = at.get("issued") or at.get("backfilled")
            if begun:
                over = one.get("ended_at") and instant(one["ended_at"])
                found.append((one["id"], begun.date(), at.get("receipt-confirmed") or over))
        if not page.get("next_cursor"):
            return found
        cursor = "&cursor=" + page["next_cursor"]


def came_out(start, done, days, now):
    last = start + datetime.timedelta(days=days)
    passes = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(),
                                       BEIJING)
    if done and done < passes:
        return f"{last} ended"
    return f"{last} " + ("passed" if passes <= now else "running")


def recount(of, now):
    lines = set()
    for number, start, done in of:
        ten, seven = (came_out(start, done, days, now) for days in (10, 7))
        passed = [text.endswith("passed") for text in (ten, seven)]
        more = ", an alert more" if passed == [False, True] else ""
        lines.add(f"guarantee/{number} receipt-confirmation: {ten} -> {seven}{more}")
    return lines


def issue(s, number):
    """A letter of 2025-03-01."""
    project = f"TRY-{number}"
    s.ask("owner-hn", "POST", "/projects",
          {"project_code": project, "name": f"工程{number}", "region_code": "460100",
           "contractor": CONTRACTOR, "owner": OWNER})
    letter = s.ask("owner-hn", "POST", "/guarantees",
                   {"project": project, "contract_type": "construction",
                    "contract_number": f"HT-{number}", "contract_amount": 100 * WAN,
                    "guarantor": GUARANTOR, "guarantee_type": "letter-of-guarantee",
                    "uses_fiscal_budget": False, "guaranteed_amount": 10 * WAN})["case"]["id"]
    s.ask("guarantor-hn", "POST", f"/guarantees/{letter}/issue",
          {"letter_number": f"TRY-L{number}", "valid_from": "2025-03-01",
           "valid_until": "2026-03-01", "premium": 100_000, "guaranteed_amount": 10 * WAN,
           "letter": s.paper("guarantor-hn", "letter")})
    return letter


with tempfile.TemporaryDirectory(prefix="surety-try-") as data:
    node = f"{data}/node"
    server = Server(PROGRAM, node, [])
    server.start()
    days = (0, 7, 8, 10, 11, 12)  # after which their receipt was confirmed
    opened = [issue(server, number) for number in range(len(days) + 1)]
    for day, letter in zip(days, opened):
        on = datetime.date(2025, 3, 1) + datetime.timedelta(days=day)
        server.clock(f"{on}T10:00:00+08:00")
        server.ask("contractor-hn", "POST", f"/guarantees/{letter}/confirm-receipt", {})
    issued = letters(server)
    now = instant(server.ask("admin", "GET", "/clock")["now"])
    server.stop(signal.SIGTERM)
    check("there are letters, some confirmed between the 8th day and the 10th",
          any(c and 7 < (c.date() - d).days <= 10 for _, d, c in issued), issued)

    book = json.loads((ROOT / "schemas/rulebooks/460000-1.json").read_text())
    same = pathlib.Path(data) / "same.json"
    same.write_text(json.dumps(book))
    told = surety("rulebook", "try", str(same), "--data", node)
    check("the rules in force change nothing", told.startswith("0 of "), told)

    book["rules"]["receipt_confirmation_days"] = 7
    draft = pathlib.Path(data) / "draft.json"
    draft.write_text(json.dumps(book))
    *lines, figures = surety("rulebook", "try", str(draft), "--data", node).splitlines()
    expected = recount(issued, now)
    check("the list is that of the recount", set(lines) == expected,
          sorted(set(lines) ^ expected)[:6])
    more = sum("alert more" in line for line in expected)
    check("and so are the figures",
          figures.startswith(f"{len(expected)} of ") and f"; {more} alerts more, 0 less" in figures,
          figures)

    book["rules"]["flat_rate"] = 2000
    draft.write_text(json.dumps(book))
    told = surety("rulebook", "try", str(draft), "--data", node)
    check("another rate is another least amount", " least_amount: " in told, told[-500:])
    draft.write_text('{"rules": {"review_days": "five"}}')
    told = surety("rulebook", "try", str(draft), "--data", node, code=1)
    check("a draft that is none is refused in a line", told.count("\n") == 1, told)
    surety("verify", "--data", node)
    check("nothing was written", True)
