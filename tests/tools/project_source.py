"""刷新项目 from a department's table of one's own: asked by the node and by the enterprise, changed,
gone, garbage, slow: project_source.py PROGRAM."""
import csv
import http.server
import io
import json
import os
import pathlib
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from stories.common import Server, check, offline

KEY = "a key of the department's own"
CONTRACTOR, RIVAL = "11230703001784935X", "91440300MA5FBK637G"
TITLES = ["项目代码", "项目名称", "行政区划代码", "施工单位", "总投资额(万元)", "有效"]


class Department(http.server.ThreadingHTTPServer):
    """Says its table, unless it is told to say something else."""

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Asked)
        self.rows, self.asked, self.says = {}, [], None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_port}/projects?table=1"

    def put(self, code, name="江北广场", contractor=CONTRACTOR, investment="100", valid="是"):
        self.rows[code] = [code, name, "230102", contractor, investment, valid]

    def table(self):
        text = io.StringIO()
        csv.writer(text).writerows([TITLES, *self.rows.values()])
        return text.getvalue().encode()


class Asked(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        parameters = dict(urllib.parse.parse_qsl(self.path.partition("?")[2]))
        self.server.asked.append(parameters.get("contractor"))
        right = self.headers["Authorization"] == f"Bearer {KEY}"
        status, body = (self.server.says or (lambda: (200, self.server.table())))()
        try:
            self.send_response(status if right else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked did not wait

    def log_message(self, *_):
        pass


def counts(s, who="contractor-hlj", key=None):
    told = s.ask(who, "POST", f"/enterprises/{CONTRACTOR}/refresh-projects", {},
                 headers={"Idempotency-Key": key} if key else {})
    return told["added"], told["updated"], told["invalidated"]


def projects(s):
    found = s.get("regulator-hlj", "/projects?limit=1000")["items"]
    return {p["id"]: p for p in found}


def keep_what_is_there(s, department):
    """The sample's own projects stand in the department's table as they are."""
    for p in projects(s).values():
        if p["origin"] == "table":
            department.rows[p["id"]] = [
                p["id"], p["name"], p["region_code"], p["contractor"],
                str(p["investment_total"] / 1_000_000) if p["investment_total"] else "", "是"]


def asked_by_the_node(s, department):
    s.until("the node asks by itself", lambda: "SRC-1" in projects(s))
    check("for all of the table", None in department.asked and "SRC-9" in projects(s))
    department.put("SRC-1", name="江北广场二期")
    s.until("and again, a period later", lambda: projects(s)["SRC-1"]["name"] == "江北广场二期")
    department.put("SRC-1")
    s.until("what is as before applies once more",
            lambda: projects(s)["SRC-1"]["name"] == "江北广场")
    department.rows, before = {}, department.rows
    asked = len(department.asked)
    s.until("an empty table is asked for", lambda: len(department.asked) > asked + 1)
    check("and takes nothing away", projects(s)["SRC-1"]["state"] == "active")
    department.rows = before


def nothing_changes(s, department, what, code="project-source-unavailable"):
    before = projects(s)
    history = s.get("contractor-hlj", f"/enterprises/{CONTRACTOR}/history")["items"]
    s.refused(f"a source that {what} is to be asked again", "contractor-hlj",
              f"/enterprises/{CONTRACTOR}/refresh-projects", {}, 503, code)
    check("… and nothing has changed", projects(s) == before and history
          == s.get("contractor-hlj", f"/enterprises/{CONTRACTOR}/history")["items"])


# proves HLJ-27
def asked_by_the_enterprise(s, department):
    s.until("the node has asked once", lambda: department.asked)
    insured = {code: p["insurance_status"] for code, p in projects(s).items()}
    check("nothing is new", counts(s) == (0, 0, 0), department.asked)
    check("it asks for its own", department.asked[-1] == CONTRACTOR)
    department.put("SRC-2")
    department.put("SRC-1", name="江北广场二期", investment="250.5")
    department.put("SRC-9", name="别家", contractor=RIVAL)
    department.put("SRC-8", contractor=RIVAL)
    del department.rows["SRC-3"]
    seen = counts(s, key="once")
    check("one added, one updated, one gone", seen == (1, 1, 1), seen)
    now = projects(s)
    check("name and investment follow the table", now["SRC-1"]["name"] == "江北广场二期"
          and now["SRC-1"]["investment_total"] == 250_500_000, now["SRC-1"])
    check("what has vanished is 失效", now["SRC-3"]["state"] == "invalid")
    check("others' projects are left to them", "SRC-8" not in now
          and now["SRC-9"]["name"] == "江北广场")
    check("again: nothing", counts(s) == (0, 0, 0))
    check("the same key gets the first answer", counts(s, key="once") == (1, 1, 1))
    told = [e["data"] for e in
            s.get("contractor-hlj", f"/enterprises/{CONTRACTOR}/history")["items"]
            if e["type"] == "enterprise.projects-refreshed"]
    check("the history has each", {"added": 1, "updated": 1, "invalidated": 1} in told
          and len(told) == 3, told)
    department.put("SRC-3")
    check("what comes back counts again", counts(s) == (0, 1, 0)
          and projects(s)["SRC-3"]["state"] == "active")
    for name in ("甲", "乙", "甲", "乙"):
        department.put("SRC-1", name=name)
        check(f"its name becomes {name}", counts(s) == (0, 1, 0)
              and projects(s)["SRC-1"]["name"] == name)
    department.put("SRC-2", valid="否")
    check("有效 否 is as gone", counts(s) == (0, 0, 1)
          and projects(s)["SRC-2"]["state"] == "invalid")
    s.do("regulator-hlj", "/projects/SRC-3/invalidate", {"reason": "违法建设"})
    check("what the department shut out by hand stays so", counts(s) == (0, 0, 0)
          and projects(s)["SRC-3"]["state"] == "invalid")
    department.rows["SRC-4"] = ["SRC-4", "", "230102", CONTRACTOR, "x", "是"]
    check("a row that is none stops no other", counts(s) == (0, 0, 0))
    check("投保状态 is never touched", insured.items() <= {
        code: p["insurance_status"] for code, p in projects(s).items()}.items())


def unavailable(s, department):
    for what, says in [("answers 500", lambda: (500, b"")),
                       ("says garbage", lambda: (200, b"<html>\x00\xff</html>")),
                       ("says another table", lambda: (200, "姓名,电话\n张三,1\n".encode())),
                       ("is slow", lambda: (time.sleep(4), (200, b""))[1])]:
        department.says = says
        nothing_changes(s, department, what)
    department.says = None
    department.shutdown()
    department.server_close()
    nothing_changes(s, department, "is not there")


def who_may(s):
    mine = f"/enterprises/{CONTRACTOR}/refresh-projects"
    s.refused("another enterprise may not", "contractor-qz", mine, {}, 404, "not-found")
    s.refused("nor who only looks on", "regulator-hlj", mine, {}, 403, "forbidden")
    s.refused("what is no field is told", "contractor-hlj", mine, {"added": 1}, 422,
              "unknown-field", "/added")
    s.refused("without a source there is none to ask", "contractor-qz",
              f"/enterprises/{RIVAL}/refresh-projects", {}, 409, "no-project-source")
    offered = {who: s.get(who, "/meta/views/projects")["actions"]
               for who in ("contractor-hlj", "contractor-qz", "regulator-hlj")}
    check("the list offers it where it works", {w: len(a) for w, a in offered.items()}
          == {"contractor-hlj": 1, "contractor-qz": 0, "regulator-hlj": 0}, offered)


def main():
    department = Department()
    os.environ["SURETY_PROJECT_SOURCE_KEY_230000"] = KEY
    with tempfile.TemporaryDirectory(prefix="surety-source-") as data:
        s = Server(sys.argv[1], data, [])
        s.start()
        try:
            keep_what_is_there(s, department)
            for code in ("SRC-1", "SRC-3"):
                department.put(code)
            department.put("SRC-9", contractor=RIVAL)
            offline(s)
            source = ["--project-source", "230000=" + department.url()]
            s.serve_keys = [*source, "--project-source-minutes", "0.01"]
            s.tokens.clear()
            s.start()
            asked_by_the_node(s, department)
            s.stop(15)
            department.asked.clear()
            s.serve_keys = [*source, "--project-source-seconds", "1"]
            s.tokens.clear()
            s.start()
            asked_by_the_enterprise(s, department)
            who_may(s)
            unavailable(s, department)
            check("secrets stay out of the history", KEY not in json.dumps(
                s.get("auditor", "/events?limit=1000")))
            offline(s)
        finally:
            if s.process.poll() is None:
                s.process.kill()
                s.process.wait()
    print("the department's story holds")


if __name__ == "__main__":
    main()
