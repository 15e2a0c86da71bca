"""A node moves from a backup to the brokers and back: journal_copy.py PROGRAM KAFKA FOLDER."""
import re
import secrets
import subprocess
import sys
import tempfile
import urllib.request

PROGRAM, KAFKA, FOLDER = sys.argv[1:]


def run(code, *arguments):
    done = subprocess.run([PROGRAM, *arguments], text=True, capture_output=True, timeout=120,
                          check=False)
    print(" ", *arguments[:2], "->", done.returncode, (done.stdout + done.stderr).strip())
    if done.returncode != code:
        sys.exit(f"{code} was expected")
    return done.stdout + done.stderr


def play(data, *more):
    """A node's life, into which somebody of the sample signs in."""
    process = subprocess.Popen([PROGRAM, "serve", "--data", data, "--listen", "127.0.0.1:0", *more],
                               stdout=subprocess.PIPE, text=True)
    ready = next((line for line in process.stdout if "ready at" in line), "")
    if not ready:
        sys.exit("the node did not become ready")
    sign_in = urllib.request.Request(
        re.search(r"http://\S+", ready).group() + "/api/v1/sessions",
        b'{"username":"contractor-hlj","password":"Surety-2026"}',
        {"Content-Type": "application/json"})
    with urllib.request.urlopen(sign_in, timeout=60) as answer:
        assert answer.status == 201
    process.terminate()
    process.communicate(timeout=60)


def case(data):
    return run(0, "verify", "--data", data, "--case", "account/admin").split(",")[-1]


def main():
    brokers = subprocess.run([KAFKA, "start", "--folder", FOLDER], text=True, check=True,
                             stdout=subprocess.PIPE).stdout.split()[-1]
    topics = f"copy-{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="surety-copy-") as folder:
        first, here, back = f"{folder}/first", f"{folder}/here", f"{folder}/back"
        play(first, "--sample")
        run(0, "backup", f"{folder}/backup", "--data", first)
        run(0, "restore", f"{folder}/backup", "--data", here, "--master-key", f"{first}/master.key")
        there = f"kafka:{brokers}"
        told = run(0, "journal", "copy", "--from", f"embedded:{here}", "--to", there,
                   "--to-prefix", topics)
        assert "generation 2 became 3" in told
        again = run(1, "journal", "copy", "--from", f"embedded:{here}", "--to", there,
                    "--to-prefix", topics)
        assert "another journal, or records" in again
        told = run(0, "backup", f"{folder}/again", "--data", here, "--journal", "kafka",
                   "--brokers", brokers, "--prefix", topics)
        assert "positions 3.0:" in told
        run(0, "restore", f"{folder}/again", "--data", f"{folder}/third", "--master-key",
            f"{here}/master.key")
        told = run(0, "journal", "copy", "--from", there, "--from-prefix", topics, "--to",
                   f"embedded:{back}", "--master-key", f"{here}/master.key")
        assert "generation 3 became 4" in told
        counts = {run(0, "verify", "--data", data).split(";")[0] for data in (here, back)}
        assert len(counts) == 1, counts
        assert case(here) == case(back), "a hash changed on the way"
        assert case(f"{folder}/third") == case(here), "a hash changed in the backup"
        play(back)  # and it lives on, here and there
        play(f"{folder}/node", "--journal", "kafka", "--brokers", brokers, "--prefix", topics,
             "--master-key", f"{here}/master.key")


main()
