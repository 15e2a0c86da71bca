#!/usr/bin/env python3
"""Signing in by a portal, in a browser's steps, at a certified provider.

sign_in.py PROGRAM --folder FOLDER    the provider is installed into FOLDER
"""
import argparse
import http.cookiejar
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tools"))
from stories.common import Server, check, offline  # noqa: E402

KNOWN = "91460000MA5TPGXG3G"   # of the sample
FIRM = "91230700MA1A00010M"    # of nobody yet
SECRET = "a+secret/of=ours"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def install(folder):
    """As the lock file has it; nothing to do where that was done."""
    wanted = (HERE / "package-lock.json").read_bytes()
    done = folder / "installed"
    if done.exists() and done.read_bytes() == wanted:
        return
    if not shutil.which("npm"):
        sys.exit("npm is missing; set_up_node of tools/setup gets it")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                   cwd=folder, check=True)
    done.write_bytes(wanted)


class Provider:
    def __init__(self, folder, port, redirect):
        self.folder, self.port, self.redirect = folder, port, redirect
        self.process = None

    def start(self, *how):
        shutil.copy(HERE / "provider.mjs", self.folder)
        self.process = subprocess.Popen(
            ["node", "provider.mjs", str(self.port), self.redirect, *how], cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if self.process.stdout.readline().strip() != "ready":
            sys.exit("the provider did not become ready")

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, Stay)

    def visit(self, url, form=None, method=None, **headers):
        """Status, where it leads or None, text."""
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, None, answer.read().decode()
        except urllib.error.HTTPError as error:
            leads = error.headers.get("Location")
            return error.code, leads and urllib.parse.urljoin(url, leads), error.read().decode()

    def follow(self, url, until, form=None):
        """The page at the end of the redirects, or the first address that begins with `until`."""
        while True:
            status, leads, text = self.visit(url, form)
            form = None
            if leads is None:
                return url, status, text
            url = leads
            if url.startswith(until):
                return url, None, None

    def leave(self, s, jurisdiction, page="/"):
        query = urllib.parse.urlencode({"jurisdiction": jurisdiction, "return_to": page})
        return self.visit(f"{s.url}/api/v1/sessions/oidc?{query}")

    def at_the_portal(self, s, jurisdiction, code, page="/"):
        """Signs in and agrees there; the address that leads back."""
        callback = f"{s.url}/api/v1/sessions/oidc/callback"
        url = self.leave(s, jurisdiction, page)[1]
        form = None
        for _ in range(4):
            url, status, text = self.follow(url, callback, form)
            if url.startswith(callback):
                return url
            kind = re.search(r'name="prompt" value="(\w+)"', text)
            if status != 200 or not kind:
                sys.exit(f"the provider says {status}: {text}")
            form = {"prompt": kind.group(1), "login": code, "password": "x"}
            url = urllib.parse.urljoin(url, re.search(r'action="([^"]+)"', text).group(1))
        sys.exit("the provider does not come to an end")

    def post(self, s, path, body):
        """A command in this browser's name."""
        request = urllib.request.Request(s.url + "/api/v1" + path, json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def account(self, s):
        status, _, text = self.visit(s.url + "/api/v1/account")
        return json.loads(text) if status == 200 else {"status": status}


def parameter(url, name):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)[name][0]


def refused(what, answer, status, code):
    told = json.loads(answer[2])
    check(what, (answer[0], told["code"]) == (status, code), answer)
    check(f"… in words: {told['detail']}", re.search("[\u4e00-\u9fff]", told["detail"]))


def signs_in(what, s, jurisdiction, code):
    browser = Browser()
    back = browser.at_the_portal(s, jurisdiction, code, "/policies?state=quoted")
    status, leads, text = browser.visit(back)
    check(what, status == 302 and leads == s.url + "/policies?state=quoted", (status, leads, text))
    seen = browser.account(s)
    check("… and is signed in", seen.get("username") == "ca-" + code, seen)
    return browser, back, seen


# proves HN-02
def natural_person(s):
    browser = Browser()
    browser.visit(browser.at_the_portal(s, "460000", "person-1"))
    seen = browser.account(s)
    check("who chose to come as a natural person stands for no enterprise",
          (seen["organisation"]["kind"], seen["organisation"]["credit_code"]) == ("person", None),
          seen)
    check("… and may do nothing but with its own account",
          all(p.startswith("account.") for p in seen["permissions"]), seen["permissions"])
    check("… under its own name", seen["display_name"] == "自然人person-1", seen)

    def read(path):
        return json.loads(browser.visit(s.url + "/api/v1" + path)[2])
    check("it sees no project and no policy",
          [read(f"/{kind}")["total"] for kind in ("projects", "policies", "enterprises")]
          == [0, 0, 0])
    check("… but whom the department has listed", read("/guarantors")["total"] > 0)
    file = {"region_code": "460100", "complainant": "自然人", "phone": "13800000009",
            "subject": "payment", "content": "工程款未付"}
    before = read("/complaints")["total"]
    status, text = browser.post(s, "/complaints", file)
    check("it complains", status == 201, text)
    s.do(None, "/complaints", {**file, "phone": "13800000008"})
    check("… and of complaints its own alone", (before, read("/complaints")["total"]) == (0, 1))
    check("it registers nothing", browser.post(s, "/projects", {"name": "x"})[0] == 403)

    again = Browser()
    again.visit(again.at_the_portal(s, "460000", "person-1"))
    check("it is the same account the next time",
          again.account(s)["username"] == seen["username"])


def leaves(s):
    browser, _, _ = signs_in("an enterprise signs in by its portal", s, "460000", KNOWN)
    status, _, text = browser.visit(s.url + "/api/v1/sessions/current", method="DELETE")
    check("who signs out here is told where to sign out there", status == 200, (status, text))
    check("… and is signed out here", browser.account(s) == {"status": 401})
    there = json.loads(text)["continue_at"]
    page, status, text = browser.follow(there, s.url)
    xsrf = re.search(r'name="xsrf" value="([^"]+)"', text or "")
    check("the portal knows whom it lets go", status == 200 and xsrf, (status, text))
    action = urllib.parse.urljoin(page, re.search(r'action="([^"]+)"', text).group(1))
    page, _, _ = browser.follow(action, s.url, {"xsrf": xsrf.group(1), "logout": "yes"})
    check("… and sends the browser back here", page.rstrip("/") == s.url, page)
    url = browser.leave(s, "460000")[1]
    _, status, text = browser.follow(url, f"{s.url}/api/v1/sessions/oidc/callback")
    check("it asks who one is before it lets one in again",
          status == 200 and 'name="prompt" value="login"' in text, text)


def in_words(s):
    status, _, text = Browser().visit(s.url + "/api/v1/sessions/oidc/callback?state=made-up",
                                      Accept="text/html")
    check("a person is shown a page in words, not JSON",
          status == 401 and text.startswith("<!doctype html>") and "本浏览器" in text, text)


# proves HN-02
def tell(s, provider):
    browser, back, seen = signs_in("an enterprise that is known comes back", s, "460000", KNOWN)
    check("… as itself", seen["organisation"]["name"] != f"门户登记的{KNOWN}", seen)
    refused("the way back works once", browser.visit(back), 401, "portal-state-used")
    refused("… and in no other browser", Browser().visit(back), 401, "portal-state-wrong")

    again = Browser()
    state, code = parameter(again.leave(s, "460000")[1], "state"), parameter(back, "code")
    refused("a code works once", again.visit(
        f"{s.url}/api/v1/sessions/oidc/callback?state={state}&code={code}"),
        401, "portal-code-refused")

    _, _, seen = signs_in("one that nobody knows yet, by ECDSA and without a secret",
                          s, "350500", FIRM)
    check("… is enrolled under its portal's jurisdiction",
          (seen["organisation"]["jurisdiction"], seen["organisation"]["name"])
          == ("350500", f"门户登记的{FIRM}"), seen)
    check("… once", s.get("regulator-qz", f"/enterprises/{FIRM}")["version"] == 1)

    browser = Browser()
    page, _, text = browser.follow(browser.leave(s, "460000")[1], s.url)
    abort = urllib.parse.urljoin(page, re.search(r'href="([^"]+/abort)"', text).group(1))
    declined = browser.follow(abort, s.url)[0]
    refused("who turns round there is not signed in", browser.visit(declined),
            401, "portal-declined")

    provider.stop()
    provider.start("in-token")
    signs_in("new keys are taken as they come", s, "460000", KNOWN)

    wrong = Browser()
    refused("a secret that the portal does not know",
            wrong.visit(wrong.at_the_portal(s, "210500", KNOWN)), 503, "portal-unavailable")
    refused("a portal that is away", Browser().leave(s, "230000"), 503, "portal-unavailable")
    refused("a jurisdiction without a portal", Browser().leave(s, "440000"),
            404, "no-portal-sign-in")
    refused("another site to go to afterwards", Browser().leave(s, "460000", "//elsewhere.example"),
            400, "bad-parameter")

    s.do("admin", f"/enterprises/{FIRM}/suspend", {"reason": "核查"})
    shut = Browser()
    refused("who was shut out stays out", shut.visit(shut.at_the_portal(s, "350500", FIRM)),
            401, "sign-in-failed")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    given = parser.parse_args()
    install(given.folder)
    with tempfile.TemporaryDirectory(prefix="surety-portal-") as data:
        here, there = free_port(), free_port()
        callback = f"http://127.0.0.1:{here}/api/v1/sessions/oidc/callback"
        provider = Provider(given.folder, there, callback)
        secrets = pathlib.Path(data, "secret")
        secrets.write_text(SECRET + "\n", encoding="utf-8")
        wrong = pathlib.Path(data, "wrong-secret")
        wrong.write_text("guessed\n", encoding="utf-8")
        issuer = f"http://127.0.0.1:{there}"
        s = Server(given.program, data + "/data", [])
        s.listen = f"127.0.0.1:{here}"
        s.serve_keys = [
            "--oidc-issuer", *[f"{j}={issuer}" for j in ("460000", "350500", "210500")],
            f"230000=http://127.0.0.1:{free_port()}",
            "--oidc-client-id", "460000=surety-hn", "350500=surety-qz", "210500=surety-bx",
            "230000=surety-hlj",
            "--oidc-client-secret-file", f"460000={secrets}", f"210500={wrong}"]
        try:
            provider.start()
            s.start()
            natural_person(s)
            leaves(s)
            in_words(s)
            tell(s, provider)
            offline(s)
        finally:
            provider.stop()
            if getattr(s, "process", None) and s.process.poll() is None:
                s.process.kill()
                s.process.wait()
    print("signing in by a portal holds")


if __name__ == "__main__":
    main()
