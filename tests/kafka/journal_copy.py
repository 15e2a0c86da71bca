"""A journal moves from one machine to the brokers and back: journal_copy.py PROGRAM KAFKA FOLDER."""
import re
import secrets
import subprocess
import sys
import tempfile

PROGRAM, KAFKA, FOLDER = sys.argv[1:]


def run(code, *arguments):
    done = subprocess.run([PROGRAM, *arguments], text=True, capture_output=True, timeout=120,
                          check=False)
    print(" ", *arguments[:2], "->", done.returncode, (done.stdout + done.stderr).strip())
    if done.returncode != code:
        sys.exit(f"{code} was expected")
    return done.stdout + done.stderr


def play(data):
    """A node's life: the sample."""
    process = subprocess.Popen([PROGRAM, "serve", "--data", data, "--sample", "--listen",
                                "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    if not any("ready at" in line for line in process.stdout):
        sys.exit("the node did not become ready")
    process.terminate()
    process.communicate(timeout=60)


def case(data):
    return run(0, "verify", "--data", data, "--case", "account/admin").split(",")[-1]


def main():
    brokers = subprocess.run([KAFKA, "start", "--folder", FOLDER], text=True, check=True,
                             stdout=subprocess.PIPE).stdout.split()[-1]
    topics = f"copy-{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="surety-copy-") as folder:
        here, back = f"{folder}/here", f"{folder}/back"
        play(here)
        there = f"kafka:{brokers}"
        told = run(0, "journal", "copy", "--from", f"embedded:{here}", "--to", there,
                   "--to-prefix", topics)
        assert "generation 1 became 2" in told
        again = run(1, "journal", "copy", "--from", f"embedded:{here}", "--to", there,
                    "--to-prefix", topics)
        assert "another journal, or records" in again
        told = run(0, "journal", "copy", "--from", there, "--from-prefix", topics, "--to",
                   f"embedded:{back}")
        assert "generation 2 became 3" in told
        counts = {re.sub(r"; .*", "", run(0, "verify", "--data", data)) for data in (here, back)}
        assert len(counts) == 1, counts
        assert case(here) == case(back), "a hash changed on the way"
        play(back)  # and it lives on


main()
