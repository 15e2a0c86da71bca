"""What the stories have in common: a server of their own, asked by HTTP alone, and its checks."""
import json
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "Surety-2026"
WAN = 1_000_000
YUAN = 100


def check(what, holds, seen=None):
    if not holds:
        sys.exit(f"does not hold: {what}" + (f"; seen: {seen}" if seen is not None else ""))
    print(f"  {what}", flush=True)


class Server:
    def __init__(self, program, data, keys):
        self.program = program
        self.data = data
        self.keys = ["--data", data, *keys]
        self.start_keys = ["--sample"]
        self.serve_keys = []
        self.listen = "127.0.0.1:0"
        self.passwords = {}
        self.tokens = {}

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", *self.start_keys, "--clock", "manual",
             "--now", "2025-03-01T09:00:00+08:00", "--listen", self.listen,
             *self.keys, *self.serve_keys],
            stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                self.url = found.group()
                return
        sys.exit("the server did not become ready")

    def stop(self, how):
        self.process.send_signal(how)
        self.process.stdout.close()
        return self.process.wait(timeout=60)

    def request(self, method, path, data=None, headers=None):
        url = self.url + "/api/v1" + path
        request = urllib.request.Request(url, data, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def call(self, who, method, path, body=None, raw=None, headers=None):
        headers = dict(headers or {})
        if who:
            headers["Authorization"] = "Bearer " + self.token(who)
        if raw is None:
            headers.setdefault("Content-Type", "application/json")
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        status, answer = self.request(method, path, data, headers)
        return status, answer.decode()

    def ask(self, who, method, path, body=None, status=(200, 201), **more):
        got, text = self.call(who, method, path, body, **more)
        if got not in status:
            sys.exit(f"{method} {path} by {who}: {got} {text}")
        return json.loads(text) if text else {}

    def get(self, who, path):
        return self.ask(who, "GET", path)

    def do(self, who, path, body=None):
        return self.ask(who, "POST", path, body or {})

    def open(self, who, path, body):
        return self.do(who, path, body)["case"]["id"]

    def file(self, who, path):
        """The bytes of what is no JSON."""
        status, data = self.request("GET", path, headers={
            "Authorization": "Bearer " + self.token(who)})
        if status != 200:
            sys.exit(f"GET {path} by {who}: {status}")
        return data

    # Checks that say what they see.

    def refused(self, what, who, path, body, status, code, at=None, method="POST"):
        """The refusal's status and code, and the field it names."""
        got, text = self.call(who, method, path, body)
        answer = json.loads(text) if text else {}
        held = got == status and answer.get("code") == code
        if at:
            held = got == status and any(
                e["path"] == at and e["code"] == code for e in answer.get("errors", []))
        check(what, held, (got, answer))
        return answer.get("facts", {})

    def hidden(self, what, who, path):
        self.refused(what, who, path, None, 404, "not-found", method="GET")

    def wrong_state(self, what, who, path, body, state):
        facts = self.refused(what, who, path, body, 409, "not-in-this-state")
        check(f"… for it is {state}", facts.get("state") == state, facts)

    def shows(self, what, who, path, **members):
        seen = self.get(who, path)
        check(what, all(seen.get(k) == v for k, v in members.items()),
              {k: seen.get(k) for k in members})
        return seen

    def until(self, what, holds):
        """What the platform owes comes a moment after the command that owes it."""
        give_up = time.monotonic() + 60
        while not holds():
            if time.monotonic() > give_up:
                check(what, False)
            time.sleep(0.05)
        check(what, True)

    # People, papers, time.

    def sign_in(self, who, password):
        return self.call(None, "POST", "/sessions", {"username": who, "password": password})

    def token(self, who):
        if who not in self.tokens:
            status, text = self.sign_in(who, self.passwords.get(who, PASSWORD))
            if status != 201:
                sys.exit(f"{who} cannot sign in: {status} {text}")
            self.tokens[who] = json.loads(text)["token"]
        return self.tokens[who]

    def take_over(self, who, issued, own=PASSWORD + "-own"):
        """An account with an issued password chooses its own and signs in with it."""
        self.passwords[who] = issued
        self.ask(who, "PUT", "/account/password",
                 {"current_password": issued, "new_password": own}, status=(204,))
        self.passwords[who] = own

    def document(self, who, data, media_type, name):
        return self.ask(who, "POST", "/documents", raw=data, headers={
            "Content-Type": media_type,
            "Content-Disposition": f'attachment; filename="{name}"'})["id"]

    def paper(self, who, title):
        return self.document(who, f"%PDF-1.4\n% {title}\n%%EOF\n".encode(), "application/pdf",
                             "paper.pdf")

    def picture(self, who, title):
        return self.document(who, b"\x89PNG\r\n\x1a\n" + title.encode(), "image/png", "photo.png")

    def public_paper(self, title):
        """By the door that is open before anybody can sign in."""
        status, body = self.request(
            "POST", "/public/documents", f"%PDF-1.4\n% {title}\n%%EOF\n".encode(),
            {"Content-Type": "application/pdf"})
        check(f"{title} is taken from somebody who is not signed in", status == 201, body)
        return json.loads(body)["id"]

    def phone_code(self, phone):
        """As it was sent: without a gateway messages lie in a folder."""
        status, body = self.request("POST", "/public/phone-codes",
                                    json.dumps({"phone": phone}).encode(),
                                    {"Content-Type": "application/json"})
        check(f"a code is sent to {phone}", status == 202, body)
        for file in pathlib.Path(self.data, "outbox").glob("*.json"):
            message = json.loads(file.read_text(encoding="utf-8"))
            code = re.search(r"验证码 (\d{6})", message["text"])
            if message["to"] == phone and code:
                return code.group(1)
        sys.exit(f"no code went to {phone}")

    def clock(self, instant):
        self.ask("admin", "PUT", "/clock", {"now": instant})

    def alerts(self, who, project):
        return self.get(who, "/alerts?project=" + urllib.parse.quote(project))["items"]

    def passes(self, what, who, case, name, last_day, alerted=None):
        """The deadline stands on its last day; a second later it has passed, and is alerted once
        where `alerted` names who sees alerts of which project."""
        running = self.deadline(who, case, name)
        check(f"{what}: the last day is {last_day}",
              running["last_day"] == last_day and running["status"] == "running", running)
        self.clock(last_day + "T23:59:59+08:00")
        check("… at 23:59:59 it runs", self.deadline(who, case, name) == running
              and not (alerted and self.alerts_of(*alerted, name)), alerted)
        self.clock(running["passes_at"])
        passed = self.deadline(who, case, name)
        check("… a second later it has passed",
              passed["status"] == "passed" and passed["passes_at"] == running["passes_at"], passed)
        if alerted:
            check("… with one alert", len(self.alerts_of(*alerted, name)) == 1, alerted)

    def deadline(self, who, case, name):
        """The newest of that name."""
        found = [d for d in self.get(who, f"/{case}/deadlines")["items"] if d["name"] == name]
        if not found:
            check(f"the deadline {name} is told", False)
        return found[-1]

    def alerts_of(self, who, project, deadline):
        return [a for a in self.alerts(who, project) if a["deadline"] == deadline]

    def closed_alert(self, what, who, project, deadline, outcome):
        ends = [(a["state"], a["outcome"]) for a in self.alerts_of(who, project, deadline)]
        check(what, ends == [("closed", outcome)], ends)


def offline(s):
    check("SIGTERM ends the server in order", s.stop(signal.SIGTERM) == 0)
    for verb in (["verify"], ["replay", "--from-scratch"], ["replay"]):
        done = subprocess.run([s.program, *verb, *s.keys], text=True, capture_output=True,
                              check=False)
        check("surety " + " ".join(verb), done.returncode == 0, done.stdout + done.stderr)


def bad(s, path, form, who="owner-hn", **fields):
    """Each field refused for what it holds; None: left out."""
    for field, (value, code) in fields.items():
        given = {k: v for k, v in form.items() if k != field}
        s.refused(f"{field} {value!r}", who, path,
                  given if value is None else {**given, field: value}, 422, code, "/" + field)
