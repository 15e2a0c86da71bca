"""What the world is told equals what happened: publishing.py PROGRAM --folder of tools/kafka."""
import atexit
import json
import pathlib
import re
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM, FOLDER = sys.argv[1], sys.argv[3]
PASSWORD = "Surety-2026"


class Node:
    def __init__(self, brokers, prefix, data, *more):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--journal", "kafka", "--brokers", brokers, "--prefix", prefix,
             "--partitions", "3", "--data", data, "--listen", "127.0.0.1:0", "--sample", *more],
            stdout=subprocess.PIPE, text=True)
        atexit.register(self.process.kill)
        for line in self.process.stdout:
            if "ready at" in line:
                self.url = line.split()[4]
                return
        sys.exit("the node did not become ready")

    def ask(self, path, body=None, token=None):
        request = urllib.request.Request(self.url + "/api/v1" + path,
                                         json.dumps(body).encode() if body else None)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", "Bearer " + token)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def sign_in(self, name):
        return self.ask("/sessions", {"username": name, "password": PASSWORD})["token"]

    def events(self):
        """Of all cases, as an auditor reads them."""
        token, cursor, found = self.sign_in("auditor"), "", []
        while True:
            page = self.ask(f"/events?limit=1000&after={cursor}", token=token)
            if not page["items"]:
                return found
            found += page["items"]
            cursor = page["next"]


def told(brokers, prefix):
    done = subprocess.run([str(ROOT / "tools/consume_events.py"), "--brokers", brokers, "--prefix",
                           prefix], text=True, check=True,
                          stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(node, brokers, prefix, what):
    happened = {e["id"] for e in node.events()}
    public = []
    for _ in range(60):
        public = told(brokers, prefix)
        if {e["id"] for e in public} >= happened:
            break
        time.sleep(0.5)
    ids = [e["id"] for e in public]
    if len(ids) != len(set(ids)):
        sys.exit(f"{what}: an event was told twice to one who drops repeats")
    if not set(ids) >= happened:
        sys.exit(f"{what}: {len(happened - set(ids))} of {len(happened)} events were not told")
    print(f"  {what}: {len(happened)} events, {len(ids)} told")
    return public


def refused(node, token):
    """A commit without events."""
    try:
        node.ask("/projects/T-1/revalidate", {"reason": "nothing was invalid"}, token)
    except urllib.error.HTTPError as error:
        if error.code != 409:
            sys.exit(f"409 was expected: {error.code} {error.read()}")
        return
    sys.exit("a valid project was made valid again")


def nothing_owed(node):
    for _ in range(100):
        with urllib.request.urlopen(node.url + "/metrics", timeout=5) as answer:
            text = answer.read().decode()
        owed = re.findall(r"^surety_partition_unpublished\{.*\} (\S+)$", text, re.M)
        if len(owed) == 3 and not any(float(one) for one in owed):
            print("  a refusal, which nobody is told, is owed to nobody")
            return
        time.sleep(0.1)
    sys.exit(f"still to be published: {owed}")


def main():
    brokers = subprocess.run([str(ROOT / "tools/kafka"), "start", "--folder", FOLDER], text=True,
                             check=True, stdout=subprocess.PIPE).stdout.split()[-1]
    prefix = f"told-{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="surety-told-") as data:
        node = Node(brokers, prefix, data)
        public = compare(node, brokers, prefix, "after the sample")
        for case in sorted({e["case"] for e in public if e["type"].startswith("guarantee.")}):
            mine = "".join(json.dumps(e) + "\n" for e in public if e["case"] == case)
            done = subprocess.run([str(ROOT / "tools/verify_case.py")], input=mine, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if done.returncode or " holds" not in done.stdout:
                sys.exit(f"{case} from its topic: {done.stdout}")
        node.process.kill()
        node.process.wait()
        node = Node(brokers, prefix, data)
        token = node.sign_in("regulator-hlj")
        node.ask("/projects/import", {"project_code": "T-1", "name": "南岔区工程",
                                      "region_code": "230700", "investment_total": 100,
                                      "contractor": "11230703001784935X",
                                      "jurisdiction": "230000"}, token)
        compare(node, brokers, prefix, "killed and started again")
        refused(node, token)
        nothing_owed(node)
        node.process.terminate()
        node.process.wait(timeout=60)


main()
