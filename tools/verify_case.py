#!/usr/bin/env python3
"""Checks a case by itself, with Python's standard library alone.

verify_case.py [FILE]                 the lines of GET .../history?format=ndjson
verify_case.py BUNDLE.zip [--key KEY] an audit bundle; KEY: the platform's public key, PEM or hex
"""
import base64
import hashlib
import json
import sys
import zipfile

MEMBERS = ("prevhash", "case", "caseversion", "type", "typeversion", "recordedat", "dueat",
           "actor", "rulebook", "cause")


def fails(word, what, why):
    sys.exit(f"{word}: {what} does not hold: {why}")


def digest(event):
    values = "".join(str("" if event.get(m) is None else event[m]) + "\n" for m in MEMBERS)
    return "sha256:" + hashlib.sha256((values + event["data_text"]).encode()).hexdigest()


def chain(lines):
    """The events' hashes, and all their data."""
    hashes, data, case = [], "", None
    for line in filter(str.strip, lines):
        event = json.loads(line)
        case = case or event["case"]
        version = len(hashes) + 1
        name = f"{event['case']} version {event['caseversion']}"
        if event["case"] != case or int(event["caseversion"]) != version:
            fails("completeness", name, f"{case} version {version} belongs here")
        if (event.get("prevhash") or "") != (hashes[-1] if hashes else ""):
            fails("integrity", name, "it does not name the hash before it")
        if digest(event) != event["hash"]:
            fails("integrity", name, "its hash does not fit its data")
        hashes.append(event["hash"])
        data += event["data_text"]
    return case, hashes, data


# Ed25519 as RFC 8032 has it, written for reading.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    p, q, r, s = f - e, h - g, h + g, f + e
    return p * q % P, r * s % P, q * r % P, p * s % P


def times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, text, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if not a or not r or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    (x1, y1, z1, _), (x2, y2, z2, _) = times(s, BASE), add(r, times(k, a))
    return (x1 * z2 - x2 * z1) % P == 0 and (y1 * z2 - y2 * z1) % P == 0


def root_by(path, leaf, index, size):
    """RFC 6962: the root to which a leaf and the hashes beside its way lead."""
    if size <= 1:
        return leaf if size == 1 and not path else b""
    left = 1 << (size - 1).bit_length() - 1
    if not path:
        return b""
    if index < left:
        below = root_by(path[:-1], leaf, index, left)
        return below and hashlib.sha256(b"\1" + below + path[-1]).digest()
    below = root_by(path[:-1], leaf, index - left, size - left)
    return below and hashlib.sha256(b"\1" + path[-1] + below).digest()


def included(where, case, hashes, seal):
    """The case stands in the seal, with these very events."""
    line = f"{where['case_key']} {where['version']} {where['hash']}".encode()
    leaf = hashlib.sha256(b"\0" + line).digest()
    path = [bytes.fromhex(h) for h in where["path"]]
    if where["case_key"] != case or where["seal"] != seal["number"] or root_by(
            path, leaf, where["index"], seal["cases"]).hex() != seal["root"]:
        fails("authenticity", case, "it does not lead to the seal's root")
    if len(hashes) < where["version"]:
        fails("completeness", f"{case} version {len(hashes) + 1}",
              f"the seal was made of {where['version']} events")
    if hashes[where["version"] - 1] != where["hash"]:
        fails("authenticity", f"{case} version {where['version']}",
              "it fits its chain and is not the one that was sealed")


def key_of(text):
    if "-----" in text:
        text = "".join(l for l in text.splitlines() if "-----" not in l)
        return base64.b64decode(text)[-32:]
    return bytes.fromhex(text.strip())


def bundle(archive, trusted):
    names = set(archive.namelist())

    def part(name):
        if name not in names:
            fails("completeness", name, "the bundle lacks it")
        return archive.read(name)

    def lines(name):
        return part(name).decode().split("\n")

    manifest = json.loads(part("manifest.json"))
    case, hashes, data = chain(lines("events.ndjson"))
    if case != manifest["case_key"] or len(hashes) < manifest["version"]:
        fails("completeness", f"{manifest['case_key']} version {len(hashes) + 1}",
              f"there were {manifest['version']} events")
    owner, rules, _ = chain(lines("rules.ndjson"))
    key = bytes.fromhex(manifest["key"])
    sealed = "no seal holds it yet"
    if "seal/seal.json" in names:
        text = part("seal/seal.json")
        seal = json.loads(text)
        if seal["key"] != manifest["key"] or not signed(key, text, part("seal/seal.sig")):
            fails("authenticity", f"seal {seal['number']}", "its signature does not fit")
        included(json.loads(part("seal/inclusion.json")), case, hashes, seal)
        if "seal/rules.json" in names:
            included(json.loads(part("seal/rules.json")), owner, rules, seal)
        sealed = f"seal {seal['number']} of {seal['made_at']}"
    if hashes[-1] != manifest["hash"]:
        fails("authenticity", case, "the manifest names another last event")
    for file in manifest["files"]:
        if hashlib.sha256(part(file["name"])).hexdigest() != file["sha256"]:
            fails("integrity", file["name"], "its bytes do not have their digest")
        if file["name"].startswith("documents/") and file["sha256"] not in data:
            fails("authenticity", file["name"], "no event names it")
    if not signed(key, archive.read("manifest.json"), part("manifest.sig")):
        fails("authenticity", "the manifest", "its signature does not fit")
    if trusted and trusted != key:
        fails("authenticity", "the manifest", "it is signed by another key")
    print(f"{case} holds: {len(hashes)} events, {hashes[-1]}")
    print(f"{len(manifest['files'])} files; {sealed}; signed with {manifest['key']}")
    if not trusted:
        print("compare this key with the one that the platform publishes, or give it with --key")
    if manifest["erased"]:
        print("personal data of the case is erased: sealed texts stand for it")


def main():
    arguments, trusted = sys.argv[1:], None
    if "--key" in arguments:
        at = arguments.index("--key")
        with open(arguments[at + 1], encoding="ascii") as file:
            trusted = key_of(file.read())
        del arguments[at:at + 2]
    if arguments and zipfile.is_zipfile(arguments[0]):
        with zipfile.ZipFile(arguments[0]) as archive:
            return bundle(archive, trusted)
    lines = open(arguments[0], encoding="utf-8") if arguments else sys.stdin
    case, hashes, _ = chain(lines)
    if not hashes:
        sys.exit("there is no event to check")
    print(f"{case} holds: {len(hashes)} events, {hashes[-1]}")


if __name__ == "__main__":
    main()
