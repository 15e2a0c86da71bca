"""Quanzhou, the insurer's back office: quote, payment, issue, offline orders, accounts, roles."""
import json

from stories.common import WAN, YUAN, check

HOLDER, INSURER, PROVIDER = "91440300MA5FBK637G", "91350500MA2YA0014X", "91350500MA2YA0022Q"
SITE = "site-" + HOLDER
OFFLINE = "91350500MA2YA0030K"


def sign_in(s):
    wrong, unknown = s.sign_in("insurer-qz", "Wrong-2026"), s.sign_in("nobody-qz", "Wrong-2026")
    check("a wrong password and an unknown name get the same words",
          wrong[0] == unknown[0] == 401 and wrong[1] == unknown[1], (wrong, unknown))
    seen = s.get("insurer-qz", "/account")
    check("the insurer's own are signed in", seen["organisation"]["credit_code"] == INSURER, seen)


# proves QZI-15, QZI-16, QZI-17, QZI-19, QZI-20, QZI-23, QZI-27
def apply(s):
    def page(title):
        return s.paper("contractor-qz", title)
    form = {"beneficiary": {"name": "泉州某某工厂", "address": "泉州市丰泽区"}, "insurer": INSURER,
            "contact_name": "张三", "contact_phone": "13697770764",
            "business_licence": page("licence"), "legal_representative_id_front": page("front"),
            "legal_representative_id_back": page("back"), "agreement_accepted": True,
            "intended_services": ["safety-training", "risk-identification", "hazard-inspection"]}
    s.refused("neither project nor beneficiary", "contractor-qz", "/policies",
              {k: v for k, v in form.items() if k != "beneficiary"}, 422, "missing", "/project")
    s.refused("意向服务项目 are asked for", "contractor-qz", "/policies",
              {k: v for k, v in form.items() if k != "intended_services"},
              422, "required-by-rulebook", "/intended_services")
    s.refused("… of the seven kinds", "contractor-qz", "/policies",
              {**form, "intended_services": ["tea"]}, 422, "unknown-choice", "/intended_services/0")
    policy = s.open("contractor-qz", "/policies", form)
    case = f"/policies/{policy}"
    check("申请编号: the time and four digits", policy.startswith("20250301090000")
          and len(policy) == 18, policy)
    seen = s.shows("待报价, with the site's own project", "insurer-qz", case, state="in-review",
                   project=SITE, order_type="online", beneficiary=form["beneficiary"])
    check("no premium before a quote", seen.get("premium") is None, seen)
    s.hidden("another insurer's staff do not see it", "insurer-bx", case)
    return policy


def terms():
    return {"premium": 33_300 * YUAN, "aggregate_limit": 500 * WAN, "per_accident_limit": 200 * WAN,
            "per_person_death_limit": 80 * WAN, "per_person_medical_limit": 5 * WAN}


# proves QZI-02, QZI-28, QZI-29, QZI-30, QZI-31, QZI-32, QZI-40, QZI-41, QZI-42, QZI-51, QZI-52,
# QZI-53
def quote(s, policy):
    case, offer = f"/policies/{policy}", {
        **terms(), "accident_prevention_fee": 6_000 * YUAN, "valid_from": "2025-04-10",
        "valid_until": "2026-04-09", "promised_services": {"safety-training": 2}}
    s.wrong_state("here nothing is agreed without a quote", "insurer-qz", case + "/approve", {},
                  "in-review")
    for field in terms():
        s.refused(f"报价 asks for {field}", "insurer-qz", case + "/quote",
                  {k: v for k, v in offer.items() if k != field}, 422, "missing", "/" + field)
    for field, value in (("per_accident_limit", 501 * WAN), ("valid_until", "2025-04-09"),
                         ("accident_prevention_fee", 33_301 * YUAN)):
        s.refused(f"{field} beyond its bound is refused", "insurer-qz", case + "/quote",
                  {**offer, field: value}, 422, "invalid-range", "/" + field)
    for count in (-1, 1000):
        s.refused(f"服务次数 {count}", "insurer-qz", case + "/quote",
                  {**offer, "promised_services": {"other": count}},
                  422, "out-of-range", "/promised_services/other")
    s.refused("服务次数 are whole", "insurer-qz", case + "/quote",
              {**offer, "promised_services": {"other": 1.5}}, 422, "wrong-type",
              "/promised_services/other")
    s.refused("the enterprise does not quote", "contractor-qz", case + "/quote", offer,
              403, "forbidden")
    s.do("insurer-qz", case + "/quote", offer)
    s.shows("待确认报价", "contractor-qz", case, state="quoted", premium=33_300 * YUAN)
    s.wrong_state("one quote at a time", "insurer-qz", case + "/quote", offer, "quoted")
    s.do("insurer-qz", case + "/withdraw-quote", {"reason": "改价"})
    s.wrong_state("what was withdrawn is not accepted", "contractor-qz", case + "/accept-quote",
                  {}, "in-review")
    s.do("insurer-qz", case + "/quote", offer)
    s.refused("拒绝报价 says why", "contractor-qz", case + "/decline-quote", {}, 422, "missing",
              "/reason")
    s.do("contractor-qz", case + "/decline-quote", {"reason": "保费过高"})
    s.shows("declined, the insurer sees why", "insurer-qz", case, state="in-review",
            reason="保费过高")
    offer["premium"] = 30_000 * YUAN
    s.do("insurer-qz", case + "/quote", offer)
    s.passes("a quote nobody answers", "contractor-qz", case[1:], "quote-validity", "2025-03-31")
    s.shows("… has lapsed", "insurer-qz", case, state="in-review")
    s.do("insurer-qz", case + "/quote", offer)
    s.refused("the insurer does not accept its own quote", "insurer-qz", case + "/accept-quote",
              {}, 403, "forbidden")
    s.do("contractor-qz", case + "/accept-quote")
    s.shows("待上传付款通知书 after four quotes", "insurer-qz", case,
            state="awaiting-payment-notice", quotes=4)


# proves QZI-02, QZI-54, QZI-55, QZI-56, QZI-57, QZI-58, QZI-59
def pay(s, policy):
    case = f"/policies/{policy}"
    s.wrong_state("nobody pays before the notice", "contractor-qz", case + "/submit-payment",
                  {"payment_proof": s.paper("contractor-qz", "proof"), "paid_amount": 1,
                   "paid_on": "2025-04-01"}, "awaiting-payment-notice")
    s.refused("付款通知书 is a PDF", "insurer-qz", case + "/send-payment-notice",
              {"payment_notice": s.picture("insurer-qz", "notice")}, 422, "wrong-document-kind",
              "/payment_notice")
    s.refused("付款通知书 is the insurer's", "contractor-qz", case + "/send-payment-notice",
              {"payment_notice": s.paper("contractor-qz", "notice")}, 403, "forbidden")
    s.do("insurer-qz", case + "/send-payment-notice",
         {"payment_notice": s.paper("insurer-qz", "notice"), "pay_by": "2025-04-15"})
    s.shows("待支付 what the quote says", "contractor-qz", case, state="awaiting-payment",
            amount_due=30_000 * YUAN)
    paid = {"payment_proof": s.paper("contractor-qz", "proof"), "paid_amount": 30_000 * YUAN,
            "paid_on": "2025-04-01"}
    s.refused("nobody paid tomorrow", "contractor-qz", case + "/submit-payment",
              {**paid, "paid_on": "2025-04-02"}, 422, "date-in-the-future", "/paid_on")
    s.refused("nobody pays for the enterprise", "insurer-qz", case + "/submit-payment",
              {**paid, "payment_proof": s.paper("insurer-qz", "x")}, 403, "forbidden")
    s.do("contractor-qz", case + "/submit-payment", paid)
    s.refused("不通过 says why", "insurer-qz", case + "/reject-payment", {}, 422, "missing",
              "/reason")
    s.do("insurer-qz", case + "/reject-payment", {"reason": "未到账"})
    s.shows("rejected: 待支付 again", "contractor-qz", case, state="awaiting-payment",
            reason="未到账")
    s.wrong_state("nothing to approve now", "insurer-qz", case + "/approve-payment", {},
                  "awaiting-payment")
    s.do("contractor-qz", case + "/submit-payment", paid)
    s.refused("the enterprise does not approve its payment", "contractor-qz",
              case + "/approve-payment", {}, 403, "forbidden")
    s.do("insurer-qz", case + "/approve-payment")
    s.shows("待出函", "insurer-qz", case, state="awaiting-issue")


def issue_form(s, number):
    return {"policy_number": number, "valid_from": "2025-04-01", "valid_until": "2026-03-31",
            **terms(), "accident_prevention_fee": 6_000 * YUAN,
            "promised_services": {"safety-training": 2},
            "policy_document": s.paper("insurer-qz", number),
            "invoice": s.paper("insurer-qz", number + " invoice"),
            "contract": s.paper("insurer-qz", number + " contract")}


# proves QZI-02, QZI-04, QZI-44, QZI-45, QZI-46, QZI-48, QZI-49, QZI-60, QZI-61, QZI-63, QZI-64,
# QZI-66
def issue(s, policy):
    case, form = f"/policies/{policy}", issue_form(s, "QZ-P-1")
    for field, code in (("invoice", "required-by-rulebook"), ("contract", "required-by-rulebook"),
                        ("per_person_medical_limit", "required-by-rulebook"),
                        ("policy_document", "missing"), ("policy_number", "missing")):
        s.refused(f"出函 asks for {field}", "insurer-qz", case + "/issue",
                  {k: v for k, v in form.items() if k != field}, 422, code, "/" + field)
    s.refused("只能上传pdf文件", "insurer-qz", case + "/issue",
              {**form, "invoice": s.picture("insurer-qz", "invoice")},
              422, "wrong-document-kind", "/invoice")
    s.do("insurer-qz", case + "/issue", form)
    s.shows("已出函", "contractor-qz", case, state="in-force", insurance_type="online")
    check("查看电子保单文件", s.file("contractor-qz", "/documents/" + form["policy_document"])
          .startswith(b"%PDF"))
    messages = f"/messages?case=policy/{policy}"
    s.until("投保联系电话 gets one message",
            lambda: [m["state"] for m in s.get("insurer-qz", messages)["items"]] == ["delivered"])
    s.refused("加保 says why", "insurer-qz", case + "/endorse", {"aggregate_limit": 600 * WAN},
              422, "missing", "/reason")
    s.refused("加保 changes something", "insurer-qz", case + "/endorse", {"reason": "加保"},
              422, "invalid-range")
    s.do("insurer-qz", case + "/endorse", {"reason": "加保", "aggregate_limit": 600 * WAN})
    seen = s.shows("加保 holds", "contractor-qz", case, aggregate_limit=600 * WAN)
    check("… and stands in its list", len(seen["endorsements"]) == 1, seen["endorsements"])
    check("the message is not sent again",
          len(s.get("insurer-qz", messages)["items"]) == 1)


# proves QZI-14, QZI-16, QZI-24, QZI-43, QZI-46, QZI-47, QZI-62
def offline_order(s):
    form = {"beneficiary": {"name": "晋江某某工厂", "address": "晋江市"}, "policyholder": OFFLINE,
            "policyholder_name": "晋江某某公司", "contact_name": "李四", "contact_phone": "13697770765",
            "business_licence": s.paper("insurer-qz", "offline licence")}
    s.refused("线下订单 names its policyholder", "insurer-qz", "/policies/record-offline",
              {k: v for k, v in form.items() if k != "policyholder"}, 422, "missing",
              "/policyholder")
    s.refused("线下订单 is the insurer's", "contractor-qz", "/policies/record-offline",
              {**form, "business_licence": s.paper("contractor-qz", "licence")}, 403, "forbidden")
    policy = s.open("insurer-qz", "/policies/record-offline", form)
    case = f"/policies/{policy}"
    s.shows("待出函 at once", "insurer-qz", case, state="awaiting-issue", order_type="offline",
            project="site-" + OFFLINE, contact_phone="136****0765")
    s.wrong_state("it is not quoted", "insurer-qz", case + "/quote", terms(), "awaiting-issue")
    s.refused("a number is the insurer's once", "insurer-qz", case + "/issue",
              issue_form(s, "QZ-P-1"), 409, "policy-number-taken")
    s.do("insurer-qz", case + "/issue", issue_form(s, "QZ-P-2"))
    s.shows("补录: 已出函", "insurer-qz", case, state="in-force", insurance_type="offline")
    for found, days in ((1, "opened_at.from=2025-04-01"), (0, "opened_at.until=2025-03-31")):
        check(f"the list by 申请时间 {days}",
              s.get("insurer-qz", f"/policies?id={policy}&{days}")["total"] == found)
    listed = s.get("insurer-qz", "/policies?order_type=offline&state=in-force"
                                 f"&project=site-{OFFLINE}")
    check("the list by 订单类型 and 状态", [p["id"] for p in listed["items"]] == [policy], listed)
    s.refused("another enterprise does not find it", "contractor-qz", case + "/withdraw", {},
              404, "not-found")
    s.wrong_state("it is issued once", "insurer-qz", case + "/issue", issue_form(s, "QZ-P-3"),
                  "in-force")
    return policy


# proves QZI-03, QZI-67, QZI-68, QZI-69, QZI-70, QZI-71, QZI-72, QZS-02
def assign(s, policy):
    case = f"/policies/{policy}"
    def status(what, expected, **more):
        return s.shows(what, "insurer-qz", case, service_status=expected, **more)
    s.refused("指定第三方服务 names an organisation", "insurer-qz",
              case + "/assign-service-provider", {}, 422, "missing", "/provider")
    s.do("insurer-qz", case + "/assign-service-provider", {"provider": PROVIDER})
    first = status("【小修公司】安全服务待处理", "awaiting-acceptance")["service_order"]
    s.shows("its organisation sees the order at once", "provider-qz", f"/service-orders/{first}",
            state="awaiting-acceptance", policy=policy)
    s.do("provider-qz", f"/service-orders/{first}/decline", {"reason": "人手不足"})
    status("declined: 申请第三方安全服务, with the reason", "none", reason="人手不足")
    s.do("insurer-qz", case + "/assign-service-provider", {"provider": PROVIDER})
    order = f"/service-orders/{s.get('insurer-qz', case)['service_order']}"
    s.refused("a withdrawal says why", "insurer-qz", order + "/withdraw", {}, 422, "missing",
              "/reason")
    s.refused("another organisation, not the same", "insurer-qz", order + "/replace",
              {"reason": "更换", "provider": PROVIDER}, 409, "service-provider-assigned")
    s.do("provider-qz", order + "/accept")
    status("【小修公司】安全服务中", "in-service")
    s.do("insurer-qz", order + "/replace", {"reason": "由本公司服务", "provider": INSURER})
    s.shows("replaced, the first keeps its records", "provider-qz", order, state="replaced")
    status("the other's: 待处理", "awaiting-acceptance", provider=INSURER)


# proves BX-06, BX-22, BX-25, QZI-09, QZI-74, QZI-78, QZI-79, QZI-81, QZS-11, QZS-13, HN-11
def roles(s):
    define = {"name": "报价员", "permissions": ["policy.quote"]}
    s.refused("a role holds at least one permission", "insurer-qz", "/roles",
              {**define, "permissions": []}, 422, "too-few", "/permissions")
    s.refused("nobody gives what he does not hold", "insurer-qz", "/roles",
              {**define, "permissions": ["guarantee.issue"]}, 409, "permission-not-held")
    role = s.open("insurer-qz", "/roles", define)
    s.refused("角色名 is there once", "insurer-qz", "/roles", define, 409, "already-registered")
    clerk = {"username": "clerk-qz", "display_name": "小陈", "phone": "13697770766",
             "roles": [role], "password": "Issued-2026"}
    s.refused("a role that does not exist", "insurer-qz", "/accounts",
              {**clerk, "roles": ["none"]}, 409, "unknown-role")
    s.refused("another organisation's role", "insurer-bx", "/accounts", clerk, 409, "unknown-role")
    s.do("insurer-qz", "/accounts", clerk)
    s.refused("账号 is there once", "insurer-qz", "/accounts", clerk, 409, "username-taken")
    s.take_over("clerk-qz", "Issued-2026")
    may = s.get("clerk-qz", "/account")["permissions"]
    check("of all orders he may only quote",
          [p for p in may if p.startswith("policy.")] == ["policy.quote"], may)
    def menu(who):
        return [m["name"] for m in s.get(who, "/meta/menu")["items"]]
    check("his menu: 订单管理 alone", menu("clerk-qz") == ["orders", "profile"],
          menu("clerk-qz"))
    check("… his insurer's own has more", {"orders", "policies", "accounts", "roles"}
          <= set(menu("insurer-qz")), menu("insurer-qz"))
    listed = s.get("insurer-qz", "/roles?name=" + "".join(f"%{b:02X}" for b in "报价员".encode()))
    check("角色管理: 角色名 and 权限", [(r["name"], r["permissions"]) for r in listed["items"]]
          == [("报价员", ["policy.quote"])], listed)
    s.refused("he defines no roles", "clerk-qz", "/roles", {**define, "name": "x"},
              403, "forbidden")
    s.refused("the role is in use", "insurer-qz", f"/roles/{role}/delete", {}, 409, "role-in-use")
    return role


# proves QZI-22, QZI-50, QZI-80, QZS-11, QZS-13
def only_quotes(s, role, policy):
    s.refused("he cancels nothing", "clerk-qz", f"/policies/{policy}/cancel", {"reason": "x"},
              403, "forbidden")
    order = second_order(s)
    case = f"/policies/{order}"
    seen = s.shows("he sees what his insurer sees", "clerk-qz", case, state="in-review")
    check("… and may quote, nothing else", seen["allowed_commands"] == ["quote"],
          seen["allowed_commands"])
    s.refused("he sends nothing back", "clerk-qz", case + "/return", {"reason": "x"},
              403, "forbidden")
    s.do("clerk-qz", case + "/quote", terms())
    s.refused("nor takes the quote back", "clerk-qz", case + "/withdraw-quote", {},
              403, "forbidden")
    s.do("insurer-qz", f"/roles/{role}/update", {"permissions": ["orders"]})
    s.do("clerk-qz", case + "/withdraw-quote")
    s.shows("with 订单管理 he does, from the next request on", "insurer-qz", case,
            state="in-review")
    may = s.get("clerk-qz", "/account")["permissions"]
    check("… and nothing of 保单管理, nor what anybody may do",
          "policy.issue" in may and "policy.cancel" not in may
          and "enterprise.register" not in may, may)
    s.do("insurer-qz", f"/roles/{role}/update", {"permissions": ["policies"]})
    check("保单管理 is a menu of its own",
          [m["name"] for m in s.get("clerk-qz", "/meta/menu")["items"] if "policy" in m["kinds"]]
          == ["policies"])
    s.passes("the review of an order", "insurer-qz", case[1:], "application-review", "2025-04-09",
             ("regulator-qz", s.get("insurer-qz", case)["project"]))


def second_order(s):
    """After the first has ended, the same enterprise orders again."""
    policy = s.get("insurer-qz", f"/policies?project={SITE}")["items"][0]["id"]
    s.do("insurer-qz", f"/policies/{policy}/cancel", {"reason": "退保"})
    def page(title):
        return s.paper("contractor-qz", title)
    return s.open("contractor-qz", "/policies", {
        "beneficiary": {"name": "泉州某某工厂", "address": "泉州市丰泽区"}, "insurer": INSURER,
        "contact_name": "张三", "contact_phone": "13697770764", "business_licence": page("licence"),
        "legal_representative_id_front": page("front"),
        "legal_representative_id_back": page("back"), "agreement_accepted": True,
        "intended_services": ["other"]})


# proves BX-24, QZI-09, QZI-73, QZI-75, QZI-76, QZI-77, QZS-09, QZS-10
def accounts(s, role):
    account = "/accounts/clerk-qz"
    s.refused("nobody deletes himself", "insurer-qz", "/accounts/insurer-qz/delete", {},
              409, "own-account")
    s.refused("nor does anybody the last administrator", "admin", "/accounts/insurer-qz/delete",
              {}, 409, "last-administrator")
    s.hidden("another insurer does not see the account", "insurer-bx", account)
    listed = s.get("insurer-qz", "/accounts?username=clerk-qz")["items"]
    check("账号管理: 账号, 姓名, 角色, 状态", [(a["username"], a["display_name"], a["roles"], a["state"])
                                     for a in listed] == [("clerk-qz", "小陈", [role], "active")],
          listed)
    s.do("insurer-qz", account + "/update", {"display_name": "陈小"})
    s.shows("编辑 holds, the password is not shown", "insurer-qz", account, display_name="陈小",
            password=None, phone="136****0766")
    s.do("insurer-qz", account + "/set-password", {"password": "Again-2026"})
    check("the pencil sets a password good for one sign-in",
          json.loads(s.sign_in("clerk-qz", "Again-2026")[1])["must_change_password"] is True)
    s.do("insurer-qz", account + "/delete")
    check("删除: he signs in no more", s.sign_in("clerk-qz", "Again-2026")[0] == 401)
    s.refused("… nor goes on", "clerk-qz", "/account", None, 401, "not-signed-in", method="GET")
    s.do("insurer-qz", f"/roles/{role}/delete")
    s.shows("a role nobody holds is deleted", "insurer-qz", f"/roles/{role}", state="deleted")


def tell(s):
    sign_in(s)
    policy = apply(s)
    quote(s, policy)
    pay(s, policy)
    issue(s, policy)
    offline = offline_order(s)
    assign(s, offline)
    role = roles(s)
    only_quotes(s, role, offline)
    accounts(s, role)
