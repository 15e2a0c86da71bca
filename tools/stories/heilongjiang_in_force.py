"""Heilongjiang, the policy in force: ledger, claims, inspection, figures, export, the end."""
import csv
import io
import zipfile

from stories.common import WAN, YUAN, check

RATIOS = ("registered_ratio", "insured_ratio", "rectified_ratio")


def figures(s):
    whole = s.get("regulator-hlj", "/dashboards/230000")
    cities = s.get("regulator-hlj", "/dashboards/230000/cities")["items"]
    return whole, {c["region_code"]: c for c in cities}


# proves BX-11
def ledger(s, policy):
    case = f"/policies/{policy}"
    fee = {"amount": 20_000 * YUAN, "spent_on": "2025-03-08", "purpose": "安全培训"}
    s.refused("nothing is spent in the future", "insurer-hlj", case + "/record-service-fee",
              {**fee, "spent_on": "2025-03-09"}, 422, "date-in-the-future", "/spent_on")
    s.refused("an amount is more than nothing", "insurer-hlj", case + "/record-service-fee",
              {**fee, "amount": 0}, 422, "out-of-range", "/amount")
    s.refused("the ledger is the insurer's", "contractor-hlj", case + "/record-service-fee", fee,
              403, "forbidden")
    for amount in (20_000, 7_000):
        s.do("insurer-hlj", case + "/record-service-fee", {**fee, "amount": amount * YUAN})
    s.refused("what is not there is not reversed", "insurer-hlj", case + "/reverse-service-fee",
              {"entry": 3, "reason": "误记"}, 409, "no-such-entry")
    s.refused("a reversal says why", "insurer-hlj", case + "/reverse-service-fee", {"entry": 1},
              422, "missing", "/reason")
    s.do("insurer-hlj", case + "/reverse-service-fee", {"entry": 1, "reason": "误记"})
    s.refused("… and happens once", "insurer-hlj", case + "/reverse-service-fee",
              {"entry": 1, "reason": "误记"}, 409, "already-reversed")
    seen = s.shows("the ledger keeps both and counts one", "insurer-hlj", case,
                   service_fees_total=7_000 * YUAN)
    check("… with the reason", [f.get("reversed") for f in seen["service_fees"]] == ["误记", None],
          seen["service_fees"])


# proves HLJ-81
def endorse(s, policy):
    case = f"/policies/{policy}"
    s.refused("加保 beyond reason is refused", "insurer-hlj", case + "/endorse",
              {"reason": "加保", "per_accident_limit": 5000 * WAN}, 422, "invalid-range")
    s.refused("加保 is the insurer's", "contractor-hlj", case + "/endorse",
              {"reason": "加保", "aggregate_limit": 2000 * WAN}, 403, "forbidden")
    s.do("insurer-hlj", case + "/endorse", {"reason": "加保", "aggregate_limit": 2000 * WAN})
    s.shows("the new limit holds", "contractor-hlj", case, aggregate_limit=2000 * WAN)
    version = s.get("contractor-hlj", case)["version"]
    s.shows("the old one stays readable", "contractor-hlj", f"{case}?version={version - 1}",
            aggregate_limit=1000 * WAN)


# proves HLJ-83, HLJ-85, HLJ-86, HLJ-87, HLJ-88, HLJ-89, HLJ-90, HLJ-91
def claims(s, policy):
    report = {"policy": policy, "accident_on": "2025-03-08", "casualties": 3, "deaths": 1,
              "estimated_loss": 50 * WAN, "description": "高处坠落"}
    open_ = "/insurance-claims"
    s.refused("the dead are among the casualties", "insurer-hlj", open_,
              {**report, "deaths": 4}, 422, "invalid-range", "/deaths")
    s.refused("an accident lies within the period", "insurer-hlj", open_,
              {**report, "accident_on": "2025-03-07"}, 409, "outside-policy-period")
    s.refused("… and not in the future", "insurer-hlj", open_,
              {**report, "accident_on": "2025-03-09"}, 422, "date-in-the-future", "/accident_on")
    s.refused("the enterprise does not report", "contractor-hlj", open_, report, 403, "forbidden")
    s.refused("nor does another insurer: the policy is not there", "insurer-bx", open_, report,
              422, "unknown-reference", "/policy")
    for field, value, code in (
            ("casualties", 10_000, "out-of-range"), ("casualties", -1, "out-of-range"),
            ("casualties", 1.5, "wrong-type"), ("deaths", -1, "out-of-range"),
            ("estimated_loss", -1, "out-of-range"), ("accident_on", None, "missing")):
        given = {k: v for k, v in report.items() if k != field}
        s.refused(f"{field} {value} is refused", "insurer-hlj", open_,
                  given if value is None else {**given, field: value}, 422, code, "/" + field)
    claim = f"{open_}/{s.open('insurer-hlj', open_, report)}"
    wrong = f"{open_}/{s.open('insurer-hlj', open_, {**report, 'casualties': 9, 'deaths': 0})}"
    s.hidden("the broker sees filings, no claims", "broker-hlj", claim)
    s.refused("… nor does it pay one", "broker-hlj", claim + "/pay",
              {"amount": 1, "paid_on": "2025-03-08"}, 404, "not-found")
    s.refused("another insurer does not find it", "insurer-bx", claim + "/pay",
              {"amount": 1, "paid_on": "2025-03-08"}, 404, "not-found")
    s.refused("nothing is paid in the future", "insurer-hlj", claim + "/pay",
              {"amount": 10 * WAN, "paid_on": "2025-03-09"}, 422, "date-in-the-future", "/paid_on")
    for amount in (10 * WAN, 5 * WAN):
        s.do("insurer-hlj", claim + "/pay", {"amount": amount, "paid_on": "2025-03-08"})
    s.refused("a correction says why", "insurer-hlj", claim + "/correct", {"casualties": 2},
              422, "missing", "/reason")
    s.do("insurer-hlj", claim + "/correct", {"casualties": 2, "reason": "核实伤亡人数"})
    s.do("insurer-hlj", claim + "/settle")
    s.shows("settled, with what was paid in all", "contractor-hlj", claim, state="settled",
            paid_amount=15 * WAN, casualties=2, deaths=1)
    s.wrong_state("nothing is paid after that", "insurer-hlj", claim + "/pay",
                  {"amount": 1, "paid_on": "2025-03-08"}, "settled")
    s.refused("a wrong entry is made void with a reason", "insurer-hlj", wrong + "/void", {},
              422, "missing", "/reason")
    s.do("insurer-hlj", wrong + "/void", {"reason": "重复录入"})
    s.wrong_state("void is the end", "insurer-hlj", wrong + "/settle", {}, "void")


# proves HLJ-114
def inspection(s, project):
    problem = {"category": "高处作业", "description": "临边无防护", "level": "major",
               "rectify_by": "2025-03-20"}
    visit = {"project": project, "inspected_on": "2025-03-08", "inspectors": ["李检查"],
             "problems": [problem, {**problem, "description": "安全带破损", "level": "general"},
                          {**problem, "category": "临时用电", "description": "一闸多机"}]}
    s.refused("nobody inspects tomorrow", "regulator-hlj", "/inspections",
              {**visit, "inspected_on": "2025-03-09"}, 422, "date-in-the-future", "/inspected_on")
    s.refused("the enterprise does not inspect itself", "contractor-hlj", "/inspections", visit,
              403, "forbidden")
    s.refused("another city's department does not find the project", "regulator-bx",
              "/inspections", visit, 422, "unknown-reference")
    found = s.open("regulator-hlj", "/inspections", visit)
    hazards = s.get("regulator-hlj", f"/inspections/{found}")["hazards"]
    check("each problem opens a hazard", len(hazards) == 3, hazards)
    first, second, third = (f"/hazards/{h}" for h in hazards)
    s.shows("… told from those of services", "contractor-hlj", first, source="inspection",
            state="open", level="major")
    mended = {"photos": [s.picture("contractor-hlj", "after")], "description": "已加装护栏"}
    s.refused("整改 shows a picture", "contractor-hlj", first + "/rectify",
              {**mended, "photos": []}, 422, "too-few", "/photos")
    s.refused("a picture, not a paper", "contractor-hlj", first + "/rectify",
              {**mended, "photos": [s.paper("contractor-hlj", "after")]},
              422, "wrong-document-kind", "/photos/0")
    s.wrong_state("nothing is verified before", "regulator-hlj", first + "/verify", {}, "open")
    for hazard in (first, second):
        s.do("contractor-hlj", hazard + "/rectify", mended)
    s.wrong_state("整改 is done once", "contractor-hlj", first + "/rectify", mended, "rectified")
    s.refused("the enterprise does not verify", "contractor-hlj", first + "/verify", {},
              403, "forbidden")
    s.do("regulator-hlj", first + "/verify")
    s.do("regulator-hlj", second + "/reopen", {"reason": "仍有破损", "rectify_by": "2025-03-25"})
    s.shows("verified: closed", "contractor-hlj", first, state="closed")
    s.shows("not content: open again", "contractor-hlj", second, state="open",
            rectify_by="2025-03-25")
    return second, third, mended


def late_rectification(s, project, second, third, mended):
    who = ("regulator-hlj", project)
    s.passes("the third hazard", "contractor-hlj", third[1:], "rectification", "2025-03-20", who)
    s.do("contractor-hlj", third + "/rectify", mended)
    s.closed_alert("rectified late, the alert closes by itself", *who, "rectification",
                   "rectified-late")
    s.do("contractor-hlj", second + "/rectify", mended)
    s.do("regulator-hlj", second + "/verify")


# proves HLJ-80, HLJ-97, HLJ-98, HLJ-99, HLJ-100, HLJ-101, HLJ-102, HLJ-103, HLJ-107, HLJ-108,
# HLJ-109, HLJ-110, HLJ-111, HLJ-112
def dashboard(s, before):
    (whole, cities), (was, was_cities) = figures(s), before
    grown = {k: whole[k] - was[k] for k in was
             if k not in RATIOS and isinstance(was[k], int)}
    # Two problems of 高处作业 are closed; 临时用电 is only rectified, which does not count.
    expected = {"project_count": 0, "signed_in_enterprises": 0, "named_enterprises": 0,
                "insured_projects": 1, "policies_in_force": 1, "claim_count": 1, "casualties": 2,
                "deaths": 1, "estimated_loss": 50 * WAN, "paid_amount": 15 * WAN,
                "problem_categories": 2, "problems_found": 3, "problems_rectified": 2}
    check("the province's figures grew by what happened", grown == expected, grown)
    check("投保比率 in basis points, half up",
          whole["insured_ratio"] == (20_000 * whole["insured_projects"]
                                     + whole["project_count"]) // (2 * whole["project_count"]),
          whole)
    check("整改比率 in basis points, half up",
          whole["rectified_ratio"] == (20_000 * whole["problems_rectified"]
                                       + whole["problems_found"]) // (2 * whole["problems_found"]),
          whole)
    check("problems by category",
          sorted((p["category"], p["found"], p["rectified"]) for p in whole["problems"]
                 if p not in was["problems"])
          == [("临时用电", 1, 0), ("高处作业", 2, 2)], whole["problems"])
    city, was_city = cities["230700"], was_cities["230700"]
    check("the city's, too", all(city[k] - was_city[k] == v for k, v in expected.items()
                                 if k in city), city)
    check("nothing elsewhere changed",
          all(cities[c] == was_cities[c] for c in cities if c != "230700"))
    check("every prefecture and 未归属", len(cities) == 14 and cities[None]["name"] == "未归属",
          list(cities))
    check("未归属 holds the row whose code fits none", cities[None]["project_count"] == 1,
          cities[None])
    empty = next(c for c in cities.values() if c["project_count"] == 0)
    check("a ratio over nothing is null", empty["insured_ratio"] is None, empty)
    check("the cities add up to the province",
          sum(c["project_count"] for c in cities.values()) == whole["project_count"])
    for who in ("contractor-hlj", "insurer-hlj", "broker-hlj", "regulator-bx"):
        s.hidden(f"the figures are not there for {who}", who, "/dashboards/230000")
    s.shows("an auditor sees them", "auditor", "/dashboards/230000",
            claim_count=whole["claim_count"])


# proves HLJ-37
def invalid_project(s, project):
    case, before = f"/projects/{project}", figures(s)[0]
    s.refused("失效 is the department's to say", "contractor-hlj", case + "/invalidate",
              {"reason": "x"}, 403, "forbidden")
    s.do("regulator-hlj", case + "/invalidate", {"reason": "项目终止"})
    after = figures(s)[0]
    check("an invalid project counts no more, its policy does",
          [after[k] - before[k] for k in ("project_count", "insured_projects",
                                          "policies_in_force", "claim_count")] == [-1, -1, 0, 0],
          after)
    s.refused("what is invalid is not amended", "contractor-hlj", case + "/amend", {"name": "x"},
              409, "not-in-this-state")
    s.do("regulator-hlj", case + "/revalidate", {"reason": "误操作"})
    check("valid again, all is as before",
          all(figures(s)[0][k] == before[k] for k in before if k != "as_of"))


# proves HLJ-61, HLJ-62, HLJ-95, HLJ-96, QZI-65
def export(s, project):
    listed = f"/policies?project={project}"
    rows = list(csv.reader(io.StringIO(
        s.file("insurer-hlj", listed + "&format=csv").decode("utf-8-sig"))))
    check("导出 as csv: Chinese titles and the one row",
          len(rows) == 2 and "项目代码" in rows[0] and project in rows[1], rows)
    row = dict(zip(rows[0], rows[1]))
    check("… the phone masked, the state in words",
          row.get("联系电话") == "133****8976" and row.get("状态") == "已出函", row)
    book = zipfile.ZipFile(io.BytesIO(s.file("insurer-hlj", listed + "&format=xlsx")))
    cells = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    check("导出EXCEL: the same row", project in cells and "133****8976" in cells
          and "13314518976" not in cells, book.namelist())
    taken = s.get("auditor", "/access-records?account=insurer-hlj&list=policies&sort=id")["items"]
    check("each export is recorded: who, what list, filters, rows, time",
          [(r["organisation"], r["format"], r["filters"], r["rows"]) for r in taken[-2:]]
          == [(taken[-1]["organisation"], f, f"project={project}&format={f}", 1)
              for f in ("csv", "xlsx")] and taken[-1]["opened_at"], taken)
    s.refused("nobody writes such a record himself", "insurer-hlj",
              "/access-records/record-export", {}, 403, "forbidden")
    few = s.file("insurer-hlj", listed + "&format=csv&columns=policy_number,state")
    check("the columns that were asked for, in their order",
          few.decode("utf-8-sig").splitlines()[0] == '"保单编号","状态"', few)
    s.refused("a column that there is not is refused", "insurer-hlj",
              listed + "&format=csv&columns=colour", None, 400, "unknown-column", method="GET")
    s.refused("another format is refused", "insurer-hlj", listed + "&format=pdf", None,
              400, "unknown-format", method="GET")
    s.refused("an unknown filter, too", "insurer-hlj", "/policies?colour=red", None,
              400, "unknown-filter", method="GET")
    empty = s.file("insurer-bx", listed + "&format=csv").decode("utf-8-sig").splitlines()
    check("another insurer's export of it is its titles alone", len(empty) == 1, empty)
    mine = s.file("regulator-hlj", f"/projects?project_code={project}&format=csv").decode()
    check("导出数据 of the department", project in mine, mine)


# proves HLJ-82
def end(s, policy, project):
    reminder = s.deadline("insurer-hlj", f"policies/{policy}", "expiry-reminder")
    check("the reminder comes 30 days before the end",
          reminder["passes_at"].startswith("2025-08-08T00:00:00"), reminder)
    s.clock("2025-08-08T00:00:00+08:00")
    messages = f"/messages?case=policy/{policy}"
    s.until("the contact is reminded of the end, once", lambda: [
        m["state"] for m in s.get("insurer-hlj", messages)["items"] if "到期" in m["text"]]
        == ["delivered"])
    s.clock("2025-09-07T23:59:59+08:00")
    s.shows("on its last day it covers", "contractor-hlj", f"/policies/{policy}", state="in-force",
            covers_today=True)
    s.clock("2025-09-08T00:00:00+08:00")
    s.shows("a second later it has expired", "contractor-hlj", f"/policies/{policy}",
            state="expired")
    s.shows("the project may be insured again", "contractor-hlj", f"/projects/{project}",
            insurance_status="uninsured")
    s.wrong_state("what has expired is not cancelled", "insurer-hlj",
                  f"/policies/{policy}/cancel", {"reason": "x"}, "expired")


def tell(s, policy, project, before):
    ledger(s, policy)
    endorse(s, policy)
    claims(s, policy)
    second, third, mended = inspection(s, project)
    late_rectification(s, project, second, third, mended)
    dashboard(s, before)
    invalid_project(s, project)
    export(s, project)
    end(s, policy, project)
