"""A webhook of three nodes: one of them sends, and when it dies another goes on where it stopped:
webhooks.py PROGRAM --folder of tools/kafka."""
import argparse
import http.server
import json
import pathlib
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from cluster import CONTRACTOR, OWNER, Cluster, Kafka, check, eventually

START = ["--sample", "--clock", "manual", "--now", "2025-03-01T09:00:00+08:00",
         "--private-webhooks"]


class Receiver(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taken)
        self.heard = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def subjects(self):
        return [e["subject"] for e in list(self.heard)]


class Taken(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append(event)
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def partition(root, count):
    digest = 14695981039346656037
    for byte in root.encode():
        digest = (digest ^ byte) * 1099511628211 % 2**64
    return digest % count


def sender(cluster):
    """The node that leads the webhook's partition."""
    def found():
        for node in cluster.living():
            if partition("tax", len(node.metrics("surety_partition_leading"))) in node.leads():
                return node
        return None
    return eventually("somebody leads the webhook's partition", found)


def projects(cluster, first, last):
    """Opened at the nodes in turn; what they are called in events."""
    subjects = []
    for i in range(first, last):
        node = cluster.living()[i % len(cluster.living())]
        node.ask("owner-hn", "POST", "/projects",
                 {"project_code": f"HOOK-{i}", "name": "海口学校", "region_code": "460100",
                  "contractor": CONTRACTOR, "owner": OWNER})
        subjects.append(f"project/HOOK-{i}")
    return subjects


def deliveries(node):
    return node.ask("admin", "GET", "/webhooks/tax/deliveries")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--folder", required=True)
    given = parser.parse_args()
    receiver = Receiver()
    kafka = Kafka(given.folder)
    with tempfile.TemporaryDirectory(prefix="surety-webhooks-") as folder:
        cluster = Cluster(given.program, folder, kafka, 3)
        try:
            cluster.start(*START)
            cluster.even()
            one = cluster.nodes[0]
            hainan = one.ask("regulator-hn", "GET", "/account")["organisation"]["id"]
            made = one.ask("admin", "POST", "/webhooks", {
                "name": "tax", "url": f"http://127.0.0.1:{receiver.server_port}/",
                "types": ["project.registered"], "organisation": hainan})
            check("the secret is shown", made["secret"].startswith("whsec_"))
            opened = projects(cluster, 0, 9)
            eventually("all of it is sent", lambda: set(receiver.subjects()) >= set(opened))
            check("by one node, not by each", len(receiver.heard) < 2 * len(opened),
                  receiver.subjects())
            for node in cluster.nodes:
                eventually(f"{node.name} tells how far it has got", lambda node=node:
                           deliveries(node)["last_event"] == receiver.heard[-1]["id"])
            dead = sender(cluster)
            dead.kill()
            check(f"{dead.name}, which sent, is dead", not dead.runs())
            opened += projects(cluster, 9, 18)
            eventually("another goes on", lambda: set(receiver.subjects()) >= set(opened))
            since = receiver.subjects()[receiver.subjects().index("project/HOOK-9"):]
            check("where that one stopped", "project/HOOK-0" not in since
                  and len(receiver.heard) < 2 * len(opened), receiver.subjects())
        finally:
            cluster.end()
    print("the webhook of three nodes holds")


if __name__ == "__main__":
    main()
