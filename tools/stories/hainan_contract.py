"""Hainan, what a contract's guarantee says and asks for: the bank's word, a changed amount."""
from stories.common import WAN, bad, check


# proves HN-34
def agreement(s, case):
    check("协议确认 waits at the bank", case.rsplit("/", 1)[1] in [
        t["case_id"] for t in s.get("bank-hn", "/todos?command=guarantee.confirm-agreement")["items"]],
        s.get("bank-hn", "/todos"))
    s.refused("协议确认 is the bank's", "owner-hn", case + "/confirm-agreement", {}, 403, "forbidden")
    s.do("bank-hn", case + "/confirm-agreement", {"remarks": "账户已开立"})
    s.wrong_state("confirmed once", "bank-hn", case + "/confirm-agreement", {}, "in-force")


# proves HN-38
def changed_contract(s, case):
    """金额变更: what is least is reckoned again, the agreement signed again within ten days."""
    path = case + "/change-contract"
    form = {"contract_amount": 1_500 * WAN, "occurred_on": "2025-04-10", "reason": "设计变更"}
    bad(s, path, form, contract_amount=(None, "missing"),
        occurred_on=("2025-04-12", "date-in-the-future"))
    s.refused("合同变更 is the owner's", "bank-hn", path, form, 403, "forbidden")
    s.do("owner-hn", path, form)
    s.shows("the least amount follows", "regulator-hn", case, contract_amount=1_500 * WAN,
            least_amount=150 * WAN)
    due = [d["last_day"] for d in s.get("owner-hn", case + "/deadlines")["items"]
           if d["name"] == "adjustment" and d["status"] == "running"]
    check("… ten days for the new agreement", due == ["2025-04-21"], due)
    s.do("owner-hn", case + "/renew-agreement", {"agreement": s.paper("owner-hn", "new agreement")})
    due = [d for d in s.get("owner-hn", case + "/deadlines")["items"]
           if d["name"] == "adjustment" and d["status"] == "running"]
    check("… and it is answered", due == [], due)


# proves HN-25
def guaranteed(s, project, how):
    listed = s.get("regulator-hn", f"/projects?payment_guarantee={how}&q={project}")["items"]
    check(f"工程款支付担保 of the project: {how}", [p["id"] for p in listed] == [project], listed)
