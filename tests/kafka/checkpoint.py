"""A new node starts from another's checkpoint: checkpoint.py PROGRAM --folder FOLDER (of tools/kafka)."""
import argparse
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tools"))
from cluster import CONTRACTOR, OWNER, Cluster, Kafka, check, eventually  # noqa: E402

START = ["--sample", "--clock", "manual", "--now", "2025-03-01T09:00:00+08:00"]


def register(node, code):
    return node.ask("owner-hn", "POST", "/projects", {
        "project_code": code, "name": code, "region_code": "460100", "contractor": CONTRACTOR,
        "owner": OWNER})["position"]


def checkpoints_in(folder):
    return sorted(p.parent for p in folder.glob("*/manifest.json"))


def said(node, text):
    return text in node.log.read_text()


def damage(file):
    """In place of the file, not in it: the node that made the checkpoint has it too."""
    bytes_ = bytearray(file.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    file.unlink()
    file.write_bytes(bytes_)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--folder", required=True, help="of tools/kafka")
    given = parser.parse_args()
    kafka = Kafka(given.folder)
    with tempfile.TemporaryDirectory(prefix="surety-checkpoint-") as folder:
        shared = pathlib.Path(folder) / "checkpoints"
        cluster = Cluster(given.program, folder, kafka, 3, [
            "--partitions", "4", "--checkpoints", str(shared), "--checkpoint-minutes", "0.05"])
        one, two, three = cluster.nodes
        try:
            one.start(*START)
            one.wait_ready()
            check("with nothing there, a node reads the journal", said(one, "no checkpoint fits"))
            register(one, "BEFORE")
            eventually("checkpoints are made, and two are kept",
                       lambda: len(checkpoints_in(shared)) == 2 and said(one, "made a checkpoint"))
            last = checkpoints_in(shared)[-1]
            eventually("each newer than the one before",
                       lambda: checkpoints_in(shared)[-1] > last)
            one.stop()
            one.start(*START)  # makes another one at once, and then on and on
            one.wait_ready()
            position = register(one, "AFTER")
            two.start(*START)
            two.wait_ready()
            check("a new node starts from it", said(two, "starts from the checkpoint that node-1"),
                  two.log.read_text())
            for code in ("BEFORE", "AFTER"):
                seen = two.ask("owner-hn", "GET", f"/projects/{code}",
                               headers={"Surety-Min-Position": position})
                check(f"it has the project {code}", seen["version"] == 1, seen)

            one.stop()
            two.stop()
            for checkpoint in checkpoints_in(shared):
                damage(next(checkpoint.glob("*.sst")))
            three.start(*START)
            three.wait_ready()
            check("a damaged checkpoint is passed over, and the node says so",
                  said(three, "is not what was written") and said(three, "no checkpoint fits"),
                  three.log.read_text())
            manifest = json.loads((checkpoints_in(shared)[-1] / "manifest.json").read_text())
            check("a manifest names positions, heads, checksums and files",
                  len(manifest["positions"]) == 4 and manifest["positions"][0]["head"] and
                  len(manifest["families"][0]["checksums"]) == 4 and manifest["files"], manifest)
            one.start(*START)
            two.start(*START)
            for node in (one, two):
                node.wait_ready()
            cluster.compare()
        finally:
            cluster.end()
    print("checkpoints hold")


if __name__ == "__main__":
    main()
