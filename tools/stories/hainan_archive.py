"""Hainan, the archive of guarantors: filed, listed, and public from then on."""
from stories.common import WAN, bad, check


# proves HN-17, HN-20, HN-21, HN-23, HN-16
def archive(s):
    form = {"credit_code": "91460100MA5T00020K", "name": "某担保公司", "type": "guarantee-company",
            "registered_capital": 10_000 * WAN, "address": "海口市", "contact_name": "孙某",
            "contact_phone": "13800138007", "documents": [s.paper("regulator-hn", "licence")]}
    bad(s, "/guarantors", form, who="regulator-hn", type=("tea", "unknown-choice"),
        name=(None, "missing"), registered_capital=(None, "missing"), address=(None, "missing"),
        contact_name=(None, "missing"), contact_phone=("12", "phone"),
        credit_code=("91460100MA5T000200", "credit-code-check-digit"))
    s.refused("an owner files no guarantor", "owner-hn", "/guarantors",
              {k: v for k, v in form.items() if k != "documents"} | {
                  "documents": [s.paper("owner-hn", "licence")]}, 403, "forbidden")
    s.do("regulator-hn", "/guarantors", form)
    case = f"/guarantors/{form['credit_code']}"
    s.hidden("before 建档 others do not see it", "owner-hn", case)
    s.do("regulator-hn", case + "/list")
    row = s.get("owner-hn", f"/guarantors?type=guarantee-company&q={form['credit_code']}")["items"]
    check("已建档: public, the phone masked",
          [(g["state"], g["registered_capital"], g["contact_phone"]) for g in row]
          == [("listed", 10_000 * WAN, "138****8007")], row)
