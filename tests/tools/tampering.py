"""Who may write into the node's folder alters what is past, and is found: tampering.py SURETY TAMPER."""
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from stories.common import Server, check
from stamping import Anchors, openssl

TAMPER = sys.argv[2]
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
    check("anybody gets the public key", status == 200 and pem == (outside / "key.pem").read_bytes())
    return case, number


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
            s.do("auditor", "/seals")
            case, number = seals(s, anchors, outside)
            check("SIGTERM ends the server in order", s.stop(signal.SIGTERM) == 0)
        finally:
            if s.process.poll() is None:
                s.process.kill()
                s.process.wait()
        by_openssl_alone(outside, anchors, number)
        holds("the untouched folder holds", data)
        code, text = verify(data, "--case", case)
        check("and the case", code == 0 and f"{case} holds" in text, text)
        tamperings(data, folder, outside, case)
        altered_seals(data, folder, anchors, outside, number)
    print("tampering is found")


if __name__ == "__main__":
    main()
