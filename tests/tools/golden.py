#!/usr/bin/env python3
"""Journals recorded by earlier builds hold, fold without a fault, and give the same sums.

golden.py PROGRAM            checks all of tests/golden
golden.py PROGRAM --renew    writes their sums anew
golden.py PROGRAM --record MANUAL    plays a story and keeps its journal
"""
import datetime
import pathlib
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"


def surety(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=250)
    if done.returncode != 0:
        sys.exit(f"surety {' '.join(arguments)}: exit code {done.returncode}\n"
                 f"{done.stdout}{done.stderr}")
    return done.stdout


def sums(program, journal):
    """NAME CHECKSUM for each family, whatever its rows' edition."""
    with tempfile.TemporaryDirectory(prefix="surety-golden-") as data:
        with tarfile.open(journal) as packed:
            packed.extractall(pathlib.Path(data) / "journal")
        if "everything holds" not in surety(program, "verify", "--data", data):
            sys.exit(f"{journal.name} does not hold")
        _, *lines = surety(program, "replay", "--from-scratch", "--data", data).splitlines()
    named = (line.split() for line in lines)
    return "".join(f"{family.split('@')[0]} {checksum}\n" for family, checksum, *_ in named)


def record(program, manual):
    with tempfile.TemporaryDirectory(prefix="surety-golden-") as folder:
        kept = pathlib.Path(folder) / "journal"
        subprocess.run([str(HERE.parents[1] / "tools" / "story"), program, "--manual", manual,
                        "--keep", str(kept)], check=True)
        journal = GOLDEN / f"{datetime.date.today()}-{manual}.tar.xz"
        with tarfile.open(journal, "w:xz", preset=9) as packed:
            for file in sorted(kept.rglob("*")):
                if file.is_file() and file.name not in ("ballast", "lock") \
                        and not file.name.startswith("LOG"):
                    packed.add(file, str(file.relative_to(kept)))
    return journal


def main(program, *wish):
    if wish[:1] == ("--record",):
        record(program, wish[1])
    journals = sorted(GOLDEN.glob("*.tar.xz"))
    if not journals:
        sys.exit("there is no golden journal")
    differ = []
    for journal in journals:
        found, told = sums(program, journal), journal.with_name(journal.name[:-7] + ".sums")
        if wish:
            told.write_text(found)
        known = told.read_text() if told.exists() else ""
        lines = set(found.splitlines()) ^ set(known.splitlines())
        other = sorted({line.split()[0] for line in lines})
        print(f"  {journal.name}: {'equal' if not other else 'other: ' + ', '.join(other)}",
              flush=True)
        differ += other
    if differ:
        sys.exit("recorded journals fold to other sums than they did: see tests/golden/README.md")


main(*sys.argv[1:])
