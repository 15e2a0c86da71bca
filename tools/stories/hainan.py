"""Hainan: a letter of guarantee from the README, its deadlines, kill -9 and the proof of a case."""
import pathlib
import signal
import subprocess
import sys

from stories.common import WAN, check

VERIFY = pathlib.Path(__file__).resolve().parent.parent / "verify_case.py"
CONTRACTOR, OWNER, GUARANTOR = "9131011513230855XK", "91460000MA5TPGXG3G", "91460000MA5TM8HD9J"


def alerts(s):
    return s.alerts("regulator-hn", "STORY-1")


# proves HN-42, HN-43, HN-45, HN-48, HN-49, HN-73
def open_letter(s):
    s.ask("owner-hn", "POST", "/projects",
          {"project_code": "STORY-1", "name": "海口江东新区学校", "region_code": "460100",
           "contractor": CONTRACTOR, "owner": OWNER})
    application = {"project": "STORY-1", "contract_type": "construction", "contract_number": "HT-1",
                   "contract_amount": 16_130 * WAN, "guarantor": GUARANTOR,
                   "guarantee_type": "letter-of-guarantee", "uses_fiscal_budget": False,
                   "guaranteed_amount": 1_613 * WAN - 1}
    refusal = s.ask("owner-hn", "POST", "/guarantees", application, status=(409,))
    check("one fen below the least amount is refused, and the least amount is named",
          refusal["code"] == "amount-below-minimum"
          and refusal["facts"]["least_amount"] == 1_613 * WAN, refusal)
    application["guaranteed_amount"] += 1
    opened = s.ask("owner-hn", "POST", "/guarantees", application, headers={"Idempotency-Key": "a"})
    again = s.ask("owner-hn", "POST", "/guarantees", application, headers={"Idempotency-Key": "a"})
    letter = opened["case"]["id"]
    check("the same key gives the same answer", again == opened, again)
    s.ask("guarantor-hn", "POST", f"/guarantees/{letter}/issue",
          {"letter_number": "STORY-L1", "valid_from": "2025-03-01", "valid_until": "2026-03-01",
           "premium": 100_000, "guaranteed_amount": 1_613 * WAN,
           "letter": s.paper("guarantor-hn", "letter")})
    plan = s.ask("owner-hn", "POST", "/payment-plans",
                 {"guarantee": letter, "nodes": [{"name": "进度款一", "kind": "progress",
                                                  "due_on": "2025-03-05",
                                                  "amount": 16_130 * WAN}]})
    return letter, plan["case"]["id"]


# proves HN-160, HN-163, HN-164
def pass_deadlines(s, letter):
    deadline = next(d for d in s.ask("owner-hn", "GET", f"/guarantees/{letter}/deadlines")["items"]
                    if d["name"] == "receipt-confirmation")
    check("the deadline says why it is that day",
          deadline["last_day"] == "2025-03-11" and deadline["status"] == "running"
          and deadline["passes_at"].startswith("2025-03-12T00:00:00"), deadline)
    s.clock("2025-03-11T23:59:59+08:00")
    check("day 10, 23:59:59: no alert", alerts(s) == [], alerts(s))
    s.clock("2025-03-12T00:00:00+08:00")
    check("a second later: one alert",
          [a["deadline"] for a in alerts(s)] == ["receipt-confirmation"], alerts(s))
    s.clock("2025-05-04T23:59:59+08:00")
    check("day 60 of the node, 23:59:59: none more", len(alerts(s)) == 1, alerts(s))
    s.clock("2025-05-05T00:00:00+08:00")
    check("a second later: the payment's",
          sorted(a["deadline"] for a in alerts(s)) == ["payment", "receipt-confirmation"],
          alerts(s))


def survive(s, letter):
    before = alerts(s), s.call("owner-hn", "GET", f"/guarantees/{letter}/history?format=ndjson")
    s.stop(signal.SIGKILL)
    s.start()
    check("after kill -9 the clock stands where it stood",
          s.ask("admin", "GET", "/clock")["now"].startswith("2025-05-05T00:00:00"))
    s.clock("2025-05-05T00:00:00+08:00")
    after = alerts(s), s.call("owner-hn", "GET", f"/guarantees/{letter}/history?format=ndjson")
    check("nothing is lost and nothing fires again", before == after, after)


# proves HN-160
def confirm_late(s, letter, plan):
    s.ask("contractor-hn", "POST", f"/guarantees/{letter}/confirm-receipt", {})
    s.ask("contractor-hn", "POST", f"/payment-plans/{plan}/confirm-receipt",
          {"node": "进度款一", "amount": 16_130 * WAN, "received_on": "2025-05-05",
           "voucher": s.paper("contractor-hn", "voucher")})
    ends = {a["deadline"]: (a["state"], a["outcome"]) for a in alerts(s)}
    check("late confirmations close the alerts by themselves",
          ends == {"receipt-confirmation": ("closed", "confirmed-late"),
                   "payment": ("closed", "settled-late")}, ends)


def prove(s, letter):
    history = s.call("owner-hn", "GET", f"/guarantees/{letter}/history?format=ndjson")[1]
    script = [sys.executable, str(VERIFY)]
    good = subprocess.run(script, input=history, text=True, capture_output=True, check=False)
    check("the exported case verifies without our code", good.returncode == 0, good.stderr)
    forged = history.replace("STORY-L1", "STORY-L2")
    bad = subprocess.run(script, input=forged, text=True, capture_output=True, check=False)
    check("a forged one does not", bad.returncode == 1 and "version 2" in bad.stderr, bad.stderr)


def tell(s):
    letter, plan = open_letter(s)
    pass_deadlines(s, letter)
    survive(s, letter)
    confirm_late(s, letter, plan)
    prove(s, letter)
