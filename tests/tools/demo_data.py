"""A made-up province: the same seed gives the same cases, and whatever it wrote holds."""
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]


def surety(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=250)
    if done.returncode != 0:
        sys.exit(f"surety {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def play(folder, seed):
    """The table of cases, and how many events were written."""
    *table, figures = surety("demo-data", "--projects", "60", "--seed", seed, "--data", folder,
                             "--now", "2025-03-01T09:00:00+08:00").splitlines()
    return table, int(figures.split(" commands, ")[1].split()[0])


def check(what, holds, seen):
    if not holds:
        sys.exit(f"does not hold: {what}; seen: {seen}")
    print(f"  {what}", flush=True)


with tempfile.TemporaryDirectory(prefix="surety-demo-") as data:
    one, two, other = (f"{data}/{name}" for name in ("one", "two", "other"))
    table, events = play(one, "7")
    kinds = {line.split()[0] for line in table}
    check("every kind of business has cases",
          kinds >= {"projects", "policies", "service-orders", "hazards", "insurance-claims",
                    "guarantees", "payment-plans", "alerts"}, kinds)
    check("the same seed, the same cases", play(two, "7")[0] == table, table)
    check("another seed, others", play(other, "8")[0] != table, table)
    again, more = play(one, "7")
    check("played again, nothing is added", (again, more) == (table, 0), (again, more))
    surety("verify", "--data", one)
    check("its chains hold", True, None)
    surety("replay", "--from-scratch", "--data", one)
    check("built anew, every read model is the same", True, None)
