"""Messages through a gateway of one's own: refused, lost, killed in between, receipted, replayed:
sms_gateway.py PROGRAM."""
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import secrets
import signal
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from stories.common import WAN, Server, check, offline

KEY, SECRET = "surety-1", "a secret of the gateway's own"
CONTRACTOR, OWNER, GUARANTOR = "9131011513230855XK", "91460000MA5TPGXG3G", "91460000MA5TM8HD9J"
PHONE, MASKED = "13987654321", "139****4321"


def signature(method, target, seconds, nonce, body):
    text = "\n".join([method, target, seconds, nonce, hashlib.sha256(body).hexdigest()])
    return "v1=" + hmac.new(SECRET.encode(), text.encode(), "sha256").hexdigest()


class Gateway(http.server.ThreadingHTTPServer):
    """Accepts a message once; answers by a list for each case, 200 when it is used up."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked, self.nonces, self.accepted, self.answers = [], set(), {}, {}
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1/sms?from=surety"

    def about(self, case):
        with self.lock:
            return [m for m in self.asked if m["id"].startswith(f"guarantee/{case}/")]


class Asked(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        seconds, nonce = self.headers["Surety-Timestamp"], self.headers["Surety-Nonce"]
        right = (self.headers["Surety-Key"] == KEY and abs(time.time() - int(seconds)) < 60
                 and nonce not in self.server.nonces and self.headers["Surety-Signature"]
                 == signature("POST", self.path, seconds, nonce, body))
        message = json.loads(body)
        with self.server.lock:
            self.server.nonces.add(nonce)
            self.server.asked.append(message)
            waiting = self.server.answers.get(message["id"].split("/")[1], [])
            answer = waiting.pop(0) if waiting else 200
        if not right or self.headers["Idempotency-Key"] != message["id"]:
            answer = 403
        if callable(answer):
            answer()  # and not a word to whoever asked
            return
        if answer == 200:
            with self.server.lock:
                self.server.accepted.setdefault(message["id"], message)
        self.send_response(answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def letter(s, number, until):
    """A letter with the owner's phone, which is told 30 days before its end."""
    case = s.open("owner-hn", "/guarantees",
                  {"project": "SMS-1", "contract_type": "construction", "contract_number": number,
                   "contract_amount": 1_000 * WAN, "guarantor": GUARANTOR,
                   "guarantee_type": "letter-of-guarantee", "uses_fiscal_budget": False,
                   "guaranteed_amount": 100 * WAN, "owner_phone": PHONE})
    s.do("guarantor-hn", f"/guarantees/{case}/issue",
         {"letter_number": number, "valid_from": "2025-03-01", "valid_until": until,
          "premium": 100_000, "guaranteed_amount": 100 * WAN,
          "letter": s.paper("guarantor-hn", number)})
    return case


def messages(s, case):
    return s.get("admin", f"/messages?case=guarantee/{case}")["items"]


def state(s, case):
    return [m["state"] for m in messages(s, case)]


def events(s, case, name):
    return [e for e in s.get("owner-hn", f"/guarantees/{case}/history")["items"]
            if e["type"] == "guarantee." + name]


def receipt(s, body, secret_holds=True, seconds=None, again=None):
    """The status of a receipt, and what it was sent with."""
    target = "/api/v1/messages/receipts"
    body = json.dumps(body).encode()
    seconds, nonce = str(seconds or int(time.time())), secrets.token_hex(16)
    signed = signature("POST", target, seconds, nonce, body if secret_holds else body + b" ")
    sent = again or (body, {"Content-Type": "application/json", "Surety-Key": KEY,
                            "Surety-Timestamp": seconds, "Surety-Nonce": nonce,
                            "Surety-Signature": signed})
    return s.request("POST", "/messages/receipts", *sent)[0], sent


def busy_gateway(s, gateway):
    case = letter(s, "SMS-L1", "2025-04-10")
    gateway.answers[case] = [503, 429]
    s.clock("2025-03-12T09:00:00+08:00")
    s.until("two refusals, and it is delivered", lambda: state(s, case) == ["delivered"])
    asked = gateway.about(case)
    check("it was asked three times, always under one id", len(asked) == 3
          and all(m == asked[0] for m in asked), asked)
    check("the gateway gets the phone, lists show it masked", asked[0]["to"] == PHONE
          and messages(s, case)[0]["to"] == MASKED, asked)
    check("its id is that of the list", messages(s, case)[0]["id"] == asked[0]["id"])
    return case


def receipts(s, case):
    told = {"id": messages(s, case)[0]["id"], "outcome": "failed", "detail": "空号"}
    recorded = "message-receipt-recorded"
    check("a forged receipt is refused", receipt(s, told, secret_holds=False)[0] == 401)
    check("an old one too", receipt(s, told, seconds=int(time.time()) - 400)[0] == 401)
    check("one for no message is not found",
          receipt(s, {**told, "id": f"guarantee/{case}/1/sms-nothing"})[0] == 404
          and receipt(s, {**told, "id": "nonsense"})[0] == 404)
    check("nothing of it is recorded", events(s, case, recorded) == [])
    status, sent = receipt(s, told)
    check("a failure is recorded", status == 204 and messages(s, case)[0]["state"] == "failed"
          and messages(s, case)[0]["reason"] == "空号", (status, messages(s, case)))
    check("the same once more, and told anew, is the same event",
          receipt(s, told, again=sent)[0] == 204 and receipt(s, told)[0] == 204
          and len(events(s, case, recorded)) == 1)
    told = {"id": told["id"], "outcome": "delivered",
            "reported_at": "2025-03-12T09:01:00+08:00"}
    check("a later delivery stands", receipt(s, told)[0] == 204
          and messages(s, case)[0]["state"] == "delivered"
          and messages(s, case)[0]["receipt"]["reported_at"].startswith("2025-03-12T09:01"),
          messages(s, case))
    check("an outcome of its own is none", receipt(s, {**told, "outcome": "read"})[0] == 422)


# proves QZI-48
def killed(s, gateway):
    case = letter(s, "SMS-L2", "2025-05-10")
    over = threading.Event()

    def kill():
        s.process.send_signal(signal.SIGKILL)
        over.set()

    gateway.answers[case] = [kill]
    try:
        s.clock("2025-04-11T09:00:00+08:00")
    except (OSError, urllib.error.URLError):
        pass  # it may be gone before it has answered
    check("killed while the gateway holds the message", over.wait(60))
    s.process.wait(timeout=60)
    s.process.stdout.close()
    s.tokens.clear()
    s.start()
    s.until("started again it is sent again", lambda: state(s, case) == ["delivered"])
    asked = gateway.about(case)
    check("under the same id", len(asked) == 2 and asked[0] == asked[1], asked)
    check("it has ended once", len(events(s, case, "effect-done")) == 1)


def refused(s, gateway):
    case = letter(s, "SMS-L3", "2025-06-10")
    gateway.answers[case] = [422]
    s.clock("2025-05-12T09:00:00+08:00")
    s.until("what the gateway refuses has failed", lambda: state(s, case) == ["failed"])
    check("it was asked once, and the reason is told", len(gateway.about(case)) == 1
          and messages(s, case)[0]["reason"] == "gateway-answers-422", messages(s, case))
    check("the history has it", len(events(s, case, "effect-failed")) == 1)


def main():
    gateway = Gateway()
    os.environ["SURETY_SMS_KEY"] = f"{KEY}:{SECRET}"
    with tempfile.TemporaryDirectory(prefix="surety-sms-") as data:
        s = Server(sys.argv[1], data, [])
        s.serve_keys = ["--sms-gateway", gateway.url()]
        s.start()
        try:
            s.do("owner-hn", "/projects",
                 {"project_code": "SMS-1", "name": "海口江东新区学校", "region_code": "460100",
                  "contractor": CONTRACTOR, "owner": OWNER})
            case = busy_gateway(s, gateway)
            receipts(s, case)
            killed(s, gateway)
            refused(s, gateway)
            s.until("nothing waits", lambda: all(
                m["state"] != "waiting" for m in s.get("admin", "/messages")["items"]))
            asked = len(gateway.asked)
            offline(s)
            check("a replay sends nothing", len(gateway.asked) == asked)
        finally:
            if s.process.poll() is None:
                s.process.kill()
                s.process.wait()
    print("the gateway's story holds")


if __name__ == "__main__":
    main()
