"""Every way to read a case, each asked by everybody: what is out of scope is nowhere, what is in
scope is everywhere. A difference is told as actor, role, kind, surface."""
import csv
import http.client
import io
import itertools
import json
import re
import threading
import urllib.parse
import zipfile

import rules
from world import Case

HERE = threading.local()


class Asker:
    """The surfaces as one actor meets them; connections are kept."""

    def __init__(self, world, actor, differences):
        self.world, self.actor, self.differences = world, actor, differences
        self.token = world.token(actor.name)
        cases = world.cases.values()
        self.seen = {case.key: case for case in cases if rules.sees(actor, case)}
        self.unseen = {case.key: case for case in cases if case.key not in self.seen}

    def raw(self, path, method="GET", body=None, headers=None):
        host = self.world.url.removeprefix("http://")
        if getattr(HERE, "host", None) != host:
            HERE.host, HERE.connection = host, http.client.HTTPConnection(host, timeout=60)
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                   **(headers or {})}
        HERE.connection.request(method, "/api/v1" + path, body, headers)
        answer = HERE.connection.getresponse()
        return answer.status, answer.read()

    def get(self, path):
        status, data = self.raw(path)
        return json.loads(data) if status == 200 else {"items": [], "status": status}

    def tell(self, surface, kind, what):
        self.differences.append(
            f"{self.actor.name} ({self.actor.role}), {kind}, {surface}: {what}")

    def same(self, surface, kind, seen, expected):
        for extra in sorted(set(seen) - set(expected)):
            self.tell(surface, kind, f"shows {extra}, which is out of its scope")
        for missing in sorted(set(expected) - set(seen)):
            self.tell(surface, kind, f"lacks {missing}, which is in its scope")
        if len(seen) != len(set(seen)):
            self.tell(surface, kind, "shows a row twice")

    def equal(self, surface, kind, seen, expected):
        if seen != expected:
            self.tell(surface, kind, f"{seen} where {expected} is right")

    def ids(self, kind):
        return [case.id for case in self.seen.values() if case.kind == kind]


# Lists: pages, counts, search, filters, exports.

def lists(a, kind):
    path, expected = "/" + rules.plural(kind), a.ids(kind)
    whole = a.get(path + "?limit=1000")
    a.same("list", kind, [row["id"] for row in whole["items"]], expected)
    a.equal("total", kind, whole.get("total"), len(expected))
    for sort in ("id", "-changed_at"):
        a.same(f"pages by {sort}", kind, list(paged(a, f"{path}?limit=3&sort={sort}")), expected)
    states = {row["id"]: row["state"] for row in whole["items"]}
    for state in set(states.values()):
        found = a.get(f"{path}?state={state}&limit=1000")
        a.equal(f"total of state={state}", kind, found["total"], len(found["items"]))
        a.same(f"filter state={state}", kind, [row["id"] for row in found["items"]],
               [i for i, s in states.items() if s == state])
    for case in [c for c in a.world.cases.values() if c.kind == kind]:
        quoted = urllib.parse.quote(case.id)
        visible = case.key in a.seen
        found = a.get(f"{path}?id={quoted}")
        a.equal(f"filter id={case.id}", kind, (len(found["items"]), found.get("total")),
                (visible, visible))
        found = a.get(f"{path}?q={quoted}&limit=1000")
        a.equal(f"q={case.id}", kind, case.id in [row["id"] for row in found["items"]], visible)
        a.same(f"q={case.id}, whatever it finds", kind,
               [row["id"] for row in found["items"] if row["id"] not in expected], [])
        a.equal(f"total of q={case.id}", kind, found.get("total"), len(found["items"]))


def paged(a, path):
    cursor = ""
    while cursor is not None:
        page = a.get(path + cursor)
        yield from (row["id"] for row in page["items"])
        cursor = page.get("next_cursor") and "&cursor=" + page["next_cursor"]


def exports(a, kind):
    path, expected = "/" + rules.plural(kind), a.ids(kind)
    text = a.raw(path + "?format=csv&columns=id")[1].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    a.same("CSV", kind, [row[0] for row in rows], expected)
    with zipfile.ZipFile(io.BytesIO(a.raw(path + "?format=xlsx&columns=id")[1])) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode() if (
            "xl/sharedStrings.xml" in book.namelist()) else sheet
    a.equal("XLSX, rows", kind, sheet.count("<row ") - 1, len(expected))
    said = set(re.findall(r"<t[^>]*>([^<]*)</t>", strings))
    for case in a.world.cases.values():
        if case.kind == kind and case.key in a.seen:
            a.equal("XLSX, " + case.id, kind, case.id in said, True)


# One case: by its id, as it was, its history, deadlines, proof, papers, and a command on it.

ONE = ("", "?version=1", "?as_of=2030-01-01T00:00:00%2B08:00", "/history", "/history?format=ndjson",
       "/deadlines")
AUDITED = ("/proof",)
OFFERED = ("/bundle", "/documents.zip", "/dossier")  # where a kind has them


def direct(a, kind):
    prints = ["/print/" + p["name"] for p in a.get("/meta/kinds/" + kind)["printouts"]]
    for case in [c for c in a.world.cases.values() if c.kind == kind]:
        path = f"/{rules.plural(kind)}/{urllib.parse.quote(case.id)}"
        if case.key in a.seen:
            for more in ONE:
                status, data = a.raw(path + more)
                a.equal(f"GET …{more} of {case.id}", kind, status, 200)
                if more == "" and status == 200:
                    shown = json.loads(data)
                    a.equal(f"the id of {case.id}", kind, shown["id"], case.id)
                    for name in shown["printouts"]:
                        a.equal(f"{name} of {case.id}", kind,
                                a.raw(path + "/print/" + name)[0], 200)
            if case.documents:
                a.equal(f"all papers of {case.id}", kind, a.raw(path + "/documents.zip")[0], 200)
            continue
        outlined = rules.outlined(a.actor, case, a.world.cases.values())
        for more in OFFERED + tuple(prints):  # 405: not of this kind
            status = a.raw(path + more)[0]
            a.equal(f"GET …{more} of {case.id}", kind, status in (404, 405), True)
        for more in ONE + AUDITED:
            status, data = a.raw(path + more)
            if outlined and more in ONE[:3]:
                a.equal(f"outline …{more} of {case.id}", kind, sorted(json.loads(data)),
                        sorted(OUTLINE + ["address"] * (a.actor.role == "insurer")))
            else:
                a.equal(f"GET …{more} of {case.id}", kind, status, 404)
        status = a.raw(path + "/disclose", "POST", json.dumps(
            {"fields": ["contact_phone"], "reason": "x"}))[0]
        a.equal(f"a command on {case.id}", kind, status, 404)


OUTLINE = ["kind", "id", "state", "name", "project_code", "region_code", "owner", "contractor"]


def documents(a):
    """A paper opens for those who see a case that refers to it."""
    referring = {}
    for case in a.world.cases.values():
        for paper in case.documents:
            referring.setdefault(paper, []).append(case)
    for paper, cases in referring.items():
        visible = any(case.key in a.seen for case in cases)
        a.equal(f"document of {cases[0].id}", cases[0].kind, a.raw("/documents/" + paper)[0],
                200 if visible else 404)


# What goes over all kinds.

def events(a):
    told, cursor = [], ""
    while True:
        page = a.get("/events?limit=1000" + cursor)
        told += [tuple(item["case"].split("/", 1)) + (int(item["caseversion"]),)
                 for item in page["items"] if not meanwhile(item)]
        if not page["items"]:
            break
        cursor = "&after=" + page["next"]
    by_kinds(a, "/events", told, all_events(a))


def meanwhile(event):
    return event["case"].split("/", 1)[0] in rules.MEANWHILE


def all_events(a):
    return [(case.kind, case.id, version) for case in a.seen.values()
            for version in range(1, a.world.versions[case.key] + 1)]


def by_kinds(a, surface, seen, expected):
    for kind in {case.kind for case in a.world.cases.values()}:
        a.same(surface, kind, [f"{i} {v}" for k, i, *v in seen if k == kind],
               [f"{i} {v}" for k, i, *v in expected if k == kind])
    unknown = [k for k, *_ in seen if k not in rules.BY_PARTY]
    a.equal(surface, "other kinds", unknown, [])


def deadlines(a):
    due = a.get("/deadlines?before=2090-01-01")["items"]
    seen = [(d["case"]["kind"], d["case"]["id"], d["name"], d["subject"]) for d in due]
    by_kinds(a, "/deadlines", seen, [d for d in a.world.running if "/".join(d[:2]) in a.seen])


def todos(a):
    """Nobody is asked to do what he does not see or may not do."""
    for row in a.get("/todos?limit=1000")["items"]:
        key = f"{row['kind']}/{row['case_id']}"
        if key not in a.seen:
            a.tell("todos", row["kind"], f"asks for {row['command']} on {key}, out of its scope")
            continue
        path = f"/{rules.plural(row['kind'])}/{urllib.parse.quote(row['case_id'])}"
        allowed = a.get(path)["allowed_commands"]
        a.equal(f"todos, {row['command']} on {key}", row["kind"],
                row["command"].split(".")[1] in allowed, True)


def payment_nodes(a):
    rows = a.get("/payment-nodes?limit=1000")
    a.same("payment-nodes", "payment-plan", [r["payment_plan"] for r in rows["items"]],
           a.ids("payment-plan"))  # a plan of this world has one node
    a.equal("total of payment-nodes", "payment-plan", rows["total"], len(a.ids("payment-plan")))


def dossiers(a):
    for project in [c for c in a.seen.values() if c.kind == "project"]:
        history = a.get(f"/projects/{project.id}/dossier")["items"]
        seen = [tuple(e["case"].split("/", 1)) + (e["version"],) for e in history]
        below = [e for e in all_events(a) if e[:2] == ("project", project.id) or a.seen[
            "/".join(e[:2])].parties.get("project") == project.id]
        by_kinds(a, f"dossier of {project.id}", seen, below)


def dashboards(a):
    for jurisdiction in ("460000", "230000"):
        oversees = rules.in_area(a.actor, {"region": jurisdiction})
        status, data = a.raw("/dashboards/" + jurisdiction)
        a.equal(f"dashboard of {jurisdiction}", "project", status, 200 if oversees else 404)
        a.equal(f"cities of {jurisdiction}", "project",
                a.raw(f"/dashboards/{jurisdiction}/cities")[0], 200 if oversees else 404)
        if status == 200:
            within = [c for c in a.seen.values() if c.parties.get("jurisdiction") == jurisdiction]
            figures = json.loads(data)
            a.equal("dashboard's claim_count", "insurance-claim", figures["claim_count"],
                    sum(c.kind == "insurance-claim" for c in within))
            a.equal("dashboard's problems_found", "inspection", figures["problems_found"],
                    sum(c.kind == "inspection" for c in within))  # each found one


def refusals(a):
    """Auditors read what was refused, of the cases they see."""
    for case in a.world.cases.values():
        if case.kind != "policy":
            continue
        status, data = a.raw(f"/refusals?case={case.key}")
        may = a.actor.role == "auditor" and case.key in a.seen
        a.equal(f"refusals of {case.id}", "policy", status, 200 if may else 404)


def operations(a):
    """Who did what is for those who watch over the platform; of a case it tells the id alone."""
    status, _ = a.raw("/operations")
    a.equal("operations", "account", status, 200 if a.actor.role == "administrator" else 403)


def messages(a):
    """Those of a case are read by administrators and by the organisations it is about."""
    for row in a.get("/messages")["items"]:
        key = f"{row['case']['kind']}/{row['case']['id']}"
        if key not in a.seen and a.actor.role != "administrator":
            a.tell("messages", row["case"]["kind"], f"tells of {key}, out of its scope")


def records(a):
    """Who took or opened what: of those below, of one's own organisation, or of everybody."""
    for row in a.get("/access-records?limit=1000")["items"]:
        parties = {"self_": row["organisation"], "region": row.get("region_code"),
                   "jurisdiction": row.get("jurisdiction")}
        if not rules.sees(a.actor, Case("access-record", row["id"], "", parties)):
            a.tell("access records", "access-record", f"shows {row['id']}, out of its scope")


def drafts(a):
    """A draft is its author's alone."""
    path = f"/drafts/policy.apply/{a.actor.name}"
    a.equal("draft, put", "policy", a.raw(path, "PUT", b"{}")[0] in (200, 201, 204), True)
    a.equal("draft, read", "policy", a.raw(path)[0], 200)
    for other in a.world.actors.values():
        if other.name != a.actor.name:
            a.equal(f"draft of {other.name}", "policy",
                    a.raw(f"/drafts/policy.apply/{other.name}")[0], 404)


OVER_ALL = (events, deadlines, todos, payment_nodes, dossiers, dashboards, refusals, operations,
            messages, documents, records, drafts)
OVER_KINDS = (lists, exports, direct)


# Streams: the past of each, and then nothing but one event that everybody sees.

class Stream:
    """Server-sent events on a connection of their own."""

    def __init__(self, asker, path, after=None):
        self.asker = asker
        self.connection = http.client.HTTPConnection(
            asker.world.url.removeprefix("http://"), timeout=30)
        self.connection.request("GET", "/api/v1" + path, headers={
            "Authorization": "Bearer " + asker.token,
            **({"Last-Event-ID": after} if after else {})})
        self.socket = self.connection.sock
        self.answer = self.connection.getresponse()

    def items(self):
        while line := self.answer.readline().decode():
            if line.startswith(": beat"):  # a long silence
                return
            if line.startswith("data: "):
                yield json.loads(line[6:])

    def rest(self):
        """What has come already."""
        self.socket.settimeout(0.05)
        try:
            yield from self.items()
        except TimeoutError:
            self.connection.close()


def streams(askers, sentinel):
    """`sentinel` makes the event that everybody sees, and gives its case and version."""
    world = askers[0].world
    alerts = [Stream(a, "/alerts/stream", world.beginning) for a in askers]
    followed = []
    for a in askers:
        expected, stream = all_events(a), Stream(a, "/events/stream")
        events = (tuple(e["case"].split("/", 1)) + (int(e["caseversion"]),) for e in stream.items()
                  if not meanwhile(e))
        followed.append((stream, expected, events, list(itertools.islice(events, len(expected)))))
    last = sentinel()
    for stream, expected, events, told in followed:
        told += itertools.takewhile(lambda e: e != last, events)
        by_kinds(stream.asker, "/events/stream", told, expected)
        stream.connection.close()
    for stream in alerts:
        stream.asker.same("/alerts/stream", "alert", [alert["id"] for alert in stream.rest()],
                          stream.asker.ids("alert"))
