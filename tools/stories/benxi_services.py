"""Benxi, risk management: contract and plan, services, hazards, sources of danger, rating."""
from stories.common import WAN, YUAN, check

INSURER, PROVIDER = "91210500MA10A002XH", "91210500MA10A0038H"


# proves BX-03
def assign(s, policy):
    case = f"/policies/{policy}"
    s.refused("who serves is a service organisation", "insurer-bx",
              case + "/assign-service-provider", {"provider": "91350500MA2YA0014X"},
              422, "unknown-reference")
    s.refused("the enterprise assigns nobody", "builder-bx", case + "/assign-service-provider",
              {"provider": PROVIDER}, 403, "forbidden")
    s.do("insurer-bx", case + "/assign-service-provider", {"provider": PROVIDER})
    seen = s.shows("the policy waits for the organisation", "insurer-bx", case,
                   service_status="awaiting-acceptance", provider=PROVIDER)
    s.refused("one at a time", "insurer-bx", case + "/assign-service-provider",
              {"provider": PROVIDER}, 409, "service-provider-assigned")
    return seen["service_order"]


# proves BX-14, BX-15, BX-32
def contract_and_plan(s, order):
    case = f"/service-orders/{order}"
    contract = {"contract": s.paper("provider-bx", "contract"), "contract_number": "WT-1",
                "start": "2025-03-08", "finish": "2025-09-30", "amount": 30_000 * YUAN}
    s.wrong_state("nothing is signed before 受理", "provider-bx", case + "/sign-contract", contract,
                  "awaiting-acceptance")
    s.hidden("another organisation does not see the order", "provider-qz", case)
    s.refused("the insurer does not accept for it", "insurer-bx", case + "/accept", {},
              403, "forbidden")
    s.do("provider-bx", case + "/accept")
    s.refused("委托服务合同 is a file", "provider-bx", case + "/sign-contract",
              {k: v for k, v in contract.items() if k != "contract"}, 422, "missing", "/contract")
    s.refused("… that the organisation enters", "insurer-bx", case + "/sign-contract",
              {**contract, "contract": s.paper("insurer-bx", "contract")}, 403, "forbidden")
    s.do("provider-bx", case + "/sign-contract", contract)
    plan = {"plan_document": s.paper("provider-bx", "plan"), "responsible_person": "赵六",
            "planned_services": [{"kind": "safety-training", "planned_on": "2025-04-01"},
                                 {"kind": "hazard-inspection", "planned_on": "2025-05-01"}]}
    s.refused("事故预防服务方案 plans services", "provider-bx", case + "/submit-plan",
              {**plan, "planned_services": []}, 422, "too-few", "/planned_services")
    s.refused("… of the seven kinds", "provider-bx", case + "/submit-plan",
              {**plan, "planned_services": [{"kind": "tea", "planned_on": "2025-04-01"}]},
              422, "unknown-choice", "/planned_services/0/kind")
    s.do("provider-bx", case + "/submit-plan", plan)
    seen = s.shows("the department sees both", "regulator-bx", case, state="in-service",
                   plan_document=plan["plan_document"])
    check("… contract and plan", seen["contract"]["contract_number"] == "WT-1"
          and len(seen["planned_services"]) == 2, seen)


# proves BX-16, BX-32
def serve(s, order, policy):
    case = f"/service-orders/{order}"
    record = {"kind": "safety-training", "held_on": "2025-03-08", "summary": "三级安全教育",
              "place": "项目部", "staff": "赵六", "participants": 20,
              "photos": [s.picture("provider-bx", "training")]}
    s.refused("服务记录 is no promise", "provider-bx", case + "/record-service",
              {**record, "held_on": "2025-03-09"}, 422, "date-in-the-future", "/held_on")
    s.refused("the department looks on", "regulator-bx", case + "/record-service",
              {**record, "photos": [s.picture("regulator-bx", "x")]}, 403, "forbidden")
    s.do("provider-bx", case + "/record-service", record)
    s.refused("what is not there is not confirmed", "builder-bx", case + "/confirm-service",
              {"record": 2}, 409, "no-such-record")
    s.refused("the organisation does not confirm itself", "provider-bx", case + "/confirm-service",
              {"record": 1}, 403, "forbidden")
    s.do("builder-bx", case + "/confirm-service", {"record": 1})
    s.wrong_state("nothing is rated before it is done", "builder-bx", case + "/rate", {"stars": 5},
                  "in-service")
    s.refused("one promised service is outstanding", "provider-bx", case + "/complete", {},
              409, "services-outstanding")
    s.do("provider-bx", case + "/record-service", {**record, "kind": "hazard-inspection"})
    s.shows("the policy counts what was held", "insurer-bx", f"/policies/{policy}",
            recorded_services={"safety-training": 1, "hazard-inspection": 1})


# proves BX-17, BX-18, QZS-48
def hazard(s, order, code):
    finding = {"service_order": order, "service_record": 2, "category": "脚手架",
               "description": "连墙件缺失", "level": "major", "location": "三号楼",
               "photos": [s.picture("provider-bx", "before")], "rectify_by": "2025-03-23"}
    s.refused("安全隐患事件 has a picture", "provider-bx", "/hazards", {**finding, "photos": []},
              422, "too-few", "/photos")
    s.refused("… and is found by who serves", "builder-bx", "/hazards",
              {**finding, "photos": [s.picture("builder-bx", "x")]}, 403, "forbidden")
    case = "/hazards/" + s.open("provider-bx", "/hazards", finding)
    s.hidden("another insurer does not see it", "insurer-qz", case)
    s.passes("整改", "builder-bx", case[1:], "rectification", "2025-03-23", ("regulator-bx", code))
    s.refused("整改反馈 has a picture", "builder-bx", case + "/rectify",
              {"photos": [], "description": "已补"}, 422, "too-few", "/photos")
    s.do("builder-bx", case + "/rectify",
         {"photos": [s.picture("builder-bx", "after")], "description": "已补设连墙件"})
    s.closed_alert("整改反馈 ends the alert", "regulator-bx", code, "rectification",
                   "rectified-late")
    s.refused("the enterprise does not re-check", "builder-bx", case + "/verify", {},
              403, "forbidden")
    s.do("provider-bx", case + "/verify")
    s.shows("re-checked: closed", "regulator-bx", case, state="closed")
    s.wrong_state("… for good", "provider-bx", case + "/reopen",
                  {"reason": "x", "rectify_by": "2025-04-30"}, "closed")


def rate(s, order):
    case = f"/service-orders/{order}"
    s.do("provider-bx", case + "/complete")
    s.wrong_state("after completion nothing is recorded", "provider-bx", case + "/void-service",
                  {"record": 1, "reason": "x"}, "completed")
    s.refused("five stars are the most", "builder-bx", case + "/rate", {"stars": 6},
              422, "out-of-range", "/stars")
    s.refused("nobody rates himself", "provider-bx", case + "/rate", {"stars": 5},
              403, "forbidden")
    s.do("builder-bx", case + "/rate", {"stars": 4, "comment": "及时"})
    s.shows("the rating stands", "insurer-bx", case, stars=4, comment="及时")


# proves BX-30, QZS-35
def by_the_insurer(s, policy):
    """BX-30: the insurer may serve its policy itself."""
    s.do("insurer-bx", f"/policies/{policy}/assign-service-provider", {"provider": INSURER})
    order = s.get("insurer-bx", f"/policies/{policy}")["service_order"]
    case = f"/service-orders/{order}"
    s.refused("the insurer's own order is no other's", "provider-bx", case + "/accept", {},
              404, "not-found")
    s.do("insurer-bx", case + "/accept")
    s.do("insurer-bx", case + "/record-service", {"kind": "safety-training",
                                                  "held_on": "2025-03-24", "summary": "安全培训"})
    seen = s.shows("the record says who served", "contractor-bx", case, provider=INSURER)
    check("… and who entered it", seen["services"][0]["recorded_by"].startswith("insurer-bx@"),
          seen["services"])
    s.do("insurer-bx", f"/policies/{policy}/cancel", {"reason": "项目停建"})
    s.shows("the policy's end ends its services", "insurer-bx", case, state="ended")
    s.wrong_state("… after which none is recorded", "insurer-bx", case + "/record-service",
                  {"kind": "other", "held_on": "2025-03-24", "summary": "x"}, "ended")


# proves BX-19
def source_of_danger(s, code):
    form = {"project": code, "name": "深基坑", "category": "基坑工程", "location": "北侧",
            "controls": "专项方案与监测", "responsible_person": "王五", "phone": "13904140002",
            "level": "一级", "start": "2025-03-10", "planned_end": "2025-06-30"}
    open_ = "/major-hazard-sources"
    for field in ("controls", "responsible_person", "phone"):
        s.refused(f"重大危险源 asks for {field}", "builder-bx", open_,
                  {k: v for k, v in form.items() if k != field}, 422, "missing", "/" + field)
    s.refused("its end is not before its start", "builder-bx", open_,
              {**form, "planned_end": "2025-03-09"}, 422, "invalid-range", "/planned_end")
    s.refused("service organisations do not register it", "provider-bx", open_, form,
              403, "forbidden")
    s.refused("nor does an enterprise for the project of others", "contractor-qz", open_, form,
              422, "unknown-reference", "/project")
    case = f"{open_}/{s.open('builder-bx', open_, form)}"
    s.shows("the department sees it, the phone masked", "regulator-bx", case, state="registered",
            phone="139****0002")
    s.refused("… and does not change it", "regulator-bx", case + "/update", {"level": "二级"},
              403, "forbidden")
    s.hidden("another city's department does not see it", "regulator-qz", case)
    s.do("builder-bx", case + "/update", {"level": "二级"})
    s.do("builder-bx", case + "/retire", {"reason": "基坑已回填"})
    s.shows("销号", "regulator-bx", case, state="retired", level="二级")
    s.wrong_state("what is gone does not change", "builder-bx", case + "/update", {"level": "一级"},
                  "retired")


# proves BX-22, BX-23, BX-26
def organisations(s):
    form = {"kind": "service-provider", "name": "本溪风险管理公司",
            "credit_code": "91210500MA10A0046C", "region_code": "210500"}
    s.refused("机构 are the administrator's", "insurer-bx", "/organisations", form,
              403, "forbidden")
    s.refused("机构 have a sound code", "admin", "/organisations",
              {**form, "credit_code": form["credit_code"][:-1] + "1"},
              422, "credit-code-check-digit", "/credit_code")
    s.do("admin", "/organisations", form)
    made = s.do("admin", "/accounts", {
        "username": "risk-bx", "display_name": "风险管理员", "phone": "13904140003",
        "roles": ["service-provider"], "organisation": form["credit_code"]})
    s.take_over("risk-bx", made["password"])
    check("its user sees its own orders: none",
          s.get("risk-bx", "/service-orders")["total"] == 0)
    s.do("admin", f"/organisations/{form['credit_code']}/suspend", {"reason": "资质到期"})
    check("disabled, nobody of it signs in",
          s.sign_in("risk-bx", s.passwords["risk-bx"])[0] == 401)
    s.refused("… nor goes on with an open session", "risk-bx", "/service-orders", None,
              401, "not-signed-in", method="GET")


def figures(s):
    whole = s.get("regulator-bx", "/dashboards/210500")
    return [whole[k] for k in ("project_count", "insured_projects", "claim_count", "paid_amount")]


# proves BX-32
def grown(s, before):
    now = figures(s)
    check("the department's figures grew by what happened",
          [n - b for n, b in zip(now, before)] == [3, 1, 2, 25 * WAN], (before, now))
    s.hidden("they are not the other department's", "regulator-qz", "/dashboards/210500")


def tell(s, code, policy, uploaded, before):
    order = assign(s, policy)
    contract_and_plan(s, order)
    serve(s, order, policy)
    hazard(s, order, code)
    rate(s, order)
    by_the_insurer(s, uploaded)
    source_of_danger(s, code)
    organisations(s)
    grown(s, before)
