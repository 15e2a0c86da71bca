"""Heilongjiang: an enterprise signs in by certificate, which enrols it; cards that will not do."""
import json
import subprocess

from stories.common import WAN, check

FIRM, NAME = "91230700MA1A00010M", "伊春市某建筑有限公司"
ACCOUNT, PROJECT = "ca-" + FIRM, "2025-230702-47-01-000003"
INSURER, BROKER = "91230100MA18A0019T", "91230100MA18A0027M"


def authority(s, *arguments, folder="ca", text=None):
    return subprocess.run(
        [s.program, "dev-ca", arguments[0], "--folder", f"{s.data}/{folder}", *arguments[1:]],
        input=text, text=True, capture_output=True, check=True).stdout.strip()


def prepare(s):
    made = authority(s, "make").split()
    s.serve_keys = made[made.index("--ca-roots"):]


def card(s, name, *more, folder="ca"):
    path = f"{s.data}/{name}"
    authority(s, "issue", "--code", FIRM, "--name", NAME, "--card", path, *more, folder=folder)
    return path


def show(s, path, asked=None, text=None):
    asked = asked or s.ask(None, "POST", "/sessions/ca/challenges")
    with open(path + ".pem", encoding="utf-8") as file:
        certificate = file.read()
    signature = authority(s, "sign", path, text=text or asked["text"])
    status, answer = s.call(None, "POST", "/sessions/ca", {
        "nonce": asked["nonce"], "certificate": certificate, "signature": signature})
    return status, json.loads(answer)


def refused(s, what, code, *shown):
    status, answer = show(s, *shown)
    check(what, (status, answer["code"]) == (401, code), (status, answer))


# proves HLJ-07
def cards(s):
    good = card(s, "good")
    asked = s.ask(None, "POST", "/sessions/ca/challenges")
    refused(s, "a signature of something else", "signature-wrong", good, asked, "elsewhere")
    status, session = show(s, good, asked)
    check("the card signs in, its unit is enrolled", status == 201, session)
    s.tokens[ACCOUNT] = session["token"]
    refused(s, "a challenge works once", "challenge-used", good, asked)
    for key in ("rsa", "ecdsa"):
        check(f"so does one of {key}", show(s, card(s, key, "--key", key))[0] == 201)
    refused(s, "a card that has run out", "certificate-expired", card(s, "old", "--days", "0"))
    authority(s, "make", folder="other")
    refused(s, "a card of another authority", "certificate-untrusted",
            card(s, "foreign", folder="other"))
    authority(s, "revoke", card(s, "revoked"))
    refused(s, "a card that was revoked", "certificate-revoked", s.data + "/revoked")


# proves HLJ-17, HLJ-23, HLJ-99, HLJ-105
def complete(s):
    """What the certificate does not say is filled in before anything is applied for (HLJ-23)."""
    own = f"/enterprises/{FIRM}"
    s.shows("单位名称 is the card's", ACCOUNT, own, state="active", name=NAME)
    s.refused("… and not to be changed", ACCOUNT, own + "/update-information", {"name": "x"},
              422, "unknown-field", "/name")
    before = s.get("regulator-hlj", "/dashboards/230000")
    s.do("regulator-hlj", "/projects/import", {
        "project_code": PROJECT, "name": "伊美区幼儿园", "region_code": "230702",
        "contractor": FIRM, "investment_total": 800 * WAN})
    after = s.get("regulator-hlj", "/dashboards/230000")
    check("注册比率 counts the enterprise that a valid project names",
          after["named_enterprises"] == before["named_enterprises"] + 1
          and after["registered_ratio"] == (20_000 * after["signed_in_enterprises"]
                                            + after["named_enterprises"])
          // (2 * after["named_enterprises"]), after)
    s.shows("it finds its project in the table", ACCOUNT, f"/projects/{PROJECT}",
            insurance_status="uninsured")
    def page(title):
        return s.paper(ACCOUNT, title)
    form = {"project": PROJECT, "insurer": INSURER, "broker": BROKER, "contact_name": "刘某",
            "contact_phone": "13845100002", "business_licence": page("1"),
            "legal_representative_id_front": page("2"), "legal_representative_id_back": page("3"),
            "bid_award_notice": page("4"), "signed_agreement": page("5"),
            "agreement_accepted": True}
    s.refused("请先完善企业信息", ACCOUNT, "/policies", form, 409, "enterprise-incomplete")
    s.do(ACCOUNT, own + "/update-information", {
        "legal_representative": "刘某", "address": "伊美区", "region_code": "230702",
        "contact_phone": "13845100002"})
    policy = s.open(ACCOUNT, "/policies", form)
    s.do(ACCOUNT, f"/policies/{policy}/withdraw")
    s.shows("complete, it applies, and withdraws", ACCOUNT, f"/policies/{policy}",
            state="withdrawn")


def tell(s):
    cards(s)
    complete(s)
