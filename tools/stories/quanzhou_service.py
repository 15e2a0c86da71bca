"""Quanzhou, the safety service organisation: 受理, seven services, hazards, completion, rating."""
from stories.common import WAN, YUAN, check

HOLDER, PROVIDER = "91440300MA5FBK637G", "91350500MA2YA0022Q"
SITE = "site-" + HOLDER
REGULATOR = ("regulator-qz", SITE)
SEVEN = ("safety-training", "risk-identification", "hazard-inspection", "standardisation",
         "emergency-plan-and-drill", "technology-promotion", "other")
ORDER = {"beneficiary": {"name": "泉州某某工厂", "address": "泉州市丰泽区"}, "policyholder": HOLDER,
         "contact_phone": "13697770764"}


def terms(s, number, promised, valid_from="2025-03-01", valid_until="2025-12-31"):
    return {"policy_number": number, "valid_from": valid_from, "valid_until": valid_until,
            "premium": 30_000 * YUAN, "aggregate_limit": 500 * WAN, "per_accident_limit": 200 * WAN,
            "per_person_death_limit": 80 * WAN, "per_person_medical_limit": 5 * WAN,
            "promised_services": promised,
            **{p: s.paper("insurer-qz", f"{number} {p}")
               for p in ("policy_document", "invoice", "contract")}}


def insured(s):
    """What the organisation's work begins with."""
    policy = s.open("insurer-qz", "/policies/record-offline", ORDER)
    s.do("insurer-qz", f"/policies/{policy}/issue", terms(
        s, "QZ-S-1", {"safety-training": 2, **{k: 1 for k in SEVEN[1:]}}))
    return policy


def assigned(s, policy):
    s.do("insurer-qz", f"/policies/{policy}/assign-service-provider", {"provider": PROVIDER})
    return "/service-orders/" + s.get("insurer-qz", f"/policies/{policy}")["service_order"]


# proves QZS-07, QZS-08, QZS-12
def accounts(s):
    s.refused("the organisation gives only what it holds", "provider-qz", "/roles",
              {"name": "内勤", "permissions": ["policy.quote"]}, 409, "permission-not-held")
    role = s.open("provider-qz", "/roles", {
        "name": "讲师", "permissions": ["service-order.record-service"]})
    made = s.do("provider-qz", "/accounts", {
        "username": "trainer-qz", "display_name": "林老师", "phone": "13697770767",
        "roles": [role]})
    s.take_over("trainer-qz", made["password"])
    s.refused("nobody makes accounts for others", "provider-qz", "/accounts", {
        "username": "x-qz", "display_name": "x", "phone": "13697770768", "roles": [role],
        "organisation": "91350500MA2YA0014X"}, 403, "forbidden")
    s.hidden("another organisation does not see them", "provider-bx", "/accounts/trainer-qz")


# proves QZI-33, QZI-34, QZI-35, QZI-36, QZI-37, QZI-38, QZI-39, QZS-02, QZS-03, QZS-15, QZS-16
def acceptance(s, policy):
    order = assigned(s, policy)
    s.shows("待受理, with what the policy promises", "provider-qz", order,
            state="awaiting-acceptance", policy=policy, insurer="91350500MA2YA0014X",
            promised_services={"safety-training": 2, **{k: 1 for k in SEVEN[1:]}})
    s.hidden("another organisation: not there", "provider-bx", order)
    s.wrong_state("no service before 受理", "provider-qz", order + "/record-service",
                  {"kind": "other", "held_on": "2025-03-01", "summary": "x"},
                  "awaiting-acceptance")
    for who in ("insurer-qz", "contractor-qz", "trainer-qz"):
        s.refused(f"受理 is not for {who}", who, order + "/accept", {}, 403, "forbidden")
    s.refused("拒绝 says why", "provider-qz", order + "/decline", {}, 422, "missing", "/reason")
    s.passes("受理", "provider-qz", order[1:], "service-acceptance", "2025-03-06", REGULATOR)
    listed = s.alerts_of(*REGULATOR, "service-acceptance")[0]
    alert = s.get("regulator-qz", f"/alerts/{listed['id']}")
    check("… the list names the order, too", listed["subject"] == alert["subject"], listed)
    check("… the alert names the order", alert["subject"]["kind"] == "service-order"
          and order.endswith(alert["subject"]["id"]), alert)
    s.refused("… and is the regulator's to acknowledge", "provider-qz",
              f"/alerts/{alert['id']}/acknowledge", {}, 403, "forbidden")
    s.do("regulator-qz", f"/alerts/{alert['id']}/acknowledge")
    s.do("provider-qz", order + "/decline", {"reason": "人手不足"})
    s.closed_alert("declined late, the alert closes", *REGULATOR, "service-acceptance",
                   "declined-late")
    s.shows("the insurer is told", "insurer-qz", f"/policies/{policy}", service_status="none",
            reason="人手不足")
    s.wrong_state("what was declined is not accepted", "provider-qz", order + "/accept", {},
                  "declined")
    again = assigned(s, policy)
    s.do("provider-qz", again + "/accept")
    s.shows("受理: 安全服务中", "insurer-qz", f"/policies/{policy}", service_status="in-service")
    s.wrong_state("受理 is done once", "provider-qz", again + "/accept", {}, "in-service")
    return again


# proves QZI-33, QZI-34, QZI-35, QZI-36, QZI-37, QZI-38, QZI-39, QZS-14, QZS-20, QZS-22, QZS-24,
# QZS-26, QZS-28, QZS-30, QZS-32, QZS-35
def seven_services(s, order):
    record = {"kind": "safety-training", "held_on": "2025-03-07", "summary": "三级安全教育",
              "place": "会议室", "participants": 30, "hours": 4}
    post = order + "/record-service"
    for field, value, code in (("held_on", "2025-03-08", "date-in-the-future"),
                               ("kind", "tea", "unknown-choice"),
                               ("participants", 0, "out-of-range"), ("summary", "", "too-short")):
        s.refused(f"a record with a bad {field}", "provider-qz", post, {**record, field: value},
                  422, code, "/" + field)
    s.refused("a record says what was done", "provider-qz", post,
              {k: v for k, v in record.items() if k != "summary"}, 422, "missing", "/summary")
    s.refused("a photo is a picture", "provider-qz", post,
              {**record, "photos": [s.paper("provider-qz", "photo")]},
              422, "wrong-document-kind", "/photos/0")
    s.refused("a report of others is not there", "provider-qz", post,
              {**record, "documents": [s.paper("provider-bx", "report")]},
              422, "unknown-reference", "/documents/0")
    for who in ("contractor-qz", "insurer-qz", "regulator-qz"):
        s.refused(f"records are not for {who}", who, post, record, 403, "forbidden")
    s.refused("another organisation does not find the order", "provider-bx", post, record,
              404, "not-found")
    s.do("trainer-qz", post, {**record, "photos": [s.picture("trainer-qz", "training")]})
    s.refused("the trainer voids nothing", "trainer-qz", order + "/void-service",
              {"record": 1, "reason": "x"}, 403, "forbidden")
    s.refused("a risk assessment has its report", "provider-qz", post,
              {**record, "kind": "risk-identification"}, 422, "missing", "/documents")
    for kind in SEVEN[1:]:
        s.do("provider-qz", post, {"kind": kind, "held_on": "2025-03-07", "summary": kind,
                                   "documents": [s.paper("provider-qz", kind)]})
    seen = s.shows("each of the seven is held once", "contractor-qz", order,
                   recorded_services={k: 1 for k in SEVEN})
    check("… and says who entered it",
          [r["recorded_by"].split("@")[0] for r in seen["services"]]
          == ["trainer-qz"] + 6 * ["provider-qz"], seen["services"])
    report = seen["services"][1]["documents"][0]
    check("the enterprise opens the report",
          s.file("contractor-qz", f"/documents/{report}").startswith(b"%PDF"))
    s.hidden("… another enterprise does not", "contractor-bx", f"/documents/{report}")


# proves QZS-17, QZS-33, QZS-34
def void_and_confirm(s, order):
    s.refused("作废 says why", "provider-qz", order + "/void-service", {"record": 7},
              422, "missing", "/reason")
    s.refused("作废 of what is not there", "provider-qz", order + "/void-service",
              {"record": 8, "reason": "x"}, 409, "no-such-record")
    s.do("provider-qz", order + "/void-service", {"record": 7, "reason": "重复登记"})
    s.refused("作废 is done once", "provider-qz", order + "/void-service",
              {"record": 7, "reason": "x"}, 409, "record-void")
    s.shows("it counts no more", "insurer-qz", order,
            recorded_services={**{k: 1 for k in SEVEN[:-1]}, "other": 0})
    s.do("provider-qz", order + "/record-service", {
        "kind": "technology-promotion", "held_on": "2025-03-07", "summary": "再推广一次"})
    s.shows("超额: more than was promised counts, too", "insurer-qz", order,
            recorded_services={**{k: 1 for k in SEVEN[:-1]}, "other": 0,
                               "technology-promotion": 2})
    s.refused("what is void is not confirmed", "contractor-qz", order + "/confirm-service",
              {"record": 7}, 409, "record-void")
    s.refused("the organisation does not confirm", "provider-qz", order + "/confirm-service",
              {"record": 1}, 403, "forbidden")
    s.do("contractor-qz", order + "/confirm-service", {"record": 1})
    s.refused("confirmed once", "contractor-qz", order + "/confirm-service", {"record": 1},
              409, "already-confirmed")


# proves QZS-37, QZS-44, QZS-45, QZS-46, QZS-47, QZS-48
def hazards(s, order):
    finding = {"service_order": order.rsplit("/", 1)[1], "service_record": 3, "category": "电气",
               "description": "配电箱无门", "level": "general", "location": "一车间",
               "responsible_person": "陈工", "rectify_by": "2025-03-15",
               "photos": [s.picture("provider-qz", "before")]}
    s.refused("新增隐患 has a picture", "provider-qz", "/hazards", {**finding, "photos": []},
              422, "too-few", "/photos")
    for field in ("description", "level", "rectify_by"):
        s.refused(f"新增隐患 asks for {field}", "provider-qz", "/hazards",
                  {k: v for k, v in finding.items() if k != field}, 422, "missing", "/" + field)
    s.refused("the record it belongs to is there", "provider-qz", "/hazards",
              {**finding, "service_record": 9}, 409, "no-such-record")
    s.refused("the order is one's own", "provider-bx", "/hazards",
              {**finding, "photos": [s.picture("provider-bx", "x")]},
              422, "unknown-reference", "/service_order")
    case = "/hazards/" + s.open("provider-qz", "/hazards", finding)
    s.shows("待整改", "contractor-qz", case, state="open", source="service")
    s.hidden("another organisation does not see it", "provider-bx", case)
    mended = {"photos": [s.picture("provider-qz", "after")], "description": "已加装箱门"}
    s.refused("整改 has a picture", "provider-qz", case + "/rectify", {**mended, "photos": []},
              422, "too-few", "/photos")
    s.refused("整改 is not the insurer's", "insurer-qz", case + "/rectify",
              {**mended, "photos": [s.picture("insurer-qz", "x")]}, 403, "forbidden")
    s.do("provider-qz", case + "/rectify", mended)
    s.wrong_state("已整改: the button is gone", "provider-qz", case + "/rectify", mended,
                  "rectified")
    s.refused("复查 is its reporter's", "contractor-qz", case + "/verify", {}, 403, "forbidden")
    s.refused("不通过 says why and until when", "provider-qz", case + "/reopen",
              {"rectify_by": "2025-03-20"}, 422, "missing", "/reason")
    s.do("provider-qz", case + "/reopen", {"reason": "门锁缺失", "rectify_by": "2025-03-20"})
    s.passes("整改 after 不通过", "contractor-qz", case[1:], "rectification", "2025-03-20", REGULATOR)
    s.do("contractor-qz", case + "/rectify",
         {**mended, "photos": [s.picture("contractor-qz", "lock")]})
    s.closed_alert("late, the alert closes", *REGULATOR, "rectification", "rectified-late")
    s.do("provider-qz", case + "/verify")
    s.shows("已销号", "insurer-qz", case, state="closed")
    for state, count in (("closed", 1), ("open", 0), ("rectified", 0)):
        found = s.get("provider-qz", f"/hazards?service_order={finding['service_order']}"
                                     f"&service_record=3&state={state}")
        check(f"隐患明细 of the record, {state}", found["total"] == count, found)
    looked = s.get("insurer-qz", "/services?kind=hazard-inspection&service_order="
                                 + finding["service_order"])["items"]
    check("隐患排查 lists the inspections with what they found",
          [(r["record"], r["hazards_found"], r["hazards_open"], r["hazards_closed"])
           for r in looked] == [(3, 1, 0, 1)], looked)
    return finding


# proves QZS-18, QZS-34
def completion(s, policy, order, finding):
    facts = s.refused("完成服务 with services outstanding", "provider-qz", order + "/complete", {},
                      409, "services-outstanding")
    check("… says what was promised and held", facts["promised_services"]["safety-training"] == 2
          and facts["recorded_services"]["safety-training"] == 1, facts)
    s.refused("the enterprise does not complete", "contractor-qz", order + "/complete",
              {"shortfall_reason": "x"}, 403, "forbidden")
    s.wrong_state("nothing is rated before", "contractor-qz", order + "/rate", {"stars": 5},
                  "in-service")
    s.do("provider-qz", order + "/complete", {"shortfall_reason": "企业停产"})
    s.shows("已完成, with the reason", "insurer-qz", order, state="completed",
            shortfall_reason="企业停产")
    s.shows("… the policy says so", "insurer-qz", f"/policies/{policy}",
            service_status="completed")
    s.wrong_state("nothing is recorded after", "provider-qz", order + "/record-service",
                  {"kind": "other", "held_on": "2025-03-07", "summary": "x"}, "completed")
    s.refused("nor found", "provider-qz", "/hazards", finding, 409, "order-not-in-service")
    for stars in (0, 6):
        s.refused(f"{stars} stars", "contractor-qz", order + "/rate", {"stars": stars},
                  422, "out-of-range", "/stars")
    s.refused("the organisation does not rate itself", "provider-qz", order + "/rate",
              {"stars": 5}, 403, "forbidden")
    s.do("contractor-qz", order + "/rate", {"stars": 5, "comment": "专业"})
    s.shows("the rating stands", "provider-qz", order, stars=5, comment="专业")


def shortfall(s, policy):
    """What is still missing 30 days before the end is told, and so is the policy's end."""
    deadline = s.deadline("insurer-qz", f"policies/{policy}", "service-shortfall")
    check("service-shortfall passes 30 days before the end",
          deadline["passes_at"].startswith("2025-12-01T00:00:00"), deadline)
    s.clock("2025-11-30T23:59:59+08:00")
    check("a second before: no alert", s.alerts_of(*REGULATOR, "service-shortfall") == [])
    s.clock("2025-12-01T00:00:00+08:00")
    check("then one", len(s.alerts_of(*REGULATOR, "service-shortfall")) == 1)


def renewal(s):
    """The next policy may be had from 60 days before the end on; it begins after it."""
    again = "/policies/record-offline"
    s.clock("2025-10-31T23:59:59+08:00")
    s.refused("61 days before the end the site is insured", "insurer-qz", again, ORDER,
              409, "already-insured")
    s.clock("2025-11-01T00:00:00+08:00")
    policy = s.open("insurer-qz", again, ORDER)
    case, promised = f"/policies/{policy}", {"safety-training": 1}
    s.refused("no day is insured twice", "insurer-qz", case + "/issue",
              terms(s, "QZ-S-2", promised, "2025-12-31", "2026-12-31"), 409, "already-insured")
    s.do("insurer-qz", case + "/issue", terms(s, "QZ-S-2", promised, "2026-01-01", "2026-12-31"))
    s.shows("60 days before, the next one is had: it does not cover yet", "insurer-qz", case,
            state="in-force", covers_today=False)
    return policy


# proves QZS-18
def second_year(s, first, second):
    s.clock("2026-01-05T09:00:00+08:00")
    s.shows("the first has expired", "contractor-qz", f"/policies/{first}", state="expired")
    s.shows("the second covers", "contractor-qz", f"/policies/{second}", covers_today=True)
    s.wrong_state("nobody serves what has expired", "insurer-qz",
                  f"/policies/{first}/assign-service-provider", {"provider": PROVIDER}, "expired")
    order = assigned(s, second)
    s.do("provider-qz", order + "/accept")
    s.do("provider-qz", order + "/record-service",
         {"kind": "safety-training", "held_on": "2026-01-05", "summary": "岗前培训"})
    s.do("provider-qz", order + "/complete")
    s.shows("all held: complete without a reason", "contractor-qz", order, state="completed",
            shortfall_reason=None)


# proves QZS-14, QZS-43
def lists(s, first):
    mine = s.get("provider-qz", f"/service-orders?state=completed&project={SITE}&sort=-id")
    check("服务订单: its own by 状态", mine["total"] == 2 and first.endswith(mine["items"][1]["id"]),
          mine)
    check("another organisation's list is empty",
          s.get("provider-bx", "/service-orders?jurisdiction=350500")["total"] == 0)
    check("the department sees every order", s.get("regulator-qz", f"/service-orders?project={SITE}")["total"] == 3)


def tell(s):
    accounts(s)
    policy = insured(s)
    order = acceptance(s, policy)
    seven_services(s, order)
    void_and_confirm(s, order)
    finding = hazards(s, order)
    completion(s, policy, order, finding)
    second = renewal(s)
    shortfall(s, policy)
    second_year(s, policy, second)
    lists(s, order)
