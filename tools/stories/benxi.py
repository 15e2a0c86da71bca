"""Benxi: registration, project, the insurer's order, claim, safety services, sources of danger."""
import json

from stories import benxi_services
from stories.common import WAN, YUAN, check

CODE = "91210500MA0XQKJ597"
OWNER = "91210500MA10A0011R"
INSURER, PROVIDER = "91210500MA10A002XH", "91210500MA10A0038H"


# proves BX-08, BX-28, BX-34, BX-35, BX-36, BX-37, BX-38
def register(s):
    form = {"credit_code": CODE, "name": "本溪市政工程有限公司", "capacities": ["contractor"],
            "legal_representative": "李四", "region_code": "210502", "address": "平山区某路1号",
            "contact_name": "王五", "contact_phone": "13904140002", "username": "builder-bx",
            "password": "Builders-1"}
    for field in ("business_licence", "phone_code"):
        s.refused(f"注册 without {field}", None, "/enterprises", form, 422,
                  "required-by-rulebook", "/" + field)
    form["business_licence"] = s.public_paper("营业执照")
    s.refused("a code that was never sent", None, "/enterprises",
              {**form, "phone_code": "123456"}, 422, "code-expired", "/phone_code")
    form["phone_code"] = s.phone_code(form["contact_phone"])
    s.refused("no second code within a minute", None, "/public/phone-codes",
              {"phone": form["contact_phone"]}, 429, "code-sent-already")
    wrong = f"{(int(form['phone_code']) + 1) % 1000000:06d}"
    s.refused("a wrong code", None, "/enterprises", {**form, "phone_code": wrong}, 422,
              "wrong-code", "/phone_code")
    s.refused("another phone's code", None, "/enterprises",
              {**form, "contact_phone": "13904140003"}, 422, "code-expired", "/phone_code")
    for field, value, code in (("credit_code", CODE[:-1] + "8", "credit-code-check-digit"),
                               ("password", "weak", "password-too-short"),
                               ("contact_phone", "12", "phone"),
                               ("region_code", "210599", "unknown-reference")):
        s.refused(f"注册 with a bad {field}", None, "/enterprises", {**form, field: value},
                  422, code, "/" + field)
    s.refused("注册 without 法定代表人", None, "/enterprises",
              {k: v for k, v in form.items() if k != "legal_representative"},
              422, "missing", "/legal_representative")
    s.refused("a login that is taken", None, "/enterprises", {**form, "username": "insurer-bx"},
              409, "username-taken")
    s.do(None, "/enterprises", form)
    s.refused("one enterprise registers once", None, "/enterprises",
              {**form, "username": "builder-bx-2"}, 409, "already-registered")
    s.until("its account opens",
            lambda: s.sign_in("builder-bx", form["password"])[0] == 201)
    s.passwords["builder-bx"] = form["password"]
    own = f"/enterprises/{CODE}"
    s.shows("审核中 it sees itself", "builder-bx", own, state="pending-review")
    s.refused("… and enters nothing", "builder-bx", "/projects",
              {"project_code": "BX-0", **project()}, 403, "forbidden")
    s.refused("… nor approves itself", "builder-bx", own + "/approve", {}, 403, "forbidden")
    s.hidden("a contractor does not see it", "contractor-bx", own)
    s.refused("another city's department does not find it", "regulator-qz", own + "/approve", {},
              404, "not-found")
    s.refused("未通过 needs a reason", "regulator-bx", own + "/reject", {}, 422, "missing",
              "/reason")
    s.do("regulator-bx", own + "/reject", {"reason": "营业执照不清晰"})
    s.shows("未通过", "builder-bx", own, state="rejected")
    s.refused("still it enters nothing", "builder-bx", "/projects",
              {"project_code": "BX-0", **project()}, 403, "forbidden")
    s.do("builder-bx", own + "/resubmit", {"address": "平山区某路2号"})
    s.shows("mended and handed in again", "regulator-bx", own, state="pending-review",
            address="平山区某路2号")
    s.do("regulator-bx", own + "/approve")
    s.shows("完成", "builder-bx", own, state="active")
    s.refused("it is approved once", "regulator-bx", own + "/approve", {}, 409, "already-admitted")


def project():
    return {"name": "本溪市政道路工程", "region_code": "210502", "address": "平山区",
            "construction_cost": 8000 * WAN, "owner": OWNER, "contractor": CODE,
            "credit_code": CODE, "category": "municipal", "duration_days": 200,
            "planned_start": "2025-03-10", "planned_finish": "2025-09-25"}


# proves BX-41, BX-42, BX-43, BX-44, BX-45, BX-46, BX-47, BX-48, BX-49, BX-50, BX-51, BX-52,
# BX-54, BX-55
def enter_project(s, code):
    form = {"project_code": code, **project()}
    for field in ("address", "construction_cost", "owner", "credit_code", "category",
                  "duration_days", "planned_start", "planned_finish"):
        s.refused(f"新增项目 asks for {field}", "builder-bx", "/projects",
                  {k: v for k, v in form.items() if k != field},
                  422, "required-by-rulebook", "/" + field)
    for field, value, why in (("name", "", "too-short"), ("region_code", "210599",
                                                          "unknown-reference"),
                              ("construction_cost", 0, "out-of-range"),
                              ("category", "tea", "unknown-choice"),
                              ("duration_days", 0, "out-of-range"),
                              ("credit_code", CODE[:-1] + "8", "credit-code-check-digit"),
                              ("planned_start", "2025-02-30", "date")):
        s.refused(f"新增项目 with a bad {field}", "builder-bx", "/projects",
                  {**form, field: value}, 422, why, "/" + field)
    s.refused("the code is the contractor's", "builder-bx", "/projects",
              {**form, "credit_code": OWNER}, 422, "invalid-range", "/credit_code")
    s.refused("the finish is not before the start", "builder-bx", "/projects",
              {**form, "planned_finish": "2025-03-09"}, 422, "invalid-range", "/planned_finish")
    s.refused("a project of others is not one's own to enter", "builder-bx", "/projects",
              {**form, "contractor": OWNER, "credit_code": OWNER}, 403, "forbidden")
    s.refused("an insurer enters none", "insurer-bx", "/projects", form, 403, "forbidden")
    s.do("builder-bx", "/projects", form)
    made = s.open("builder-bx", "/projects", project())
    check("without a code it gets one", made.startswith("210500-") and len(made) == 19, made)
    case = f"/projects/{code}"
    row = s.get("builder-bx", f"/projects?project_code={code}")["items"][0]
    check("提交: it stands in the list with what was entered",
          all(row[k] == v for k, v in form.items() if k != "credit_code"), row)
    s.shows("查看 shows what was entered", "builder-bx", case, state="active",
            insurance_status="uninsured", construction_cost=8000 * WAN)
    version = s.get("builder-bx", case)["version"]
    stale = {"If-Match": f'"{version}"'}
    s.ask("builder-bx", "POST", case + "/amend", {"construction_cost": 8200 * WAN}, headers=stale)
    got, text = s.call("builder-bx", "POST", case + "/amend", {"name": "x"}, headers=stale)
    check("编辑 on an old page is refused",
          got == 412 and json.loads(text)["code"] == "stale-version", text)
    s.shows("编辑 holds", "regulator-bx", case, construction_cost=8200 * WAN)
    s.hidden("the department of another city does not see it", "regulator-qz", case)
    s.hidden("nor an insurer without a case of it", "insurer-qz", case)


# proves BX-07, BX-09, BX-10, BX-29
def insure(s, code):
    order = {"project": code, "policyholder": CODE, "contact_phone": "13904140002"}
    s.refused("投保单 names its 投保人's phone", "insurer-bx", "/policies/record-offline",
              {k: v for k, v in order.items() if k != "contact_phone"}, 422, "missing",
              "/contact_phone")
    s.refused("… and the project's contractor", "insurer-bx", "/policies/record-offline",
              {**order, "policyholder": OWNER}, 422, "unknown-reference")
    s.refused("投保单 is the insurer's", "builder-bx", "/policies/record-offline", order,
              403, "forbidden")
    policy = s.open("insurer-bx", "/policies/record-offline", order)
    case = f"/policies/{policy}"
    s.shows("the project is 审核中", "builder-bx", f"/projects/{code}",
            insurance_status="in-review")
    s.refused("one order at a time", "insurer-bx", "/policies/record-offline", order,
              409, "already-insured")
    form = {"policy_number": "BX-P-1", "valid_from": "2025-03-01", "valid_until": "2025-09-30",
            "premium": 200_000 * YUAN, "aggregate_limit": 500 * WAN,
            "per_accident_limit": 300 * WAN, "per_person_death_limit": 80 * WAN,
            "per_person_medical_limit": 0,
            "accident_prevention_fee": 40_000 * YUAN,
            "promised_services": {"safety-training": 1, "hazard-inspection": 1},
            "policy_document": s.paper("insurer-bx", "policy")}
    for field in ("per_accident_limit", "per_person_death_limit", "per_person_medical_limit"):
        s.refused(f"承保 asks for {field}", "insurer-bx", case + "/issue",
                  {k: v for k, v in form.items() if k != field},
                  422, "required-by-rulebook", "/" + field)
    for field, value in (("per_accident_limit", 501 * WAN),
                         ("accident_prevention_fee", 200_001 * YUAN)):
        s.refused(f"{field} beyond the whole is refused", "insurer-bx", case + "/issue",
                  {**form, field: value}, 422, "invalid-range", "/" + field)
    s.hidden("another insurer does not see the order", "insurer-qz", case)
    s.refused("the enterprise does not issue", "builder-bx", case + "/issue", form,
              403, "forbidden")
    s.do("insurer-bx", case + "/issue", form)
    s.shows("承保", "regulator-bx", case, state="in-force", policy_number="BX-P-1",
            insurance_type="offline")
    s.shows("已投保", "builder-bx", f"/projects/{code}", insurance_status="insured")
    for query in ("insurance_status=insured", f"contractor={CODE}", "region_code=210502",
                  "category=municipal"):
        found = s.get("regulator-bx", f"/projects?{query}&project_code={code}")["items"]
        check(f"the department's list by {query}", [p["id"] for p in found] == [code], found)
    return policy, form


def upload(s, terms):
    """保单上传 of the other enterprise; the insurer is late, sends it back, agrees."""
    code = s.open("contractor-bx", "/projects", {
        "project_code": "BX-2", **project(), "owner": CODE, "contractor": OWNER,
        "credit_code": OWNER})
    form = {"project": code, "insurer": INSURER, "policy_number": "BX-P-2",
            "valid_from": "2025-03-01", "valid_until": "2025-12-31",
            "policy_document": s.paper("contractor-bx", "elsewhere")}
    s.refused("保单上传 without the policy", "contractor-bx", "/policies/upload",
              {k: v for k, v in form.items() if k != "policy_document"}, 422, "missing",
              "/policy_document")
    s.refused("保单上传 to nobody's insurer", "contractor-bx", "/policies/upload",
              {**form, "insurer": PROVIDER}, 422, "unknown-reference")
    s.refused("保单上传 for the project of others", "builder-bx", "/policies/upload",
              {**form, "policy_document": s.paper("builder-bx", "elsewhere")},
              403, "forbidden")
    policy = s.open("contractor-bx", "/policies/upload", form)
    case = f"/policies/{policy}"
    s.refused("one does not send one's own back", "contractor-bx", case + "/return",
              {"reason": "x"}, 403, "forbidden")
    s.passes("the review", "insurer-bx", case[1:], "application-review", "2025-03-07",
             ("regulator-bx", code))
    s.do("insurer-bx", case + "/return", {"reason": "保单期间有误"})
    s.closed_alert("an answer, though late, ends the alert", "regulator-bx", code,
                   "application-review", "reviewed-late")
    s.refused("mended, the end still comes after the start", "contractor-bx", case + "/resubmit",
              {"valid_until": "2025-02-01"}, 422, "invalid-range")
    s.do("contractor-bx", case + "/resubmit", {"valid_until": "2025-12-30"})
    s.do("insurer-bx", case + "/approve")
    s.wrong_state("agreed once", "insurer-bx", case + "/approve", {}, "awaiting-issue")
    s.refused("a number is the insurer's once", "insurer-bx", case + "/issue", terms,
              409, "policy-number-taken")
    s.do("insurer-bx", case + "/issue", {**terms, "policy_number": "BX-P-2",
                                         "valid_until": "2025-12-30"})
    s.shows("confirmed, it is in force", "contractor-bx", case, state="in-force")
    return policy


# proves BX-20, BX-21, BX-31
def claim(s, policy):
    form = {"policy": policy, "accident_on": "2025-03-06", "description": "基坑坍塌",
            "documents": [s.paper("builder-bx", "proof")], "casualties": 1, "deaths": 0,
            "claimed_amount": 30 * WAN, "place": "平山区", "contact_name": "王五",
            "contact_phone": "13904140002"}
    s.refused("理赔 without evidence", "builder-bx", "/insurance-claims/file",
              {**form, "documents": []}, 422, "too-few", "/documents")
    s.refused("理赔 after the policy's end", "builder-bx", "/insurance-claims/file",
              {**form, "accident_on": "2025-02-28"}, 409, "outside-policy-period")
    s.refused("理赔 is filed by the insured", "insurer-bx", "/insurance-claims/file", form,
              403, "forbidden")
    s.refused("… not by another enterprise", "contractor-bx", "/insurance-claims/file", form,
              422, "unknown-reference", "/policy")
    case = "/insurance-claims/" + s.open("builder-bx", "/insurance-claims/file", form)
    s.wrong_state("no result before 受理", "insurer-bx", case + "/pay",
                  {"amount": 1, "paid_on": "2025-03-08"}, "filed")
    s.hidden("another insurer: not there", "insurer-qz", case)
    s.refused("a request for material says what is missing", "insurer-bx",
              case + "/request-supplement", {}, 422, "missing", "/note")
    s.do("insurer-bx", case + "/request-supplement", {"note": "请补充医疗票据"})
    s.wrong_state("受理 waits for the material", "insurer-bx", case + "/accept", {},
                  "awaiting-supplement")
    s.refused("the insurer does not supplement", "insurer-bx", case + "/supplement",
              {"documents": [s.paper("insurer-bx", "x")]}, 403, "forbidden")
    s.refused("material is a document", "builder-bx", case + "/supplement", {"documents": []},
              422, "too-few", "/documents")
    s.do("builder-bx", case + "/supplement", {"documents": [s.paper("builder-bx", "bills")]})
    s.refused("the enterprise does not accept", "builder-bx", case + "/accept", {},
              403, "forbidden")
    s.do("insurer-bx", case + "/accept")
    s.do("insurer-bx", case + "/update-progress", {"note": "现场查勘完成"})
    seen = s.shows("受理, with the progress at once", "builder-bx", case, state="accepted")
    check("… in the insurer's words", [p["note"] for p in seen["progress"]] == ["现场查勘完成"]
          and len(seen["documents"]) == 2, seen["progress"])
    s.wrong_state("what was accepted is not withdrawn", "builder-bx", case + "/withdraw", {},
                  "accepted")
    s.do("insurer-bx", case + "/pay", {"amount": 25 * WAN, "paid_on": "2025-03-08"})
    s.do("insurer-bx", case + "/settle")
    s.shows("结案", "regulator-bx", case, state="settled", paid_amount=25 * WAN)
    s.wrong_state("结案 is the end", "insurer-bx", case + "/update-progress", {"note": "x"},
                  "settled")
    other = "/insurance-claims/" + s.open("builder-bx", "/insurance-claims/file", form)
    s.refused("不予受理 says why", "insurer-bx", other + "/refuse", {}, 422, "missing", "/reason")
    s.do("insurer-bx", other + "/refuse", {"reason": "重复报案"})
    s.wrong_state("… and ends there", "insurer-bx", other + "/pay",
                  {"amount": 1, "paid_on": "2025-03-08"}, "refused")


def tell(s):
    before = benxi_services.figures(s)
    register(s)
    code = "BX-1"
    enter_project(s, code)
    policy, terms = insure(s, code)
    uploaded = upload(s, terms)
    claim(s, policy)
    benxi_services.tell(s, code, policy, uploaded, before)
