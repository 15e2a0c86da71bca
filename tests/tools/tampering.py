"""Who can write into the node's folder alters what is past, and is found: tampering.py SURETY
TAMPER."""
import hashlib
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from stories.common import Server, check
from stamping import Anchors, openssl

TAMPER = sys.argv[2]
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "verify_case.py"
sys.path.insert(0, str(SCRIPT.parent))
import verify_case

WORDS = ("integrity", "completeness", "authenticity")


def ran(*arguments):
    done = subprocess.run(arguments, text=True, capture_output=True, check=False, timeout=120)
    return done.returncode, done.stdout + done.stderr


def verify(data, *arguments):
    return ran(sys.argv[1], "verify", "--data", str(data), *map(str, arguments))


def holds(what, data, *arguments):
    code, text = verify(data, *arguments)
    check(what, code == 0 and "everything holds" in text
          and all(f"{word:<12} holds" in text for word in WORDS), text)
    return text


def found(what, word, case, data, *arguments):
    """The case is named with a position under that word, and the word does not hold."""
    code, text = verify(data, *arguments)
    check(what, code == 1 and f"{word}: {case} at " in text
          and f"{word:<12} does not hold" in text, text)
    return text


def seals(s, anchors, outside):
    case = next("guarantee/" + g["id"] for g in s.get("auditor", "/guarantees?limit=100")["items"]
                if g["version"] > 1)
    path = "/guarantees/" + case.split("/")[1]
    made = s.do("auditor", "/seals")
    check("an auditor makes a seal", made["number"] >= 1 and made["cases"] > 10, made)
    s.refused("others do not", "owner-hn", "/seals", {}, 403, "forbidden")
    number = made["number"]
    s.until("it is stamped, handed on and laid outside", lambda: (
        lambda seal: seal["time_stamped_at"] and seal["at_anchor"] and seal["in_anchor_folder"])(
            s.get("auditor", f"/seals/{number}")))
    check("the endpoint got it byte for byte",
          made["seal"] in [h["seal"] for h in anchors.handed], anchors.handed)
    check("all may read which there are",
          number in [i["number"] for i in s.get("owner-hn", "/seals")["items"]])
    proof = s.get("auditor", path + "/proof")
    check("the proof of a case says where it stands in the seal", proof["holds"]
          and proof["inclusion"]["case_key"] == case and proof["seal"]["number"] == number
          and json.loads(proof["seal"]["seal"])["root"] == made["root"], proof)
    status, pem = s.request("GET", "/public/seal-key")
    check("anybody gets the public key",
          status == 200 and pem == (outside / "key.pem").read_bytes())
    return case, number


def by_the_calendar(s):
    def days():
        return {i["made_at"][:10] for i in s.get("auditor", "/seals")["items"]}

    s.until("a seal is made at the start", lambda: days() == {"2025-03-01"})
    s.clock("2025-03-02T00:00:00+08:00")
    s.until("and when the next day begins", lambda: days() == {"2025-03-01", "2025-03-02"})


def by_openssl_alone(outside, anchors, number):
    """What an auditor does who trusts none of our programs."""
    name = str(outside / f"{number:06}")
    openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", str(outside / "key.pem"),
            "-in", name + ".json", "-sigfile", name + ".sig")
    openssl("ts", "-verify", "-data", name + ".json", "-in", name + ".tsr",
            "-CAfile", str(anchors.folder / "root.pem"))
    check("openssl alone says that signature and time-stamp hold", True)


def tampered(data, folder, how, case):
    altered = folder / how
    shutil.copytree(data, altered)
    code, text = ran(TAMPER, str(altered), how, case)
    check(f"somebody does it: {how}", code == 0, text)
    return altered


def tamperings(data, folder, outside, case):
    one = tampered(data, folder, "byte", case)
    text = found("one byte of an event: integrity", "integrity", case, one)
    check("… and nothing else", "1 places do not hold" in text, text)
    shutil.rmtree(one / "store")
    shutil.rmtree(one / "seals")
    found("… by the journal alone", "integrity", case, one)

    disk = folder / "disk"
    shutil.copytree(data, disk)
    table = max((disk / "journal" / "records").glob("*.sst"), key=lambda f: f.stat().st_size)
    raw = bytearray(table.read_bytes())
    raw[len(raw) // 4] ^= 1
    table.write_bytes(raw)
    code, text = verify(disk)
    check("a bit of the disk turned over: integrity, and the record is named", code == 1
          and re.search(r"^integrity: partition \d+ record \d+ at offset \d+: ", text, re.M), text)

    cut = tampered(data, folder, "cut", case)
    found("the last records cut off: completeness", "completeness", case, cut)
    shutil.rmtree(cut / "store")
    found("… by the seals alone", "completeness", case, cut)
    found("… by those kept outside", "completeness", case, cut, "--seals", outside)

    again = tampered(data, folder, "rewrite", case)
    found("a case written anew: authenticity", "authenticity", case, again)

    forged = tampered(data, folder, "forge", case)
    found("the partition's chain made good as well: authenticity", "authenticity", case, forged)
    shutil.rmtree(forged / "store")
    found("… by the seals alone", "authenticity", case, forged)
    shutil.rmtree(forged / "seals")
    holds("… without store and seals nobody can tell", forged)
    found("… but by those kept outside", "authenticity", case, forged, "--seals", outside)


def altered_seals(data, folder, anchors, outside, number):
    seal = folder / "another" / f"{number:06}.json"
    shutil.copytree(outside, folder / "another")
    stamps = ["--timestamp-authorities", anchors.folder / "root.pem"]
    text = holds("the seals outside hold", data, "--seals", outside, *stamps)
    check("… their stamps too", ", 0 time-stamped" not in text, text)
    seal.write_text(seal.read_text().replace('"cases":', '"cases":1'))
    found("a seal altered: authenticity", "authenticity", f"seal {number}", data,
          "--seals", folder / "another")
    openssl("genpkey", "-algorithm", "ed25519", "-out", str(folder / "own.key"))
    openssl("pkey", "-in", str(folder / "own.key"), "-pubout", "-out", str(folder / "own.pem"))
    found("a seal of another key: authenticity", "authenticity", f"seal {number}", data,
          "--seals", outside, "--seal-key", folder / "own.pem")
    other = Anchors(folder / "other-authority")
    found("a stamp of an authority that is not trusted: authenticity", "authenticity",
          f"seal {number}", data, "--seals", outside,
          "--timestamp-authorities", other.folder / "root.pem")
    shutil.copytree(data, folder / "gone")
    for file in (folder / "gone" / "seals").glob("000001.*"):
        file.unlink()
    found("a seal is gone: completeness", "completeness", "seal 1", folder / "gone")


def bundles(s, case, file):
    path = "/" + case.replace("guarantee/", "guarantees/") + "/bundle"
    s.refused("the bundle is for auditors", "regulator-hn", path, None, 403, "forbidden",
              method="GET")
    file.write_bytes(s.file("auditor", path))


def both(what, word, file, *arguments):
    """The program and the script, which share no code, say the same word; none: that it holds."""
    for name, done in (("surety", verify("none", "--bundle", file, *arguments)),
                       ("script", ran(sys.executable, str(SCRIPT), str(file),
                                      *[a.replace("--seal-key", "--key") for a in arguments]))):
        code, text = done
        right = code == 0 and " events, sha256:" in text if word is None else (
            code == 1 and f"{word}: " in text)
        check(f"{what}: {name}", right, text)


def repacked(bundle, altered, change):
    """The bundle with `change` made to {name: bytes}."""
    with zipfile.ZipFile(bundle) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(altered, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return altered


def one_byte(parts):
    events = [json.loads(l) for l in parts["events.ndjson"].decode().split("\n") if l]
    data = events[0]["data_text"]
    at = data.index('":"') + 3
    events[0]["data_text"] = data[:at] + ("x" if data[at] != "x" else "y") + data[at + 1:]
    parts["events.ndjson"] = "\n".join(map(json.dumps, events)).encode()


def last_cut(parts):
    parts["events.ndjson"] = b"\n".join(parts["events.ndjson"].splitlines()[:-1])


def written_anew(parts):
    """With a chain and digests that fit; what is signed stays."""
    events, last = [], ""
    for line in filter(None, parts["events.ndjson"].decode().split("\n")):
        event = json.loads(line)
        event["actor"], event["prevhash"] = "somebody@else", last
        last = event["hash"] = verify_case.digest(event)
        events.append(json.dumps(event))
    parts["events.ndjson"] = "\n".join(events).encode()
    manifest = json.loads(parts["manifest.json"])
    manifest["hash"] = last
    for file in manifest["files"]:
        file["sha256"] = hashlib.sha256(parts[file["name"]]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()


def a_document(parts):
    name = next(n for n in parts if n.startswith("documents/"))
    parts[name] += b"."


def in_bundles(folder, bundle, outside):
    both("the bundle holds", None, bundle, "--seal-key", str(outside / "key.pem"))
    for what, word, change in (("one byte", "integrity", one_byte),
                               ("an event cut off", "completeness", last_cut),
                               ("written anew", "authenticity", written_anew),
                               ("a document altered", "integrity", a_document),
                               ("a file gone", "completeness",
                                lambda parts: parts.pop("report.html")),
                               ("no signature", "authenticity",
                                lambda parts: parts.update({"manifest.sig": bytes(64)}))):
        both(f"in a bundle, {what}", word, repacked(bundle, folder / "altered.zip", change))
    openssl("genpkey", "-algorithm", "ed25519", "-out", str(folder / "other.key"))
    openssl("pkey", "-in", str(folder / "other.key"), "-pubout", "-out", str(folder / "other.pem"))
    both("a bundle of another platform", "authenticity", bundle,
         "--seal-key", str(folder / "other.pem"))


def contents(bundle, case):
    with zipfile.ZipFile(bundle) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        page = archive.read("report.html").decode()
        check("rules, calendar, seal and script are in it",
              {"events.ndjson", "rules.ndjson", "refusals.ndjson", "deadlines.ndjson",
               "verify_case.py", "seal/seal.json", "seal/inclusion.json", "report.pdf"} <= names
              and any(n.startswith("rules/460000-") for n in names)
              and any(n.startswith("calendars/") for n in names), names)
        check("the page is for people", "案卷审计报告" in page and case in page
              and "第" in page and archive.read("report.pdf").startswith(b"%PDF"), page)
        check("the script in it is the one beside us",
              archive.read("verify_case.py") == SCRIPT.read_bytes())
    return manifest


def exported(data, folder, case):
    """From the stopped node; and where the keys of its personal data are gone."""
    out = folder / "exported.zip"
    code, text = ran(sys.argv[1], "export-case", case, "-o", str(out), "--data", str(data))
    check("export-case writes the same", code == 0, text)
    check("… which is not erased", not contents(out, case)["erased"])
    both("… and holds", None, out)
    gone = folder / "erased"
    shutil.copytree(data, gone)
    shutil.rmtree(gone / "secrets")
    person = "enterprise/91460000MA5TPGXG3G"
    for where, erased in ((data, False), (gone, True)):
        code, text = ran(sys.argv[1], "export-case", person, "-o", str(out), "--data", str(where))
        check(f"an enterprise with personal data, erased {erased}", code == 0, text)
        with zipfile.ZipFile(out) as archive:
            check("… the bundle says so", json.loads(archive.read("manifest.json"))["erased"]
                  is erased and ("显示为“已删除”" in archive.read("report.html").decode()) is erased)
            check("… and shows sealed text", b"sealed:" in archive.read("events.ndjson"))
    code, text = ran(sys.executable, str(SCRIPT), str(out))
    check("… its seal is of the key that is gone: authenticity",
          code == 1 and "authenticity: seal" in text, text)


def main():
    with tempfile.TemporaryDirectory(prefix="surety-tampering-") as name:
        folder = pathlib.Path(name)
        data, outside = folder / "data", folder / "outside"
        anchors = Anchors(folder / "authority")
        s = Server(sys.argv[1], str(data), [])
        s.serve_keys = ["--anchor-folder", str(outside), "--anchor-url", anchors.url("seals"),
                        "--timestamp-url", anchors.url("stamps"),
                        "--timestamp-authorities", str(anchors.folder / "root.pem")]
        s.start()
        try:
            by_the_calendar(s)
            case, number = seals(s, anchors, outside)
            bundle = folder / "bundle.zip"
            bundles(s, case, bundle)
            check("SIGTERM ends the server in order", s.stop(signal.SIGTERM) == 0)
        finally:
            if s.process.poll() is None:
                s.process.kill()
                s.process.wait()
        by_openssl_alone(outside, anchors, number)
        holds("the untouched folder holds", data)
        code, text = verify(data, "--case", case)
        check("and the case", code == 0 and f"{case} holds" in text, text)
        contents(bundle, case)
        in_bundles(folder, bundle, outside)
        exported(data, folder, case)
        tamperings(data, folder, outside, case)
        altered_seals(data, folder, anchors, outside, number)
    print("tampering is found")


if __name__ == "__main__":
    main()
