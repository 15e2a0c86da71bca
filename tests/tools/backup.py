"""A node is backed up while it is written to, and lives on elsewhere: backup.py PROGRAM."""
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from stories.common import Server, check

PROGRAM = sys.argv[1]
PROJECT, INSURER, BROKER = "2022-0000", "91230100MA18A0019T", "91230100MA18A0027M"
NOTICE = {"title": "通知", "body": [{"text": "第一段"}], "category": "notice", "audience": "users"}


def surety(code, *arguments, says=""):
    done = subprocess.run([PROGRAM, *arguments], text=True, capture_output=True, timeout=300,
                          check=False)
    text = done.stdout + done.stderr
    check(f"surety {' '.join(arguments)} -> {code} {says}",
          done.returncode == code and says in text, text)
    return text


def withdrawn_application(s):
    """With pictures of an identity card that stand in no other case."""
    page = s.paper("contractor-hlj", "page")
    form = {"project": PROJECT, "insurer": INSURER, "broker": BROKER, "contact_name": "张海池",
            "contact_phone": "13314518976", "business_licence": page,
            "legal_representative_id_front": s.picture("contractor-hlj", "own front"),
            "legal_representative_id_back": s.picture("contractor-hlj", "own back"),
            "bid_award_notice": page, "signed_agreement": page,
            "agreement_accepted": True, "agreement_version": "1.1"}
    policy = s.open("contractor-hlj", "/policies", form)
    s.do("contractor-hlj", f"/policies/{policy}/withdraw", {"reason": "不再投保"})
    return policy, form


def erased(s, policy, form):
    path = f"/policies/{policy}"
    facts = s.refused("its retention period still runs", "regulator-hlj",
                      path + "/erase-personal-data", {"reason": "保存期届满"}, 409, "retention-runs")
    check("… until the day that is told", facts["from"] == "2035-03-02", facts)
    s.clock("2035-03-02T09:00:00+08:00")
    s.refused("the contractor does not decide it", "contractor-hlj",
              path + "/erase-personal-data", {"reason": "届满"}, 403, "forbidden")
    s.do("regulator-hlj", path + "/erase-personal-data", {"reason": "保存期届满"})
    s.until("the keys are destroyed", lambda: any(
        e["type"] == "policy.effect-done" and e["data"]["effect"].startswith("destroy-keys-")
        for e in s.get("regulator-hlj", path + "/history")["items"]))
    unreadable(s, policy, form)


def unreadable(s, policy, form):
    s.shows("its phone reads as erased", "regulator-hlj", f"/policies/{policy}",
            contact_phone="已删除")
    for side in ("front", "back"):
        s.hidden(f"the card's {side} is gone", "regulator-hlj",
                 "/documents/" + form[f"legal_representative_id_{side}"])
    check("the licence is there", s.file(
        "regulator-hlj", "/documents/" + form["business_licence"]).startswith(b"%PDF"))


class Writer(threading.Thread):
    """Somebody who works on."""

    def __init__(self, s):
        super().__init__(daemon=True)
        self.s, self.written, self.ending = s, 0, False
        s.token("regulator-hlj")

    def run(self):
        while not self.ending:
            self.s.do("regulator-hlj", "/notices", NOTICE)
            self.written += 1

    def goes_on(self):
        before = self.written
        self.s.until("somebody writes", lambda: self.written > before + 5)


def checksums(data, *more):
    text = surety(0, "replay", "--data", str(data), *more)
    return dict(re.findall(r"^(\S+@\d+)\s+([0-9a-f]{16})", text, re.M))


def damaged(backup, folder):
    """One byte of one file, each kind of file once."""
    names = {"journal": "journal/*.records", "secrets": "secrets.json", "document": "documents/*/*"}
    for what, pattern in names.items():
        copy = folder / f"damaged-{what}"
        shutil.copytree(backup, copy)
        file = max((f for f in copy.glob(pattern)), key=lambda f: f.stat().st_size)
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        surety(1, "restore", str(copy), "--data", str(folder / "none"),
               says=f"{file} is not what was written")
        check("… and nothing is left of it", not (folder / "none").exists())
        shutil.rmtree(copy)


def main():
    with tempfile.TemporaryDirectory(prefix="surety-backup-") as name:
        folder = pathlib.Path(name)
        data, backup, new = folder / "data", folder / "backup", folder / "new"
        key = str(data / "master.key")
        s = Server(PROGRAM, str(data), [])
        s.start()
        policy, form = withdrawn_application(s)
        erased(s, policy, form)
        writer = Writer(s)
        writer.start()
        writer.goes_on()
        told = surety(0, "backup", str(backup), "--data", str(data), says="positions 1.0:")
        cursor = told.split()[-1]
        writer.goes_on()
        surety(1, "backup", str(backup), "--data", str(data), says="no empty folder")
        writer.ending = True
        writer.join()
        account = s.get("admin", "/accounts/contractor-hlj/history")
        s.stop(signal.SIGTERM)

        check("the master key is not in it", not (backup / "master.key").exists())
        surety(1, "restore", str(backup), "--data", str(new), says="no master key")
        (folder / "other.key").write_bytes(bytes(32))
        surety(1, "restore", str(backup), "--data", str(new), "--master-key",
               str(folder / "other.key"), says="master key is not the one")
        surety(1, "restore", str(backup), "--data", str(data), "--master-key", key,
               says="is not empty")
        surety(1, "restore", str(folder), "--data", str(new), says="no finished backup")
        damaged(backup, folder)

        surety(0, "restore", str(backup), "--data", str(new), "--master-key", key,
               says="generation 1 became 2")
        surety(0, "verify", "--data", str(new), says="everything holds")
        there = checksums(new)
        here = checksums(data, "--until", cursor)
        check("read models and states are those of the source at the same position",
              there == here and len(there) > 5, (here, there))

        surety(0, "restore", str(backup), "--data", str(folder / "earlier"), "--master-key", key,
               "--until", "2030-01-01T00:00:00+08:00", says="generation 1 became 2")
        for place in (new, folder / "earlier"):
            s = Server(PROGRAM, str(place), [])
            s.start_keys = []
            s.start()
            unreadable(s, policy, form)
            s.shows("another's phone is as it was", "admin", "/accounts/contractor-hlj",
                    phone=account["items"][0]["data"]["phone"])
            check("… and its history", s.get("admin", "/accounts/contractor-hlj/history")["items"]
                  [:1] == account["items"][:1])
            made = s.do("regulator-hlj", "/notices", NOTICE)
            check("the first command is accepted, in the next generation",
                  made["position"].startswith("2."), made)
            s.stop(signal.SIGTERM)
            surety(0, "verify", "--data", str(place), says="everything holds")

        surety(0, "backup", str(folder / "whole"), "--data", str(new), "--with-master-key")
        surety(0, "restore", str(folder / "whole"), "--data", str(folder / "third"),
               says="generation 2 became 3")
    print("backup and restore hold")


main()
