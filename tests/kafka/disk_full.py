"""One node of three has a full disk: it says so, the others go on, and it catches up once there is
space: disk_full.py PROGRAM --folder of tools/kafka."""
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from cluster import (CONTRACTOR, OWNER, Cluster, Kafka, Unreachable, check, eventually)

START = ["--sample", "--clock", "manual", "--now", "2025-03-01T09:00:00+08:00"]
DISK = "256m"
SKIPPED = 77


def way_to_mount():
    """A mount of one's own, as an ordinary user or as root; none on machines that allow neither."""
    for words in (["unshare", "-Urm"], ["unshare", "-m"]):
        with tempfile.TemporaryDirectory() as here:
            done = subprocess.run([*words, "mount", "-t", "tmpfs", "none", here],
                                  capture_output=True, check=False)
        if done.returncode == 0:
            return words
    print("SKIPPED: this machine lets nobody mount a small disk (unshare -Urm)")
    sys.exit(SKIPPED)


def disk_of(node):
    """The node's folder as the node sees it: on a disk of its own."""
    return pathlib.Path(f"/proc/{node.process.pid}/root{node.data}")


def fill(node):
    with (disk_of(node) / "other-data").open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * (1 << 20)):
                pass
        except OSError:
            pass  # full


def project(code):
    return {"project_code": code, "name": "海" * 200, "region_code": "460100",
            "address": "江" * 200, "location": "东" * 200, "permit_number": "新" * 200,
            "contractor": CONTRACTOR, "owner": OWNER}


class Writer(threading.Thread):
    """Opens projects with long texts, at nodes that have space, until it is told to end."""

    def __init__(self, number, nodes, over):
        super().__init__(daemon=True)
        self.number, self.nodes, self.over = number, nodes, over
        self.acknowledged, self.key = [], 0

    def run(self):
        while not self.over.is_set():
            self.key += 1
            code = f"FULL-{self.number}-{self.key}"
            while not self.give(code) and not self.over.is_set():
                time.sleep(0.1)

    def give(self, code):
        node = self.nodes[self.key % len(self.nodes)]
        try:
            status, _, _ = node.call("owner-hn", "POST", "/projects", project(code),
                                     headers={"Idempotency-Key": code})
        except Unreachable:
            return False
        if status == 201:
            self.acknowledged.append(code)
        return status == 201


def waits_for(node):
    status, text, _ = node.http("GET", "/readyz", timeout=5)
    return text if status == 503 else ""


def said(node, words):
    return words in node.log.read_text()


def main():
    words = way_to_mount()
    kafka = Kafka(sys.argv[3])
    over = threading.Event()
    with tempfile.TemporaryDirectory(prefix="surety-full-") as folder:
        cluster = Cluster(sys.argv[1], folder, kafka, 3, ["--partitions", "4"])
        full, *others = cluster.nodes
        full.data.mkdir()
        full.within = [*words, "sh", "-c", f'mount -t tmpfs -o size={DISK} none "$0" && exec "$@"',
                       str(full.data)]
        writers = [Writer(i, others, over) for i in range(8)]
        try:
            cluster.start(*START)
            cluster.even()
            full.token("owner-hn")
            fill(full)
            for writer in writers:
                writer.start()
            began = time.monotonic()
            eventually(f"{full.name} says that its disk is full",
                       lambda: said(full, "is full: this node stands still"), 240)
            print(f"  ... after {time.monotonic() - began:.0f} s, "
                  f"{sum(len(w.acknowledged) for w in writers)} commands")
            eventually("it is not ready, and says why",
                       lambda: "its disk" in waits_for(full))
            status, text, _ = full.call("owner-hn", "POST", "/projects", project("FULL-NO"))
            check("it takes no command", status == 503, (status, text))
            eventually("it leaves the lead to others",
                       lambda: sorted(p for n in others for p in n.leads()) == [0, 1, 2, 3], 60)
            before = [len(w.acknowledged) for w in writers]
            eventually("the others go on for every writer", lambda: all(
                len(w.acknowledged) > b for w, b in zip(writers, before)), 60)
            over.set()
            for writer in writers:
                writer.join(60)
            (disk_of(full) / "other-data").unlink()
            eventually("there is space: it goes on", lambda: said(full, "this node goes on"))
            full.wait_ready()
            cluster.even()
            known = {p["project_code"] for p in all_projects(full)}
            lost = {c for w in writers for c in w.acknowledged} - known
            check("it has caught up with all that the others took", not lost, sorted(lost)[:5])
            for node in cluster.nodes:
                check(f"SIGTERM ends {node.name} in order", node.stop() == 0,
                      node.log.read_text()[-500:])
        finally:
            over.set()
            cluster.end()
    print("a full disk stops one node, for as long as it is full")


def all_projects(node):
    items, cursor = [], ""
    while True:
        page = node.ask("owner-hn", "GET", f"/projects?limit=1000&cursor={cursor}")
        items += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return items


main()
