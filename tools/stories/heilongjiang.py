"""Heilongjiang: sign-in, cards, the project table, an application and its policy."""
import json

from stories import heilongjiang_card, heilongjiang_in_force
from stories.common import WAN, YUAN, check

CONTRACTOR, INSURER, BROKER = "11230703001784935X", "91230100MA18A0019T", "91230100MA18A0027M"
PROJECT, OTHER, SPECIAL = "2025-230702-47-01-000001", "2025-230702-47-01-000002", "HLJ-SPECIAL-1"
FIGURES = "/dashboards/230000"


# proves HLJ-11, HLJ-13, HLJ-57, HLJ-58
def first_sign_in(s):
    made = s.do("admin", "/accounts", {
        "username": "desk-hlj", "display_name": "人保柜员", "phone": "13845100001",
        "roles": ["insurer"], "organisation": INSURER})
    issued = made["password"]
    check("a wrong password opens nothing", s.sign_in("desk-hlj", issued + "x")[0] == 401)
    session = json.loads(s.sign_in("desk-hlj", issued)[1])
    check("an issued password signs in and must be changed",
          session["must_change_password"] is True, session)
    s.passwords["desk-hlj"] = issued
    s.refused("until then everything else is refused", "desk-hlj", "/policies", None,
              403, "password-change-required", method="GET")
    change = {"current_password": issued, "new_password": "short-1"}
    for password, code in (("short-1", "password-too-short"), (issued, "password-unchanged")):
        change["new_password"] = password
        s.refused(f"a new password that will not do: {code}", "desk-hlj", "/account/password",
                  change, 422, code, "/new_password", method="PUT")
    s.take_over("desk-hlj", issued)
    s.shows("with its own password the desk is at work", "desk-hlj", "/account",
            must_change_password=False, roles=["insurer"])
    check("the issued one is good no more", s.sign_in("desk-hlj", issued)[0] == 401)
    check("the organisation's name stands in the bar",
          s.get("desk-hlj", "/account")["organisation"]["name"] == "人保财险")
    s.ask("desk-hlj", "DELETE", "/sessions/current", status=(204,))
    s.refused("a session that was left opens nothing", "desk-hlj", "/account", None,
              401, "not-signed-in", method="GET")
    for _ in range(5):
        s.sign_in("desk-hlj", "Wrong-2026")
    check("five wrong passwords lock the account",
          s.sign_in("desk-hlj", s.passwords["desk-hlj"])[0] == 401)


# proves HLJ-16, HLJ-18, HLJ-19, HLJ-20, HLJ-21, HLJ-22
def enterprise(s):
    own = f"/enterprises/{CONTRACTOR}"
    s.refused("a region that does not exist changes nothing", "contractor-hlj",
              own + "/update-information", {"address": "南岔区", "region_code": "239999"},
              422, "unknown-reference", "/region_code")
    for field, value, code in (("legal_representative", "", "too-short"),
                               ("legal_representative", "张", "too-short"),
                               ("address", "", "too-short"), ("region_code", "23", "region-code"),
                               ("contact_phone", "12", "phone")):
        s.refused(f"更新 with a bad {field}", "contractor-hlj", own + "/update-information",
                  {field: value}, 422, code, "/" + field)
    bad = s.call("contractor-hlj", "POST", own + "/update-information",
                 {"legal_representative": "", "address": "", "contact_phone": "12"})
    check("… every bad field is named at once", sorted(e["path"] for e in json.loads(
        bad[1])["errors"]) == ["/address", "/contact_phone", "/legal_representative"], bad)
    s.do("contractor-hlj", own + "/update-information",
         {"legal_representative": "张海池", "address": "伊春市南岔区", "region_code": "230700",
          "contact_phone": "13314518976"})
    s.shows("修改信息 shows at once", "contractor-hlj", own, address="伊春市南岔区",
            contact_phone="133****8976")
    s.hidden("another enterprise's record is not there", "contractor-bx", own)
    s.refused("刷新项目 without a source says so", "contractor-hlj", own + "/refresh-projects", {},
              409, "no-project-source")


# proves HLJ-24, HLJ-26, HLJ-28, HLJ-30, HLJ-31, HLJ-32, HLJ-34, HLJ-35, HLJ-36, HLJ-113
def projects(s):
    row = {"project_code": PROJECT, "name": "伊美区实验小学", "region_code": "230702",
           "contractor": CONTRACTOR, "investment_total": 6100 * WAN}
    s.refused("the table is the department's alone", "contractor-hlj", "/projects/import", row,
              403, "forbidden")
    s.do("regulator-hlj", "/projects/import", row)
    check("the same row again changes nothing",
          s.do("regulator-hlj", "/projects/import", row)["events"] == [])
    row["investment_total"] = 6200 * WAN
    s.do("regulator-hlj", "/projects/import", row)
    s.shows("a changed row amends the project", "contractor-hlj", f"/projects/{PROJECT}",
            investment_total=6200 * WAN, insurance_status="uninsured", origin="table")
    s.do("regulator-hlj", "/projects/import", {**row, "project_code": OTHER, "name": "伊美区医院"})
    s.shows("its place is its own, not that of its contractor's registration", "contractor-hlj",
            f"/projects/{PROJECT}", region_code="230702")
    s.shows("… which stays", "contractor-hlj", f"/enterprises/{CONTRACTOR}", region_code="230700")
    for query in (f"project_code={PROJECT}", "q=%E4%BC%8A%E7%BE%8E%E5%8C%BA%E5%AE%9E%E9%AA%8C",
                  f"insurance_status=uninsured&project_code={PROJECT}"):
        found = s.get("contractor-hlj", "/projects?" + query)["items"]
        check(f"the list by {query}", [p["id"] for p in found] == [PROJECT], found)
    special = {"project_code": SPECIAL, "name": "特殊项目", "region_code": "230110",
               "contractor": CONTRACTOR}
    s.refused("增加项目 asks for 投资规模", "contractor-hlj", "/projects", special,
              422, "required-by-rulebook", "/investment_total")
    special["investment_total"] = 100 * WAN
    for region in ("230700", "230000", "110101"):
        s.refused(f"{region} is no county of the province", "contractor-hlj", "/projects",
                  {**special, "region_code": region}, 422, "invalid-range", "/region_code")
    for field, value, code in (("name", "", "too-short"), ("name", "名" * 201, "too-long"),
                               ("investment_total", 0, "out-of-range"),
                               ("investment_total", 0.5, "wrong-type")):
        s.refused(f"增加项目 with the {field} {str(value)[:9]!r}", "contractor-hlj", "/projects",
                  {**special, field: value}, 422, code, "/" + field)
    before = s.get("regulator-hlj", FIGURES)["project_count"]
    s.do("contractor-hlj", "/projects", special)
    s.shows("特殊项目: its code awaits the department's eye", "regulator-hlj",
            f"/projects/{SPECIAL}", origin="registered", insurance_status="uninsured")
    check("a special project does not count by itself",
          s.get("regulator-hlj", FIGURES)["project_count"] == before)
    s.refused("its code is there once", "contractor-hlj", "/projects", special,
              409, "already-registered")
    s.refused("the contractor does not confirm it", "contractor-hlj",
              f"/projects/{SPECIAL}/confirm", {}, 403, "forbidden")
    s.do("regulator-hlj", f"/projects/{SPECIAL}/confirm")
    check("confirmed, it counts",
          s.get("regulator-hlj", FIGURES)["project_count"] == before + 1)
    s.hidden("another contractor does not see it", "contractor-bx", f"/projects/{SPECIAL}")


def application(s):
    def page(title):
        return s.paper("contractor-hlj", title)
    return {"project": PROJECT, "insurer": INSURER, "broker": BROKER, "contact_name": "张海池",
            "contact_phone": "13314518976", "business_licence": page("licence"),
            "legal_representative_id_front": s.picture("contractor-hlj", "front"),
            "legal_representative_id_back": s.picture("contractor-hlj", "back"),
            "bid_award_notice": page("award"), "signed_agreement": page("agreement"),
            "agreement_accepted": True, "agreement_version": "1.1"}


# proves HLJ-02, HLJ-28, HLJ-29, HLJ-39, HLJ-40, HLJ-42, HLJ-43, HLJ-44, HLJ-45, HLJ-46, HLJ-47,
# HLJ-48, HLJ-49, HLJ-50, HLJ-51
def apply(s):
    form = application(s)
    for field, code in (("business_licence", "missing"),
                        ("legal_representative_id_front", "missing"),
                        ("legal_representative_id_back", "missing"),
                        ("bid_award_notice", "required-by-rulebook"),
                        ("signed_agreement", "required-by-rulebook"),
                        ("broker", "required-by-rulebook")):
        less = {k: v for k, v in form.items() if k != field}
        s.refused(f"without {field} nothing is handed in", "contractor-hlj", "/policies", less,
                  422, code, "/" + field)
    s.refused("the agreement is to be accepted", "contractor-hlj", "/policies",
              {**form, "agreement_accepted": False}, 422, "not-accepted", "/agreement_accepted")
    s.refused("the sealed agreement is a PDF", "contractor-hlj", "/policies",
              {**form, "signed_agreement": form["legal_representative_id_front"]},
              422, "wrong-document-kind", "/signed_agreement")
    s.refused("the insurer works with the broker", "contractor-hlj", "/policies",
              {**form, "insurer": "91210500MA10A002XH"}, 409, "not-linked")
    s.refused("an insurer does not apply", "insurer-hlj", "/policies", form, 403, "forbidden")
    key = {"Idempotency-Key": "submit"}
    once = s.ask("contractor-hlj", "POST", "/policies", form, headers=key)
    twice = s.ask("contractor-hlj", "POST", "/policies", form, headers=key)
    check("a double click makes one application", once == twice, twice)
    s.shows("the project is 审核中", "contractor-hlj", f"/projects/{PROJECT}",
            insurance_status="in-review")
    s.shows("the agreement's version stays with the application", "contractor-hlj",
            f"/policies/{once['case']['id']}", agreement_version="1.1")
    s.refused("a second one for the project is refused", "contractor-hlj", "/policies", form,
              409, "already-insured")
    return form, once["case"]["id"]


# proves HLJ-63
def opened_identity_cards(s, case, form):
    """Whoever opens one is written down, and the case it stands in is none the newer for it."""
    def openings():
        return sorted((r["account"], r["subject"], r["fields"]) for r in s.get(
            "auditor", "/access-records?state=opened")["items"])
    before, version = openings(), s.get("insurer-hlj", case)["version"]
    front = "/documents/" + form["legal_representative_id_front"]
    check("the insurer opens the identity card",
          s.file("insurer-hlj", front).startswith(b"\x89PNG"))
    s.hidden("another insurer does not", "insurer-bx", front)
    check("… all of its papers as one file",
          s.file("broker-hlj", case + "/documents.zip").startswith(b"PK"))
    subject = case.strip("/").replace("policies", "policy")
    sides = ["legal_representative_id_front", "legal_representative_id_back"]
    check("each opening is recorded: who, of which case, which side", openings() == sorted(
        [*before, ("insurer-hlj", subject, sides[:1]), ("broker-hlj", subject, sides)]), openings())
    check("… not with the case itself", s.get("insurer-hlj", case)["version"] == version)
    done = s.get("admin", "/operations?account=insurer-hlj&limit=1000")["items"]
    check("… and stands in the operation log",
          ["access-record.opening-recorded"] in [o["events"] for o in done], done)


# proves HLJ-53, HLJ-59, HLJ-60, HLJ-65, HLJ-66, QZI-26
def who_sees(s, form, policy):
    case = f"/policies/{policy}"
    s.shows("the insurer sees it, the phone masked", "insurer-hlj", case, state="in-review",
            plan="A", contact_phone="133****8976")
    offered = s.get("insurer-hlj", case)["allowed_commands"]
    check("… and is offered 同意 and 拒绝, no 理赔", {"approve", "return"} <= set(offered)
          and "issue" not in offered, offered)
    seen = s.shows("the broker sees it and may do nothing but look", "broker-hlj", case,
                   state="in-review")
    check("… as its commands say", set(seen["allowed_commands"]) <= {"disclose"},
          seen["allowed_commands"])
    for command in ("approve", "return", "issue"):
        s.refused(f"the broker may not {command}", "broker-hlj", f"{case}/{command}",
                  {"reason": "x"}, 403, "forbidden")
    s.refused("the contractor does not approve its own", "contractor-hlj", case + "/approve", {},
              403, "forbidden")
    s.hidden("another insurer: not there", "insurer-bx", case)
    s.refused("… nor to be approved", "insurer-bx", case + "/approve", {}, 404, "not-found")
    licence = f"/documents/{form['business_licence']}"
    check("the insurer opens its papers", s.file("insurer-hlj", licence).startswith(b"%PDF"))
    s.hidden("another insurer does not", "insurer-bx", licence)
    opened_identity_cards(s, case, form)
    s.refused("who opens the phone in full says why", "insurer-hlj", case + "/disclose",
              {"fields": ["contact_phone"]}, 422, "missing", "/reason")
    full = s.do("insurer-hlj", case + "/disclose",
                {"fields": ["contact_phone"], "reason": "联系出单"})
    check("… and then sees it", full["values"]["contact_phone"] == "13314518976", full)


# proves HLJ-54, HLJ-55, HLJ-68, HLJ-69
def review(s, policy):
    case = f"/policies/{policy}"
    s.refused("拒绝 needs its reason", "insurer-hlj", case + "/return", {}, 422, "missing",
              "/reason")
    s.do("insurer-hlj", case + "/return", {"reason": "保额不足"})
    s.shows("sent back, with the reason", "contractor-hlj", case, state="returned",
            reason="保额不足")
    s.shows("the project is 未投保 again", "contractor-hlj", f"/projects/{PROJECT}",
            insurance_status="uninsured")
    s.wrong_state("what was sent back is not approved", "insurer-hlj", case + "/approve", {},
                  "returned")
    s.refused("nor handed in by the insurer", "insurer-hlj", case + "/resubmit", {},
              403, "forbidden")
    s.do("contractor-hlj", case + "/resubmit", {"bid_award_notice": s.paper("contractor-hlj", "2")})
    s.passes("the review", "insurer-hlj", f"policies/{policy}", "application-review", "2025-03-07",
             ("regulator-hlj", PROJECT))
    s.do("insurer-hlj", case + "/approve")
    s.closed_alert("同意 ends the alert", "regulator-hlj", PROJECT, "application-review",
                   "reviewed-late")
    s.shows("agreed without a policy, the project is not insured yet", "contractor-hlj",
            f"/projects/{PROJECT}", insurance_status="in-review")


# proves HLJ-28, HLJ-29, HLJ-53, HLJ-55, HLJ-65, HLJ-69, HLJ-72, HLJ-73, HLJ-74, HLJ-75, HLJ-76,
# HLJ-77, HLJ-78, HLJ-79, HLJ-80, HLJ-94
def issue(s, policy):
    case = f"/policies/{policy}"
    def pdf(title):
        return s.paper("insurer-hlj", title)
    form = {"policy_number": "HLJ-P-1", "valid_from": "2025-03-08", "valid_until": "2025-09-07",
            "premium": 300_000 * YUAN, "aggregate_limit": 1000 * WAN, "insurance_type": "online",
            "plan": "A", "accident_prevention_fee": 60_000 * YUAN,
            "policy_document": pdf("policy"), "agreement": pdf("both")}
    s.refused("the agreement's file is asked for", "insurer-hlj", case + "/issue",
              {k: v for k, v in form.items() if k != "agreement"},
              422, "required-by-rulebook", "/agreement")
    for field in ("policy_number", "valid_from", "valid_until", "premium", "aggregate_limit",
                  "policy_document"):
        s.refused(f"保单信息 asks for {field}", "insurer-hlj", case + "/issue",
                  {k: v for k, v in form.items() if k != field}, 422, "missing", "/" + field)
    s.refused("线上 or 线下", "insurer-hlj", case + "/issue", {**form, "insurance_type": "tea"},
              422, "unknown-choice", "/insurance_type")
    s.refused("the end comes after the start", "insurer-hlj", case + "/issue",
              {**form, "valid_until": form["valid_from"]}, 422, "invalid-range", "/valid_until")
    s.refused("the policy is a PDF", "insurer-hlj", case + "/issue",
              {**form, "policy_document": s.picture("insurer-hlj", "policy")},
              422, "wrong-document-kind", "/policy_document")
    s.refused("a plan that is not in the catalogue", "insurer-hlj", case + "/issue",
              {**form, "plan": "Z"}, 409, "unknown-plan")
    s.refused("the enterprise does not issue", "contractor-hlj", case + "/issue", form,
              403, "forbidden")
    s.do("insurer-hlj", case + "/issue", form)
    s.shows("issued: in force, covering today", "contractor-hlj", case, state="in-force",
            covers_today=True, insurance_type="online", plan="A")
    offered = s.get("insurer-hlj", case)["allowed_commands"]
    check("同意 and 拒绝 are offered no more", not {"approve", "return", "issue"} & set(offered),
          offered)
    for who in ("insurer-hlj", "regulator-hlj"):
        check(f"{who} opens the policy",
              s.file(who, "/documents/" + form["policy_document"]).startswith(b"%PDF"))
    insured = s.get("regulator-hlj", f"/projects?insurance_status=insured&q={PROJECT}")["items"]
    check("the department lists it as 已投保", [p["id"] for p in insured] == [PROJECT], insured)
    s.shows("the project is 已投保", "contractor-hlj", f"/projects/{PROJECT}",
            insurance_status="insured")
    s.wrong_state("it is issued once", "insurer-hlj", case + "/issue", form, "in-force")
    messages = f"/messages?case=policy/{policy}"
    s.until("one message to the contact is delivered",
            lambda: [m["state"] for m in s.get("insurer-hlj", messages)["items"]] == ["delivered"])
    sms = s.get("insurer-hlj", messages)["items"][0]
    check("… its text and its masked number",
          "已出函" in sms["text"] and "HLJ-P-1" in sms["text"] and sms["to"] == "133****8976", sms)
    s.hidden("others do not read it", "insurer-bx", messages)
    return form


# proves HLJ-56, HLJ-76
def second_project(s, terms):
    """保单上传: a policy taken out elsewhere, refused for its number, returned and mended."""
    upload = {"project": OTHER, "insurer": INSURER, "broker": BROKER,
              "policy_number": terms["policy_number"], "valid_from": "2025-03-01",
              "valid_until": "2026-02-28", "contact_phone": "13314518976",
              "policy_document": s.paper("contractor-hlj", "elsewhere")}
    s.refused("保单上传 of a number that is taken", "contractor-hlj", "/policies/upload", upload,
              409, "policy-number-taken")
    s.refused("保单上传 is the enterprise's", "insurer-hlj", "/policies/upload", upload,
              403, "forbidden")
    policy = s.open("contractor-hlj", "/policies/upload", {**upload, "policy_number": "HLJ-P-2"})
    case = f"/policies/{policy}"
    s.refused("the enterprise never sets 已投保 itself", "contractor-hlj", case + "/issue", {
        **terms, "policy_number": "HLJ-P-2"}, 403, "forbidden")
    s.do("insurer-hlj", case + "/approve")
    s.refused("the number it is issued with is free, too", "insurer-hlj", case + "/issue", {
        **terms, "valid_from": "2025-08-01", "valid_until": "2026-07-31"},
        409, "policy-number-taken")
    s.do("contractor-hlj", case + "/withdraw", {"reason": "改为在线填报"})
    s.shows("before the issue the enterprise may withdraw", "contractor-hlj", case,
            state="withdrawn")
    s.wrong_state("what was withdrawn is not issued", "insurer-hlj", case + "/issue",
                  {**terms, "policy_number": "HLJ-P-2"}, "withdrawn")


prepare = heilongjiang_card.prepare


def tell(s):
    first_sign_in(s)
    heilongjiang_card.tell(s)
    enterprise(s)
    projects(s)
    before = heilongjiang_in_force.figures(s)
    form, policy = apply(s)
    who_sees(s, form, policy)
    review(s, policy)
    terms = issue(s, policy)
    heilongjiang_in_force.tell(s, policy, PROJECT, before)
    second_project(s, terms)
