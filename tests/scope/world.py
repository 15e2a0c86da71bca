"""A world with two of everything: every case kind on either side, and cases across the sides.

Each case is written down with its parties at the moment it is opened, so that what somebody may see
follows from this list and from domain.md alone, never from what the platform answers.
"""
import dataclasses
import json
import os

from stories.common import WAN, Server, check

START = "2025-03-01T09:00:00+08:00"


def credit_code(first17):
    """The check character of GB 32100-2015."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return first17 + letters[(31 - total % 31) % 31]


@dataclasses.dataclass(frozen=True)
class Actor:
    """An account, what its organisation is, and the area of those who oversee one."""
    name: str
    role: str
    code: str
    organisation: str
    area: str = ""
    admin: bool = True
    linked: tuple = ()
    confined: bool = False


@dataclasses.dataclass
class Case:
    kind: str
    id: str
    side: str
    parties: dict
    documents: tuple = ()

    @property
    def key(self):
        return f"{self.kind}/{self.id}"


class World(Server):
    """The program on an empty folder, its people and the cases they opened."""

    def __init__(self, program, data):
        os.environ["SURETY_ADMIN_PASSWORD"] = "Surety-2026"
        super().__init__(program, data, [])
        self.start_keys = []
        self.actors, self.cases, self.used = {}, {}, 0
        self.served = set()  # orders with one record each

    def code(self):
        self.used += 1
        return credit_code(f"9146000000000{self.used:04}")

    def declare(self, kind, case_id, side, documents=(), **parties):
        case = Case(kind, case_id, side, parties, tuple(documents))
        self.cases[case.key] = case
        return case_id

    def opened(self, who, path, body, kind, side, documents=(), **parties):
        return self.declare(kind, self.open(who, path, body), side, documents, **parties)

    def organisation(self, name, role, region, side, organisation_id=None):
        """An organisation and the account that administers it."""
        code = self.code()
        own_id = organisation_id or code
        if role != "administrator":
            self.do("admin", "/organisations", {
                "kind": role, "name": f"机构{name}", "credit_code": code, "region_code": region,
                "id": own_id})
        self.declare("organisation", own_id, side, self_=own_id, region=region)
        return self.account("admin", name, role, own_id, code, region, side)

    def account(self, by, name, role, organisation, code, region, side, admin=True):
        self.do(by, "/accounts", {
            "username": name, "display_name": "某人", "phone": "13812340000", "roles": [role],
            "organisation": organisation, "admin": admin, "password": "Issued-2026"})
        self.take_over(name, "Issued-2026")
        self.declare("account", name, side, self_=organisation, account=name)
        return self.join(Actor(name, role, code, organisation, region, admin))

    def join(self, actor):
        self.actors[actor.name] = actor
        return actor

    def enterprise(self, name, regulator, region, side, approve=True):
        code = self.code()
        self.do(None, "/enterprises", {
            "credit_code": code, "name": f"企业{name}", "capacities": ["contractor", "owner"],
            "legal_representative": "李四", "region_code": region, "address": "某路1号",
            "contact_name": "王五", "contact_phone": "13904140002", "username": name,
            "password": "Surety-2026", "jurisdiction": region[:2] + "0000"})
        if approve:
            self.do(regulator, f"/enterprises/{code}/approve")
        self.until(f"the account {name} opens", lambda: self.sign_in(name, "Surety-2026")[0] == 201)
        self.declare("enterprise", code, side, self_=code, region=region,
                     jurisdiction=region[:2] + "0000")
        self.declare("account", name, side, self_=code, account=name)
        return self.join(Actor(name, "enterprise", code, code, confined=not approve))


def platform(w):
    w.start()
    w.join(Actor("admin", "administrator", "11100000MB1A00028J", "platform", "000000"))
    w.declare("organisation", "platform", "platform", self_="platform", region="000000")
    w.declare("account", "admin", "platform", self_="platform", account="admin")
    for jurisdiction in ("210500", "230000", "350500", "460000"):
        w.declare("rulebook", jurisdiction, jurisdiction, jurisdiction=jurisdiction)
    w.organisation("auditor", "auditor", "000000", "platform", "audit")
    w.opened("admin", "/webhooks", {
        "name": "hook", "url": "https://192.0.2.1/", "types": ["alert.*"], "organisation": "audit"},
        "webhook", "platform")
    w.opened("admin", "/dictionaries", {
        "jurisdiction": "460000", "name": "links", "title": "友情链接",
        "entries": [{"code": "portal", "title": "监管公共服务平台"}]}, "dictionary", "platform",
        jurisdiction="460000", listed=True)
    w.opened("admin", "/holiday-calendars", {
        "year": 2027, "source": "通知", "rest_days": ["2027-01-01"], "make_up_workdays": []},
        "holiday-calendar", "platform", listed=True)


@dataclasses.dataclass
class Side:
    """The parties of one jurisdiction."""
    name: str
    jurisdiction: str
    region: str
    people: dict

    def __getattr__(self, role):
        return self.people[role].name

    def code(self, role):
        return self.people[role].code

    def place(self):
        return {"region": self.region, "jurisdiction": self.jurisdiction}


ORGANISATIONS = ("regulator", "auditor", "insurer", "broker", "service-provider", "guarantor",
                 "account-bank")


def people(w, name, jurisdiction, region):
    side = Side(name, jurisdiction, region, {})
    for role in ORGANISATIONS:
        side.people[role.split("-")[-1]] = w.organisation(
            f"{role}-{name}", role, jurisdiction, name)
    for role in ("contractor", "owner"):
        side.people[role] = w.enterprise(f"{role}-{name}", side.regulator, region, name)
    side.people["pending"] = w.enterprise(f"pending-{name}", side.regulator, region, name, False)
    side.people["clerk"] = w.account(side.insurer, f"clerk-{name}", "insurer",
                                     side.code("insurer"), side.code("insurer"), jurisdiction,
                                     name, admin=False)
    broker = side.people["broker"]
    w.do("admin", f"/organisations/{broker.organisation}/link-insurer",
         {"insurer": side.code("insurer")})
    side.people["broker"] = w.join(dataclasses.replace(broker, linked=(side.code("insurer"),)))
    w.opened(side.insurer, "/roles", {"name": "报价员", "permissions": ["policy.quote"]}, "role", name,
             self_=side.code("insurer"))
    return side


def project(w, side, code):
    w.opened(side.contractor, "/projects", {
        "project_code": code, "name": "工程" + code, "region_code": side.region,
        "contractor": side.code("contractor"), "owner": side.code("owner"),
        "investment_total": 100 * WAN}, "project", side.name, contractor=side.code("contractor"),
        owner=side.code("owner"), **side.place())
    return code


def application(w, side, of, insurer, broker):
    papers = {field: w.paper(side.contractor, f"{field} {of}") for field in (
        "business_licence", "legal_representative_id_front", "legal_representative_id_back",
        "bid_award_notice", "signed_agreement")}
    form = {"project": of, "insurer": insurer, "broker": broker, "contact_name": "张三",
            "contact_phone": "13697770764", "agreement_accepted": True, **papers}
    return form, list(papers.values())


def insured(w, side, other, of, insurer_side):
    """A policy in force, its service order, a hazard, a claim: all by the insurer of one side."""
    insurer, serving = insurer_side.insurer, insurer_side.provider
    parties = {"contractor": side.code("contractor"), "insurer": insurer_side.code("insurer"),
               "project": of, **side.place()}
    form, papers = application(w, side, of, parties["insurer"], insurer_side.code("broker"))
    policy = w.opened(side.contractor, "/policies", form, "policy", side.name, papers,
                      provider=insurer_side.code("provider"),
                      filed_with=parties["insurer"], **parties)
    case = f"/policies/{policy}"
    w.do(insurer, case + "/approve")
    w.do(insurer, case + "/issue", {
        "policy_number": "P-" + of, "valid_from": "2025-03-01", "valid_until": "2026-02-28",
        "premium": WAN, "aggregate_limit": 500 * WAN, "policy_document": w.paper(insurer, of),
        "agreement": w.paper(insurer, "agreement " + of)})
    # Another organisation is asked first and declines: it keeps its order and loses the policy.
    declined = ordered(w, insurer, case, other.code("provider"), side, parties)
    w.do(other.provider, f"/service-orders/{declined}/decline", {"reason": "人手不足"})
    order = ordered(w, insurer, case, insurer_side.code("provider"), side, parties)
    w.do(serving, f"/service-orders/{order}/accept")
    w.do(serving, f"/service-orders/{order}/record-service", {
        "kind": "safety-training", "held_on": "2025-03-01", "summary": "三级安全教育"})
    w.served.add(order)
    photo = w.picture(serving, "hazard " + of)
    w.opened(serving, "/hazards", {
        "service_order": order, "category": "脚手架", "description": "连墙件缺失", "level": "major",
        "photos": [photo], "rectify_by": "2025-03-05"}, "hazard", side.name, [photo],
        provider=insurer_side.code("provider"), **parties)
    w.opened(insurer, "/insurance-claims", {
        "policy": policy, "accident_on": "2025-03-01", "casualties": 1, "deaths": 0,
        "estimated_loss": WAN}, "insurance-claim", side.name, **parties)
    return policy


def ordered(w, insurer, case, provider, side, parties):
    w.do(insurer, case + "/assign-service-provider", {"provider": provider})
    return w.declare("service-order", w.get(insurer, case)["service_order"], side.name,
                     provider=provider, **parties)


def inspected(w, side, of, insurer):
    photo = w.picture(side.regulator, "inspection " + of)
    parties = {"contractor": side.code("contractor"), "insurer": insurer.code("insurer"),
               "project": of, **side.place()}
    w.opened(side.contractor, "/major-hazard-sources", {
        "project": of, "name": "深基坑", "category": "foundation-pit", "location": "东侧",
        "controls": "监测", "responsible_person": "赵六", "phone": "13904140002"},
        "major-hazard-source", side.name, contractor=side.code("contractor"), project=of,
        **side.place())
    inspection = w.opened(side.regulator, "/inspections", {
        "project": of, "inspected_on": "2025-03-01", "inspectors": ["钱七"], "problems": [{
            "category": "脚手架", "description": "无剪刀撑", "level": "general", "photos": [photo],
            "rectify_by": "2025-03-04"}]}, "inspection", side.name, [photo],
        provider=insurer.code("provider"), **parties)
    found = w.get(side.regulator, f"/hazards?inspection={inspection}")["items"]
    check("the inspection opens its hazard", len(found) == 1, found)
    w.declare("hazard", found[0]["id"], side.name, [photo],
              provider=insurer.code("provider"), **parties)


def watched(w, side, of):
    """The contractor's ledger of the site, and a camera on it."""
    parties = {"contractor": side.code("contractor"), "owner": side.code("owner"), "project": of,
               **side.place()}
    w.opened(side.contractor, "/expense-ledgers", {"project": of, "quota": WAN}, "expense-ledger",
             side.name, **parties)
    w.opened(side.insurer, "/site-cameras", {
        "project": of, "name": "大门", "location": "东门", "stream_address": "rtsp://v.cn/" + of},
        "site-camera", side.name, insurer=side.code("insurer"), provider=side.code("provider"),
        **parties)


def told(w, side):
    """A notice that is out and one that is not; a complaint; somebody who works for the insurer."""
    for published in (True, False):
        notice = w.opened(side.regulator, "/notices", {
            "title": "通知", "body": [{"text": "正文"}], "category": "notice", "audience": "users"},
            "notice", side.name, region=side.jurisdiction, listed=published)
        if published:
            w.do(side.regulator, f"/notices/{notice}/publish")
    w.declare("complaint", w.do(None, "/complaints", {
        "region_code": side.region, "complainant": "王某", "phone": "13800001234",
        "subject": "payment", "content": "逾期未付"})["case"]["id"], side.name, **side.place())
    w.opened(side.insurer, "/staff-members", {
        "name": "陈小", "sex": "female", "department": "理赔部", "post": "查勘员",
        "phone": "13800001235"}, "staff-member", side.name, self_=side.code("insurer"))


def guarantors(w, side):
    body = {"name": "担保公司" + side.name, "type": "guarantee-company",
            "registered_capital": 10_000 * WAN, "address": "某路2号", "contact_name": "联系人",
            "contact_phone": "13904140003"}
    for by, code in ((side.guarantor, side.code("guarantor")), (side.regulator, w.code())):
        paper = w.paper(by, "licence " + code)
        w.opened(by, "/guarantors", {**body, "credit_code": code, "documents": [paper]},
                 "guarantor", side.name, [paper], self_=code, jurisdiction=side.jurisdiction,
                 listed=by == side.guarantor)
    w.do(side.regulator, f"/guarantors/{side.code('guarantor')}/list")


def contract(of):
    return {"project": of, "contract_type": "construction", "contract_number": "HT-" + of,
            "contract_amount": 1000 * WAN}


def letter(w, side, of, guarantor, planned=False):
    """A letter and a claim on it; the plan of the contract where `planned`."""
    parties = {"owner": side.code("owner"), "contractor": side.code("contractor"),
               "guarantor": guarantor.code("guarantor"), "project": of, **side.place()}
    case_id = w.opened(side.owner, "/guarantees", {
        **contract(of), "guarantor": parties["guarantor"], "guarantee_type": "letter-of-guarantee",
        "uses_fiscal_budget": False, "guaranteed_amount": 100 * WAN}, "guarantee", side.name,
        **parties)
    paper = w.paper(guarantor.guarantor, "letter " + case_id)
    w.do(guarantor.guarantor, f"/guarantees/{case_id}/issue", {
        "letter_number": "L-" + case_id, "valid_from": "2025-03-01", "valid_until": "2026-03-01",
        "premium": WAN, "guaranteed_amount": 100 * WAN, "letter": paper})
    w.cases["guarantee/" + case_id].documents = (paper,)
    if planned:
        w.opened(side.owner, "/payment-plans", {"guarantee": case_id, "nodes": [{
            "name": "进度款", "kind": "progress", "due_on": "2025-03-05", "amount": 1000 * WAN}]},
            "payment-plan", side.name, **parties)
    for case in w.cases.values():
        if case.kind == "payment-plan" and case.parties["project"] == of:
            case.parties.setdefault("further_guarantors", []).append(parties["guarantor"])
    claimed(w, side, case_id, parties)


def claimed(w, side, guarantee, parties):
    proof = w.paper(side.contractor, "wages " + guarantee)
    w.opened(side.contractor, "/guarantee-claims", {
        "guarantee": guarantee, "claimant_name": "李四", "claimant_phone": "13904140004",
        "ground": "wage-account", "reason": "欠薪", "amount": WAN, "documents": [proof]},
        "guarantee-claim", side.name, [proof], **parties)


def escrow(w, side, of, bank):
    paper = w.paper(side.owner, "escrow " + of)
    case_id = w.opened(side.owner, "/guarantees/register-escrow", {
        **contract(of), "bank": "开户银行", "bank_credit_code": bank.code("bank"),
        "account_name": "共管账户", "account_number": "6222" + bank.code("bank")[-6:-1] + of[-1],
        "deposited_on": "2025-03-01", "valid_from": "2025-03-01", "amount": 100 * WAN,
        "agreement": paper, "account_proof": paper}, "guarantee", side.name, [paper],
        owner=side.code("owner"), contractor=side.code("contractor"), bank=bank.code("bank"),
        project=of, **side.place())
    claimed(w, side, case_id, w.cases["guarantee/" + case_id].parties)


def half(w, side, other):
    """One side's own project; one whose insurer, guarantor and bank are those of the other side."""
    own = project(w, side, side.name.upper() + "-1")
    across = project(w, side, side.name.upper() + "-2")
    insured(w, side, other, own, side)
    insured(w, side, side, across, other)
    inspected(w, side, own, side)
    watched(w, side, own)
    told(w, side)
    letter(w, side, own, side, planned=True)
    letter(w, side, own, other)
    letter(w, side, across, other, planned=True)
    escrow(w, side, own, side)
    escrow(w, side, across, other)


def alerts(w):
    """Time passes; what is overdue raises alerts, and an alert has the parties of its subject."""
    w.clock("2025-04-11T00:00:00+08:00")
    for side in ("north", "south"):
        items = w.get(f"regulator-{side}", "/alerts?limit=1000")["items"]
        check(f"{side} has alerts", items)
        for item in items:
            subject = w.cases[item["subject"]["kind"] + "/" + item["subject"]["id"]]
            w.declare("alert", item["id"], subject.side, **subject.parties)


def open_world(program, data):
    w = World(program, data)
    platform(w)
    w.beginning = json.loads(w.call("auditor", "GET", "/rulebooks")[1])["as_of"]
    north = people(w, "north", "460000", "460100")
    south = people(w, "south", "230000", "230702")
    for side in (north, south):
        guarantors(w, side)
    half(w, north, south)
    half(w, south, north)
    alerts(w)
    return w
