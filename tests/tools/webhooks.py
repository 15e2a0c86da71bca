"""Webhooks to receivers of one's own: in order, signed, late, dead, killed in between, disabled:
webhooks.py PROGRAM."""
import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import signal
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from stories.common import WAN, Server, check, offline

CONTRACTOR, OWNER, GUARANTOR = "9131011513230855XK", "91460000MA5TPGXG3G", "91460000MA5TM8HD9J"
PHONE = "13987654321"


class Receiver(http.server.ThreadingHTTPServer):
    """Takes what comes to a path; answers by the path's list, 204 when it is used up."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taken)
        self.heard, self.answers = {}, {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://127.0.0.1:{self.server_port}/{name}"

    def types(self, name):
        """What was taken, repeats left out."""
        seen = {m["id"]: m["type"] for m, _, taken in list(self.heard.get(name, [])) if taken}
        return list(seen.values())


class Taken(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name = self.path[1:]
        waiting = self.server.answers.get(name, [])
        answer = waiting.pop(0) if waiting else 204
        taken = not callable(answer) and answer < 300
        self.server.heard.setdefault(name, []).append(
            (json.loads(body), (dict(self.headers), body), taken))
        if callable(answer):
            answer()  # and not a word to whoever asked
            return
        self.send_response(answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def signed(request, secret):
    """By that secret, just now: as any library of Standard Webhooks checks it."""
    headers, body = request
    headers = {k.lower(): v for k, v in headers.items()}
    message, seconds = headers["webhook-id"], headers["webhook-timestamp"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return (abs(time.time() - int(seconds)) < 60 and message == json.loads(body)["id"]
            and "v1," + base64.b64encode(digest).decode() in headers["webhook-signature"].split())


def project(s, code, who="owner-hn", region="460100", contractor=CONTRACTOR, owner=OWNER):
    s.do(who, "/projects", {"project_code": code, "name": "海口学校", "region_code": region,
                            "contractor": contractor, "owner": owner,
                            "investment_total": 100_000_000})


def create(s, name, url, organisation, types=("project.*", "guarantee.*")):
    return s.do("admin", "/webhooks", {"name": name, "url": url, "types": list(types),
                                       "organisation": organisation})


def deliveries(s, name):
    return s.get("admin", f"/webhooks/{name}/deliveries")


def registration(s, receiver, hainan):
    body = {"name": "tax", "url": receiver.url("tax"), "types": ["project.*"],
            "organisation": hainan}
    s.refused("only the administrator registers one", "regulator-hn", "/webhooks", body, 403,
              "forbidden")
    for url in ("http://tax.example.cn/events", "ftp://tax.example.cn/", "nonsense",
                "https://user:word@tax.example.cn/"):
        s.refused(f"{url} is no safe address", "admin", "/webhooks", {**body, "url": url}, 422,
                  "unsafe-url", at="/url")
    s.refused("an event that there is not", "admin", "/webhooks",
              {**body, "types": ["project.*", "project.exploded"]}, 422, "unknown-event-type",
              at="/types/1")
    s.refused("a scope that there is not", "admin", "/webhooks",
              {**body, "organisation": "nobody"}, 422, "unknown-reference")
    key = {"Idempotency-Key": "tax-1"}
    body["types"] = ["project.*", "guarantee.*"]
    made = s.ask("admin", "POST", "/webhooks", body, headers=key)
    check("the secret is shown", made["secret"].startswith("whsec_"))
    again = s.ask("admin", "POST", "/webhooks", body, headers=key)
    check("… once", "secret" not in again and again["events"] == made["events"], again)
    text = s.call("admin", "GET", "/webhooks/tax")[1] + s.call(
        "admin", "GET", "/webhooks/tax/history")[1] + s.call("admin", "GET", "/webhooks")[1]
    check("… and stands nowhere", "whsec_" not in text)
    s.hidden("others do not see it", "regulator-hn", "/webhooks/tax")
    s.hidden("… nor how far it has got", "regulator-hn", "/webhooks/tax/deliveries")
    return made["secret"]


def order(s, receiver, secret):
    project(s, "HOOK-1")
    case = s.open("owner-hn", "/guarantees",
                  {"project": "HOOK-1", "contract_type": "construction", "contract_number": "H-1",
                   "contract_amount": 1_000 * WAN, "guarantor": GUARANTOR,
                   "guarantee_type": "letter-of-guarantee", "uses_fiscal_budget": False,
                   "guaranteed_amount": 100 * WAN, "owner_phone": PHONE})
    s.do("guarantor-hn", f"/guarantees/{case}/issue",
         {"letter_number": "H-1", "valid_from": "2025-03-01", "valid_until": "2026-03-01",
          "premium": 100_000, "guaranteed_amount": 100 * WAN,
          "letter": s.paper("guarantor-hn", "H-1")})
    s.do("contractor-hn", f"/guarantees/{case}/confirm-receipt")
    history = [(e["hash"], e["type"]) for kind, one in (("projects", "HOOK-1"),
                                                        ("guarantees", case))
               for e in s.get("regulator-hn", f"/{kind}/{one}/history")["items"]]
    s.until("what happens is sent", lambda: len(receiver.types("tax")) >= len(history))
    heard = [(m["id"], m["type"]) for m, _, _ in receiver.heard["tax"]]
    # Two cases of one root: the order of each is that of its history.
    cases = [[e for e in heard if e[1].startswith(kind)] for kind in ("project.", "guarantee.")]
    check("nothing from before it was there, each once, in order", sum(cases, []) == history,
          (heard, history))
    check("all of it signed", all(signed(r, secret) for _, r, _ in receiver.heard["tax"]))
    check("personal fields are masked", PHONE not in str(receiver.heard["tax"])
          and "139****4321" in str(receiver.heard["tax"]))
    s.until("it says how far it has got", lambda: deliveries(s, "tax")["last_event"]
            == history[-1][0] and deliveries(s, "tax")["lag_seconds"] == 0)


def troubles(s, receiver, hainan):
    create(s, "dead", "http://127.0.0.1:9/events", hainan)
    receiver.answers["tax"] = [500, 429]
    project(s, "HOOK-2")
    project(s, "HOOK-3")
    s.until("after two failures it goes on",
            lambda: receiver.types("tax")[-2:] == ["project.registered"] * 2)
    last = [(m["subject"], taken) for m, _, taken in receiver.heard["tax"][-4:]]
    check("with the same event first", last == [("project/HOOK-2", False)] * 2 + [
        ("project/HOOK-2", True), ("project/HOOK-3", True)], last)
    s.until("the dead one has harmed nobody and says what it lacks",
            lambda: deliveries(s, "dead")["last_failure"] == "unreachable")
    check("… since when, and that it waits", deliveries(s, "dead")["failing_since"] is not None
          and deliveries(s, "dead")["waits_since"] is not None, deliveries(s, "dead"))


def scopes(s, receiver):
    before = len(receiver.heard["tax"])
    project(s, "HOOK-HLJ", "contractor-hlj", "230702", "11230703001784935X", "11230703001784935X")
    project(s, "HOOK-4")
    s.until("the next of its own comes", lambda: len(receiver.heard["tax"]) > before)
    check("of another province nothing does", [
        m["subject"] for m, _, _ in receiver.heard["tax"][before:]] == ["project/HOOK-4"])


def killed(s, receiver):
    over = threading.Event()

    def kill():
        s.process.send_signal(signal.SIGKILL)
        over.set()

    receiver.answers["tax"] = [kill]
    try:
        project(s, "HOOK-5")
    except OSError:
        pass
    check("killed while the receiver holds the event", over.wait(60))
    s.process.wait(timeout=60)
    s.process.stdout.close()
    s.tokens.clear()
    s.start()
    project(s, "HOOK-6")
    s.until("started again it goes on", lambda: receiver.heard["tax"][-1][0]["subject"]
            == "project/HOOK-6")
    subjects = [m["subject"] for m, _, taken in receiver.heard["tax"] if taken]
    check("nothing is missing, nothing is early",
          subjects[subjects.index("project/HOOK-4"):][-3:] == [
              "project/HOOK-4", "project/HOOK-5", "project/HOOK-6"], subjects)


def changes(s, receiver, secret):
    renewed = s.do("admin", "/webhooks/tax/renew-secret")["secret"]
    s.do("admin", "/webhooks/tax/pause")
    project(s, "HOOK-7")
    time.sleep(1)
    check("paused, nothing comes", receiver.heard["tax"][-1][0]["subject"] == "project/HOOK-6")
    s.do("admin", "/webhooks/tax/resume")
    s.until("resumed, it comes", lambda: receiver.heard["tax"][-1][0]["subject"]
            == "project/HOOK-7")
    request = receiver.heard["tax"][-1][1]
    check("the old secret and the new one both sign",
          renewed != secret and signed(request, secret) and signed(request, renewed))
    s.do("admin", "/webhooks/tax/update", {"url": receiver.url("moved"), "types": ["guarantee.*"]})
    project(s, "HOOK-8")
    s.clock("2025-03-07T09:00:00+08:00")
    s.until("who has failed for days is disabled",
            lambda: s.get("admin", "/webhooks/dead")["state"] == "disabled")
    s.shows("… with its reason", "admin", "/webhooks/dead", reason="unreachable")
    s.do("admin", "/webhooks/dead/resume")
    s.do("admin", "/webhooks/dead/update", {"url": receiver.url("alive")})
    s.until("resumed it gets what it has missed",
            lambda: receiver.types("alive")[:3] == ["project.registered"] * 3)
    check("what is not asked for is not sent", "moved" not in receiver.heard)
    receiver.answers["alive"] = [410]
    project(s, "HOOK-9")
    s.until("gone is gone", lambda: s.get("admin", "/webhooks/dead")["state"] == "disabled")
    s.do("admin", "/webhooks/dead/delete")
    s.wrong_state("deleted it stays", "admin", "/webhooks/dead/resume", {}, "deleted")


def main():
    receiver = Receiver()
    with tempfile.TemporaryDirectory(prefix="surety-webhooks-") as data:
        s = Server(sys.argv[1], data, [])
        s.serve_keys = ["--private-webhooks"]
        s.start()
        try:
            hainan = s.get("regulator-hn", "/account")["organisation"]["id"]
            secret = registration(s, receiver, hainan)
            order(s, receiver, secret)
            troubles(s, receiver, hainan)
            scopes(s, receiver)
            killed(s, receiver)
            changes(s, receiver, secret)
            heard = sum(len(h) for h in receiver.heard.values())
            offline(s)
            check("a replay sends nothing",
                  heard == sum(len(h) for h in receiver.heard.values()))
        finally:
            if s.process.poll() is None:
                s.process.kill()
                s.process.wait()
    print("the webhooks' story holds")


if __name__ == "__main__":
    main()
