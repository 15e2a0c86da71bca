"""Hainan, every mode of guarantee, field by field: letters, back-fill, accounts, budgets, plans."""
from stories.common import WAN, YUAN, bad, check
from stories.hainan_archive import archive
from stories.hainan_contract import agreement, changed_contract, guaranteed

CONTRACTOR, OWNER, GUARANTOR = "9131011513230855XK", "91460000MA5TPGXG3G", "91460000MA5TM8HD9J"
BANK, PROJECT, NUMBER = "91460100MA5T00011M", "MODES-1", iter(range(1, 100))


def contract(**more):
    """Of a number of its own: all guarantees of one contract name the same amount."""
    return {"project": PROJECT, "contract_type": "construction",
            "contract_number": f"HT-M-{next(NUMBER)}", "contract_amount": 1000 * WAN, **more}


def optional_of_contract(s, path, form):
    """起止日期, 负责人, 电话, 信用等级: not asked for, yet not anything goes."""
    bad(s, path, {**form, "start": "2025-03-01"}, finish=("2025-02-28", "invalid-range"))
    bad(s, path, form, owner_phone=("12", "phone"), contractor_phone=("12", "phone"),
        owner_representative=("名" * 51, "too-long"),
        contractor_representative=("名" * 51, "too-long"),
        owner_credit_rating=("级" * 51, "too-long"),
        contractor_credit_rating=("级" * 51, "too-long"),
        contract_type=("tea", "unknown-choice"), contract_number=("", "too-short"),
        contract_amount=(0, "out-of-range"), project=("NO-1", "unknown-reference"),
        permit_number=("", "too-short"))


def filled(form):
    return {**form, "permit_number": "办理中", "start": "2025-03-01", "finish": "2026-03-01",
            "owner_representative": "王某", "owner_phone": "13800138001",
            "owner_credit_rating": "A", "contractor_representative": "李某",
            "contractor_phone": "0898-66668888", "contractor_credit_rating": "AA"}


def shows_parties(s, case, mode):
    """What the project says stands in the form; phones are masked."""
    s.shows("工程, 建设单位 and 施工单位 are those of the project", "contractor-hn", case, mode=mode,
            project=PROJECT, project_name="海口某小学", region_code="460100", owner=OWNER,
            contractor=CONTRACTOR, owner_representative="王某", owner_phone="138****8001",
            contractor_representative="李某", permit_number="办理中", start="2025-03-01",
            finish="2026-03-01", owner_credit_rating="A", contractor_credit_rating="AA")


def project(s):
    s.do("owner-hn", "/projects", {
        "project_code": PROJECT, "name": "海口某小学", "region_code": "460100",
        "contractor": CONTRACTOR, "owner": OWNER, "address": "江东新区"})
    s.do("admin", "/organisations", {"kind": "account-bank", "name": "某开户银行",
                                     "credit_code": BANK, "region_code": "460000"})
    made = s.do("admin", "/accounts", {
        "username": "bank-hn", "display_name": "银行经办", "phone": "13800138009",
        "roles": ["account-bank"], "organisation": BANK})
    s.take_over("bank-hn", made["password"])


# proves HN-27, HN-33, HN-48, HN-50, HN-52, HN-53, HN-55, HN-56, HN-57, HN-58, HN-59, HN-60,
# HN-61, HN-62, HN-63, HN-64, HN-65, HN-66, HN-67, HN-68, HN-69, HN-70, HN-71, HN-72, HN-73,
# HN-76, HN-78, HN-79, HN-81
def letter(s):
    form = contract(guarantor=GUARANTOR, guarantee_type="surety-insurance",
                    uses_fiscal_budget=False, guaranteed_amount=100 * WAN)
    optional_of_contract(s, "/guarantees", form)
    bad(s, "/guarantees", form, guarantee_type=(None, "missing"), guarantor=(None, "missing"),
        uses_fiscal_budget=(None, "missing"), guaranteed_amount=(1000 * WAN + 1, "invalid-range"))
    bad(s, "/guarantees", form, guarantee_type=("tea", "unknown-choice"),
        guaranteed_amount=(0, "out-of-range"))
    s.refused("less without the contractor's consent than a tenth", "owner-hn", "/guarantees",
              {**form, "contract_amount": 1001 * WAN}, 409, "amount-below-minimum")
    s.refused("… a consent is a document", "owner-hn", "/guarantees",
              {**form, "progressive_agreed": True}, 409, "agreement-required")
    s.refused("我的担保 is the owner's", "contractor-hn", "/guarantees", form, 403, "forbidden")
    case = "/guarantees/" + s.open("owner-hn", "/guarantees", filled(form))
    shows_parties(s, case, "letter")
    check("提交: the guarantor's to do", case.endswith(next(
        t["case_id"] for t in s.get("guarantor-hn", "/todos?command=guarantee.issue")["items"]
        if case.endswith(t["case_id"]))))
    s.refused("handed in, the owner changes nothing", "owner-hn", case + "/resubmit",
              {"guaranteed_amount": 200 * WAN}, 409, "not-in-this-state")
    s.do("guarantor-hn", case + "/return", {"reason": "材料不全"})
    s.do("owner-hn", case + "/resubmit", {"guaranteed_amount": 200 * WAN})
    paper = s.paper("guarantor-hn", "letter " + case)
    s.do("guarantor-hn", case + "/issue", {
        "letter_number": "M-L-1", "valid_from": "2025-03-01", "valid_until": "2026-03-01",
        "premium": 20_000 * YUAN, "guaranteed_amount": 200 * WAN, "letter": paper,
        "policy_number": "M-P-1"})
    s.shows("the letter's page", "contractor-hn", case, state="in-force", letter_number="M-L-1",
            policy_number="M-P-1", premium=20_000 * YUAN, guaranteed_amount=200 * WAN,
            valid_from="2025-03-01", valid_until="2026-03-01", letter=paper,
            guarantor=GUARANTOR, guarantor_name="测试担保公司", contract_amount=1000 * WAN,
            guarantee_type="surety-insurance")
    for who in ("owner-hn", "contractor-hn"):
        check(f"… which {who} opens", s.file(who, "/documents/" + paper).startswith(b"%PDF"))
    s.hidden("… and nobody else", "contractor-qz", "/documents/" + paper)
    return case, form


# proves HN-75, HN-154, HN-185
def drafts(s, form):
    for command in ("guarantee.apply", "guarantee.register-fiscal", "guarantee-claim.file"):
        path = f"/drafts/{command}/tab-1"
        s.ask("owner-hn", "PUT", path, {"project": PROJECT}, status=(200, 201, 204))
        check(f"保存: a draft of {command} as it was put",
              s.get("owner-hn", path) == {"project": PROJECT})
        s.hidden("… nobody else's", "contractor-hn", path)
        s.ask("owner-hn", "DELETE", path, status=(200, 204))
        s.hidden("… and deleted it is gone", "owner-hn", path)
    check("a draft is no guarantee", s.get(
        "owner-hn", f"/guarantees?contract_number={form['contract_number']}")["total"] == 1)


# proves HN-27, HN-39, HN-40, HN-41, HN-44, HN-47
def backfill(s):
    form = contract(guarantor=GUARANTOR, guarantee_type="letter-of-guarantee",
                    uses_fiscal_budget=False, guaranteed_amount=100 * WAN, letter_number="M-L-2",
                    valid_from="2025-02-01", valid_until="2026-02-01", premium=10_000 * YUAN,
                    letter=s.paper("owner-hn", "backfill"), handled_on="2025-02-20")
    path = "/guarantees/backfill"
    bad(s, path, form, letter_number=(None, "missing"), valid_from=(None, "missing"),
        valid_until=("2025-02-01", "invalid-range"), premium=(None, "missing"),
        letter=(None, "missing"), handled_on=("2025-03-02", "date-in-the-future"))
    s.refused("补录 is the owner's", "contractor-hn", path,
              {**form, "letter": s.paper("contractor-hn", "x")}, 403, "forbidden")
    s.refused("业务办结时间 before the window", "owner-hn", path, {**form, "handled_on": "2024-06-30"},
              409, "backfill-outside-window")
    case = "/guarantees/" + s.open("owner-hn", path, form)
    s.shows("补录: in force at once, in time", "guarantor-hn", case, state="in-force", late=False,
            handled_on="2025-02-20")
    late = contract(**{k: v for k, v in form.items() if k not in contract()})
    late |= {"letter_number": "M-L-3", "handled_on": "2025-01-20"}
    case = "/guarantees/" + s.open("owner-hn", path, late)
    s.shows("逾期补录 is taken and marked", "regulator-hn", case, state="in-force", late=True)
    check("… and told to the department", [a for a in s.alerts_of("regulator-hn", PROJECT,
                                           "backfill") if case.endswith(a["subject"]["id"])])


def account(s, kind, **more):
    paper = s.paper("owner-hn", kind)
    return contract(bank="某开户银行", bank_credit_code=BANK, account_name="共管账户",
                    account_number=f"62220000000{next(NUMBER):03}", amount=100 * WAN,
                    agreement=paper, bank_contact="赵某", bank_phone="0898-66669999",
                    fee_ratio=50, **more)


def account_fields(s, path, form):
    optional_of_contract(s, path, form)
    bad(s, path, form, bank=(None, "missing"), bank_credit_code=(None, "missing"),
        account_name=(None, "missing"), account_number=("12ab", "account-number"),
        agreement=(None, "missing"), amount=(0, "out-of-range"), fee_ratio=(10_001, "out-of-range"),
        bank_contact=("", "too-short"), bank_phone=("12", "phone"))
    bad(s, path, form, bank_credit_code=(BANK[:-1] + "0", "credit-code-check-digit"),
        bank=("", "too-short"), account_name=("户" * 101, "too-long"))
    s.refused("less than the least amount", "owner-hn", path, {**form, "amount": 100 * WAN - 1},
              409, "amount-below-minimum")


# proves HN-27, HN-30, HN-31, HN-86, HN-89, HN-90, HN-91, HN-92, HN-93, HN-94, HN-95, HN-96,
# HN-97, HN-98, HN-99, HN-100, HN-101, HN-102, HN-103, HN-104, HN-105, HN-106, HN-107, HN-108,
# HN-109, HN-110, HN-111, HN-112, HN-113, HN-114, HN-115, HN-116, HN-117, HN-119, HN-120,
# HN-121, HN-122
def escrow(s):
    path = "/guarantees/register-escrow"
    form = account(s, "escrow", deposited_on="2025-02-20", valid_from="2025-02-21",
                   valid_until="2026-02-20")
    form["account_proof"] = s.paper("owner-hn", "account proof")
    account_fields(s, path, form)
    bad(s, path, form, account_proof=(None, "missing"),
        deposited_on=("2025-03-02", "date-in-the-future"))
    bad(s, path, form, valid_from=("2025-02-19", "invalid-range"),
        valid_until=("2025-02-21", "invalid-range"))
    case = "/guarantees/" + s.open("owner-hn", path, {
        **filled(form), "contract_document": s.paper("owner-hn", "contract")})
    shows_parties(s, case, "escrow")
    s.shows("共管资金: in force", "bank-hn", case, state="in-force", bank="某开户银行",
            bank_credit_code=BANK, account_name="共管账户", amount=100 * WAN,
            deposited_on="2025-02-20", valid_until="2026-02-20",
            account_proof=form["account_proof"])
    s.refused("one account, one guarantee", "owner-hn", path,
              {**form, "contract_number": "HT-M-X"}, 409, "account-number-in-use")
    return case


# proves HN-35
def movements(s, case):
    move = {"moved_on": "2025-02-20", "amount": 100 * WAN, "kind": "deposit", "serial": "S-1",
            "balance": 100 * WAN, "purpose": "存入"}
    path = case + "/record-account-movement"
    bad(s, path, move, who="bank-hn", serial=(None, "missing"), kind=("tea", "unknown-choice"),
        amount=(0, "out-of-range"), moved_on=("2025-03-02", "date-in-the-future"))
    s.refused("流水 are the bank's", "owner-hn", path, move, 403, "forbidden")
    s.do("bank-hn", path, move)
    check("the same 流水号 again changes nothing", s.do("bank-hn", path, move)["events"] == [])
    s.shows("the balance it left", "owner-hn", case, balance=100 * WAN)
    s.do("bank-hn", path, {**move, "serial": "S-2", "kind": "withdrawal", "amount": 10 * WAN,
                           "balance": 90 * WAN, "moved_on": "2025-02-25"})
    check("below the least amount: an alert", len(s.alerts_of(
        "regulator-hn", PROJECT, "balance-below-minimum")) == 1)


# proves HN-84, HN-85
def balances(s, case):
    report = {"month": "2025-03", "balance": 100 * WAN, "statement": s.paper("owner-hn", "03")}
    path = case + "/report-balance"
    bad(s, path, report, statement=(None, "missing"), month=("2025-13", "month"))
    s.refused("月报 is the owner's", "contractor-hn", path,
              {**report, "statement": s.paper("contractor-hn", "x")}, 403, "forbidden")
    due = [d["last_day"] for d in s.get("owner-hn", case + "/deadlines")["items"]
           if (d["name"], d["subject"], d["status"]) == ("balance-report", "2025-03", "running")]
    check("the month is due on the tenth of the next", due == ["2025-04-10"],
          s.get("owner-hn", case + "/deadlines")["items"])
    s.clock("2025-04-10T23:59:59+08:00")
    def alerts():
        return [(a["state"], a.get("outcome")) for a in s.alerts_of(
            "regulator-hn", PROJECT, "balance-report") if case.endswith(a["subject"]["id"])]
    check("on that day no alert", alerts() == [], alerts())
    s.clock("2025-04-11T00:00:00+08:00")
    check("a second later one", [state for state, _ in alerts()] == ["open"], alerts())
    s.do("owner-hn", path, report)
    s.refused("a month is reported once", "owner-hn", path, report, 409, "month-already-reported")
    check("reported late, the alert closes", alerts() == [("closed", "reported-late")], alerts())


# proves HN-27, HN-123
def presale(s):
    path = "/guarantees/register-presale"
    form = account(s, "presale", presale_permit_number="YS-2025-1")
    account_fields(s, path, form)
    case = "/guarantees/" + s.open("owner-hn", path, filled(form))
    shows_parties(s, case, "presale")
    s.shows("使用预售资金: in force", "bank-hn", case, state="in-force",
            presale_permit_number="YS-2025-1", amount=100 * WAN)


# proves HN-27, HN-128, HN-129, HN-130, HN-131, HN-132, HN-133, HN-134, HN-135, HN-136, HN-137,
# HN-138, HN-139, HN-140, HN-141, HN-142, HN-143, HN-144, HN-145, HN-146, HN-147, HN-148,
# HN-149, HN-150, HN-151, HN-152, HN-153
def fiscal(s):
    path = "/guarantees/register-fiscal"
    form = contract(fiscal_ratio=8000, budget_amount=800 * WAN, approving_body="海南省财政厅",
                    approved_on="2025-01-15", documents=[s.paper("owner-hn", "budget")])
    optional_of_contract(s, path, form)
    bad(s, path, form, fiscal_ratio=(None, "missing"), budget_amount=(1000 * WAN + 1,
        "invalid-range"), approving_body=(None, "missing"),
        approved_on=("2025-12-01", "date-in-the-future"), documents=([], "too-few"))
    bad(s, path, form, fiscal_ratio=(10_001, "out-of-range"), approved_on=(None, "missing"),
        budget_amount=(0, "out-of-range"))
    case = "/guarantees/" + s.open("owner-hn", path, filled({**form, "contract_number": "无"}))
    shows_parties(s, case, "fiscal")
    s.shows("未备案", "owner-hn", case, state="registered", contract_number="无",
            fiscal_ratio=8000, budget_amount=800 * WAN, approving_body="海南省财政厅")
    s.do("owner-hn", case + "/amend", {"budget_amount": 700 * WAN})
    s.refused("备案 is the department's", "owner-hn", case + "/record-filing", {}, 403, "forbidden")
    s.do("regulator-hn", case + "/record-filing")
    s.shows("已备案", "owner-hn", case, state="in-force", budget_amount=700 * WAN)
    s.wrong_state("filed, nothing is amended", "owner-hn", case + "/amend",
                  {"budget_amount": 600 * WAN}, "in-force")


# proves HN-82, HN-125, HN-126, HN-127
def lists(s):
    for mode, count in (("letter", 3), ("escrow", 1), ("presale", 1), ("fiscal", 1)):
        seen = s.get("owner-hn", f"/guarantees?project={PROJECT}&mode={mode}")
        check(f"我的担保, {mode}", seen["total"] == count, seen["total"])
    by = f"/guarantees?project={PROJECT}&mode=fiscal&"
    for found, query in ((1, "state=in-force"), (0, "state=registered"), (1, "q=海口某小学"),
                         (1, f"owner={OWNER}&contractor={CONTRACTOR}"),
                         (1, "approved_on.from=2025-01-15&approved_on.until=2025-01-15"),
                         (0, "approved_on.from=2025-01-16")):
        check(f"the list by {query}", s.get("owner-hn", urlsafe(by + query))["total"] == found)
    row = s.get("owner-hn", f"/guarantees?project={PROJECT}&mode=letter&q=M-L-1")["items"][0]
    check("工程名称, 担保机构, 担保金额, 起止日期, 状态",
          (row["project_name"], row["guarantor_name"], row["guaranteed_amount"], row["valid_from"],
           row["valid_until"], row["state"]) == ("海口某小学", "测试担保公司", 200 * WAN,
                                                 "2025-03-01", "2026-03-01", "in-force"), row)


def urlsafe(path):
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


# proves HN-156, HN-157, HN-158, HN-159, HN-161, HN-162
def plan(s, case):
    form = {"guarantee": case.rsplit("/", 1)[1], "nodes": [
        {"name": "预付款", "kind": "advance", "due_on": "2025-03-05", "amount": 300 * WAN},
        {"name": "结算款", "kind": "settlement", "due_on": "2025-06-05", "amount": 700 * WAN}]}
    path = "/payment-plans"
    s.refused("nodes add up to the contract", "owner-hn", path,
              {**form, "nodes": form["nodes"][:1]}, 409, "plan-incomplete")
    s.refused("the plan is the owner's", "contractor-hn", path, form, 403, "forbidden")
    s.refused("a plan has nodes", "owner-hn", path, {**form, "nodes": []}, 422, "too-few", "/nodes")
    own = f"{path}/{s.open('owner-hn', path, form)}"
    paid = {"node": "预付款", "amount": 300 * WAN, "paid_on": "2025-03-10",
            "voucher": s.paper("owner-hn", "voucher")}
    bad(s, own + "/record-payment", paid, voucher=(None, "missing"), amount=(0, "out-of-range"),
        paid_on=("2026-03-11", "date-in-the-future"))
    s.refused("付款 is the owner's", "contractor-hn", own + "/record-payment",
              {**paid, "voucher": s.paper("contractor-hn", "x")}, 403, "forbidden")
    s.do("owner-hn", own + "/record-payment", paid)
    got = {"node": "预付款", "amount": 100 * WAN, "received_on": "2025-03-10",
           "voucher": s.paper("contractor-hn", "receipt")}
    bad(s, own + "/confirm-receipt", got, who="contractor-hn", amount=(0, "out-of-range"),
        voucher=(None, "missing"), received_on=("2026-03-11", "date-in-the-future"))
    s.refused("归集收款信息 is the contractor's", "owner-hn", own + "/confirm-receipt",
              {**got, "voucher": paid["voucher"]}, 403, "forbidden")
    s.do("contractor-hn", own + "/confirm-receipt", got)
    node = next(n for n in s.get("regulator-hn", own)["nodes"] if n["name"] == "预付款")
    check("paid as the owner says, received in part",
          (node["paid"], node["received"], node["settled"]) == (300 * WAN, 100 * WAN, False), node)


# proves HN-167, HN-169, HN-170, HN-171
def adjustment(s, case):
    path = case + "/request-adjustment"
    form = {"type": "extend", "reason": "工期顺延", "effective_on": "2025-03-11",
            "new_valid_until": "2026-06-01", "documents": [s.paper("owner-hn", "delay")]}
    bad(s, path, form, type=(None, "missing"), reason=(None, "missing"),
        effective_on=(None, "missing"))
    bad(s, path, form, type=("tea", "unknown-choice"))
    s.refused("变更 is the owner's", "contractor-hn", path,
              {k: v for k, v in form.items() if k != "documents"}, 403, "forbidden")
    s.do("owner-hn", path, form)
    s.refused("… and the guarantor's to approve", "owner-hn", case + "/approve-adjustment", {},
              403, "forbidden")
    s.refused("拒绝 says why", "guarantor-hn", case + "/reject-adjustment", {}, 422, "missing",
              "/reason")
    before = s.get("owner-hn", case)["version"]
    s.do("guarantor-hn", case + "/approve-adjustment")
    s.shows("【我的保函】 shows the newest", "contractor-hn", case, valid_until="2026-06-01")
    s.shows("… the earlier stays readable", "contractor-hn", f"{case}?version={before}",
            valid_until="2026-03-01")


# proves HN-172, HN-173, HN-175, HN-176, HN-177, HN-178, HN-179, HN-180, HN-181, HN-182, HN-183,
# HN-184, HN-186
def claim(s, case):
    form = {"guarantee": case.rsplit("/", 1)[1], "claimant_name": "张某",
            "claimant_phone": "13800138005", "ground": "wage-account", "reason": "未按时拨付人工费",
            "amount": 50 * WAN, "documents": [s.paper("contractor-hn", "proof")],
            "notice_address": "海口市某路"}
    path = "/guarantee-claims"
    bad(s, path, form, who="contractor-hn", claimant_name=(None, "missing"),
        claimant_phone=("12", "phone"), ground=("tea", "unknown-choice"), reason=(None, "missing"),
        amount=(0, "out-of-range"), documents=([], "too-few"), notice_address=("", "too-short"))
    s.refused("保证执行 is the beneficiary's", "owner-hn", path,
              {**form, "documents": [s.paper("owner-hn", "x")]}, 403, "forbidden")
    facts = s.refused("not above what is left", "contractor-hn", path,
                      {**form, "amount": 200 * WAN + 1}, 409, "claim-above-limit")
    check("… which the answer tells", facts["remaining_amount"] == 200 * WAN, facts)
    own = f"{path}/{s.open('contractor-hn', path, form)}"
    s.shows("处理中; the letter's members come with it", "contractor-hn", own, state="filed",
            guarantee=form["guarantee"], guarantor=GUARANTOR, owner=OWNER, contractor=CONTRACTOR,
            claimant_phone="138****8005", notice_address="海口市某路", ground="wage-account")
    s.refused("不通过 says why", "guarantor-hn", own + "/reject", {}, 422, "missing", "/reason")
    s.refused("通过 says how much", "guarantor-hn", own + "/approve", {"paid_on": "2025-03-11"},
              422, "missing", "/paid_amount")
    s.do("guarantor-hn", own + "/approve", {"paid_amount": 40 * WAN, "paid_on": "2025-03-11",
                                            "remarks": "核定"})
    for who in ("contractor-hn", "owner-hn"):
        s.shows(f"理赔结果 for {who}", who, own, state="paid", paid_amount=40 * WAN)
    listed = s.get("contractor-hn", f"{path}?project={PROJECT}")["items"]
    check("申请代偿数据", [(c["guarantee"], c["state"], c["paid_amount"]) for c in listed]
          == [(form["guarantee"], "paid", 40 * WAN)], listed)
    s.shows("the letter is worth less", "owner-hn", case, remaining_amount=160 * WAN)


def tell(s):
    project(s)
    guaranteed(s, PROJECT, "missing")
    archive(s)
    case, form = letter(s)
    guaranteed(s, PROJECT, "in-force")
    drafts(s, form)
    backfill(s)
    held = escrow(s)
    agreement(s, held)
    movements(s, held)
    presale(s)
    fiscal(s)
    lists(s)
    balances(s, held)
    changed_contract(s, held)
    plan(s, case)
    adjustment(s, case)
    claim(s, case)
