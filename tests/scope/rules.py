"""Who sees what, as domain.md §6 says it: a line per kind, nothing of it taken from the program.

A kind's line names, per role, the parties of the case by which that role finds it. Beside them,
regulators and auditors see what lies in their area, administrators what is theirs to administer,
and what is public is everybody's.
"""

BY_PARTY = {
    # kind: {role: parties among whom its credit code must be}
    "enterprise": {"enterprise": ["self_"]},
    "project": {"enterprise": ["contractor", "owner"]},
    "policy": {"enterprise": ["contractor"], "insurer": ["insurer"],
               "service-provider": ["provider"], "broker": ["filed_with"]},
    "service-order": {"enterprise": ["contractor"], "insurer": ["insurer"],
                      "service-provider": ["provider"]},
    "hazard": {"enterprise": ["contractor"], "insurer": ["insurer"],
               "service-provider": ["provider"]},
    "major-hazard-source": {"enterprise": ["contractor"]},
    # The insurer may record one itself (§3) and answers for the prevention at its policies' sites.
    "inspection": {"enterprise": ["contractor"], "insurer": ["insurer"],
                   "service-provider": ["provider"]},
    "insurance-claim": {"enterprise": ["contractor"], "insurer": ["insurer"]},
    "expense-ledger": {"enterprise": ["contractor", "owner"]},
    "site-camera": {"enterprise": ["contractor", "owner"], "insurer": ["insurer"],
                    "service-provider": ["provider"]},
    "guarantor": {"guarantor": ["self_"]},
    "guarantee": {"enterprise": ["owner", "contractor"], "guarantor": ["guarantor"],
                  "account-bank": ["bank"]},
    # Every guarantor of the contract's guarantees.
    "payment-plan": {"enterprise": ["owner", "contractor"],
                     "guarantor": ["guarantor", "further_guarantors"]},
    "guarantee-claim": {"enterprise": ["owner", "contractor"], "guarantor": ["guarantor"]},
    # Of its organisation everybody knows; colleagues' accounts and roles are its administrator's.
    "organisation": {},
    "account": {},
    "role": {},
    "rulebook": {},
    "webhook": {},
    "staff-member": {},
    # A complaint is between who complains and the department; the others are told to everybody.
    "complaint": {},
    "notice": {},
    "dictionary": {},
    "holiday-calendar": {},
}
# An alert has the parties of its subject.
BY_PARTY["alert"] = {
    "enterprise": ["owner", "contractor"], "insurer": ["insurer"], "guarantor": ["guarantor"],
    "account-bank": ["bank"], "service-provider": ["provider"]}

COLLEAGUES = {"account", "role", "staff-member"}
MEANWHILE = {"access-record"}  # written while everybody asks, of those who do
# Regulators and auditors, within their area.
OVERSEEN = set(BY_PARTY) - COLLEAGUES - {"webhook"} | MEANWHILE
ADMINISTERED = COLLEAGUES | MEANWHILE | {"organisation", "rulebook", "webhook", "notice",
                             "enterprise"}  # administrators; the last for its approval (§3)
NOBODYS = {"partition"}  # the machinery's own
NO_CASES = {"seals"}  # of the whole journal, for auditors and administrators alone


def in_area(actor, parties):
    if actor.role not in ("regulator", "auditor"):
        return False
    area = actor.area
    while area.endswith("00"):
        area = area[:-2]
    places = (parties.get("region"), parties.get("jurisdiction"))
    return any(place and place.startswith(area) for place in places)


def is_party(actor, case):
    for name in BY_PARTY.get(case.kind, {}).get(actor.role, ()):
        party = case.parties.get(name)
        codes = party if isinstance(party, list) else [party]
        if name == "filed_with":
            if set(codes) & set(actor.linked):
                return True
        elif actor.code in codes:
            return True
    return False


def own(actor, case):
    """One's organisation, and what belongs to it for those who administer it; one's own account."""
    if case.parties.get("account") == actor.name:
        return True
    mine = case.parties.get("self_") == actor.organisation
    return mine and (actor.admin or case.kind not in COLLEAGUES | MEANWHILE)


def sees(actor, case):
    if own(actor, case):
        return True
    if actor.confined:  # a pending enterprise sees itself, nothing else (§3)
        return False
    return (is_party(actor, case) or case.parties.get("listed", False)
            or (case.kind in OVERSEEN and in_area(actor, case.parties))
            or (case.kind in ADMINISTERED and actor.role == "administrator"))


def outlined(actor, case, cases):
    """Insurers and guarantors see name, region and parties of the projects of their cases;
    insurers the address, too (QZI-25)."""
    return case.kind == "project" and actor.role in ("insurer", "guarantor") and any(
        other.parties.get("project") == case.id and is_party(actor, other) for other in cases)


def plural(kind):
    return kind[:-1] + "ies" if kind.endswith("y") else kind + "s"
