"""The sample: the manuals' own rows, each found by the person whose screen shows it."""
import signal

from stories.common import WAN, YUAN, check

HLJ = {"2019-230700-49-01-001516": "insured", "2019-230700-49-01-001517": "in-review",
       "2019-230702-70-03-062509": "insured", "2019-230700-89-01-001514": "insured",
       "2019-230700-92-01-001521": "insured", "2307000000000": "in-review",
       "33": "uninsured", "2022-0000": "uninsured"}
QZ = {  # 申请编号: 保单编号, 保费 in 元, 出函时间 in Beijing, service
    "202412291044501312": ("safddafsdffgdsfd", 1000, "2024-12-29T17:23", "none"),
    "202412291754035549": ("fgfdgvdfrdsf", 100, "2024-12-29T18:10", "awaiting-acceptance"),
    "202501071217289270": ("PAK984662654526", 100, "2025-01-07T12:24", "in-service"),
    "202501092108229518": ("YH00458854373475", 1000, "2025-01-09T21:14", "in-service"),
    "20250110162352233": ("zb1234561", 333, "2025-01-10T18:05", "none"),
    "202502192323464889": ("5457854121", 1200, "2025-02-19T23:40", "none")}


def heilongjiang(s):
    def rows(who):
        return {p["project_code"]: p["insurance_status"]
                for p in s.get(who, "/projects?limit=100")["items"]}
    check("the eight projects with their 投保状态", rows("contractor-hlj") == HLJ)
    check("the department sees the same", rows("regulator-hlj").items() >= HLJ.items())
    s.shows("总投资额 as printed", "contractor-hlj", "/projects/2019-230700-49-01-001517",
            investment_total=901_654 * WAN // 100)
    desk = s.get("insurer-hlj", "/policies?state=in-review")["items"]
    check("the insurer's desk: 同意, 拒绝", sorted(p["project"] for p in desk) == [
        "2019-230700-49-01-001517", "2307000000000"], desk)
    check("… plan A, the broker reads along",
          {p["plan"] for p in desk} == {"A"} and s.get("broker-hlj", "/policies")["total"] == 6)
    whole = s.get("regulator-hlj", "/dashboards/230000")
    check("投保比率 4 of 8", (whole["project_count"], whole["insured_projects"],
                          whole["insured_ratio"]) == (8, 4, 5000), whole)
    check("one claim, two problems, one of them closed",
          (whole["claim_count"], whole["problems_found"], whole["problems_rectified"]) == (1, 2, 1))


def quanzhou(s):
    for number, (policy, premium, issued, service) in QZ.items():
        seen = s.shows(f"{number} as printed", "insurer-qz", f"/policies/{number}", id=number,
                       policy_number=policy, premium=premium * YUAN, state="in-force",
                       service_status=service)
        check("… and when", seen["issued_at"].startswith(issued) and
              seen["applied_at"][:19].translate(str.maketrans("", "", "-:T")) == number[:14], seen)
    s.shows("the order that waits shows no terms", "insurer-qz", "/policies/202502192340024959",
            state="awaiting-issue", premium=None, aggregate_limit=None)
    s.shows("limits as printed", "insurer-qz", "/policies/202502192323464889",
            aggregate_limit=23_000 * YUAN, per_accident_limit=500 * YUAN,
            per_person_death_limit=700 * YUAN, per_person_medical_limit=100 * YUAN)


# proves BX-53
def benxi(s):
    check("a hazard open, one closed",
          sorted(h["state"] for h in s.get("provider-bx", "/hazards")["items"]) == ["closed", "open"])
    check("the insurer has a form and a claim to answer",
          s.get("insurer-bx", "/policies?state=in-review")["total"] == 1 and
          s.get("insurer-bx", "/insurance-claims?state=filed")["total"] == 1)


def later(s):
    """Left alone for a week, the desks have alerts."""
    s.clock("2025-03-11T09:00:00+08:00")
    for who in ("regulator-hlj", "regulator-bx", "regulator-qz"):
        check(f"{who} has alerts", s.get(who, "/alerts?state=open")["total"] > 0)


def tell(s):
    heilongjiang(s)
    quanzhou(s)
    benxi(s)
    total = s.get("auditor", "/policies")["total"]
    s.stop(signal.SIGKILL)
    s.start()
    check("a second start plays nothing again", s.get("auditor", "/policies")["total"] == total)
    later(s)
