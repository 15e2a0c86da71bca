"""Nodes of `surety serve --journal kafka`, for tools/chaos and tests/kafka/nodes.py."""
import json
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONTRACTOR, OWNER, GUARANTOR = "9131011513230855XK", "91460000MA5TPGXG3G", "91460000MA5TM8HD9J"
WAN = 1_000_000


def check(what, holds, seen=None):
    if not holds:
        raise SystemExit(f"does not hold: {what}" + (f"; seen: {seen}" if seen is not None else ""))
    print(f"  {what}", flush=True)


def eventually(what, holds, seconds=30.0):
    """Waits until it holds; what it gave then."""
    until = time.monotonic() + seconds
    while True:
        got = holds()
        if got:
            return got
        if time.monotonic() > until:
            raise SystemExit(f"does not hold after {seconds} s: {what}")
        time.sleep(0.02)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Unreachable(Exception):
    """The node did not answer: it is dead, stopped, or cut off."""


class Kafka:
    """Brokers by tools/kafka, in a folder of their own or one shared with other tests."""

    def __init__(self, folder, brokers=1, more=()):
        self.folder = str(folder)
        self.brokers = self.call("start", "--brokers", str(brokers), "--port", "0",
                                 *more).strip()

    def call(self, *words):
        done = subprocess.run([str(ROOT / "tools" / "kafka"), *words, "--folder", self.folder],
                              text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"tools/kafka {words[0]} failed: {done.stderr}")
        return done.stdout

    def stop(self):
        self.call("stop")


class Node:
    def __init__(self, program, folder, name, kafka, prefix, more=()):
        self.program, self.name, self.data = program, name, pathlib.Path(folder) / name
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.shared = ["--journal", "kafka", "--brokers", kafka.brokers, "--prefix", prefix]
        self.keys = ["--listen", f"127.0.0.1:{self.port}", "--name", name, *more]
        self.log = pathlib.Path(folder) / f"{name}.log"
        self.process, self.tokens = None, {}
        self.within = []  # a command that runs the program

    def start(self, *more):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*self.within, self.program, "serve", "--data", str(self.data), *self.shared,
                 *self.keys, *more],
                stdout=log, stderr=log)

    def send(self, how):
        self.process.send_signal(how)

    def kill(self):
        self.send(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def http(self, method, path, data=None, headers=None, timeout=40):
        request = urllib.request.Request(self.url + path, data, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers
        except OSError as error:
            raise Unreachable(f"{self.name}: {error}") from error
        except Exception as error:  # a connection that ends within the answer
            raise Unreachable(f"{self.name}: {error!r}") from error

    def ready(self):
        try:
            return self.http("GET", "/readyz", timeout=5)[0] == 200
        except Unreachable:
            return False

    def wait_ready(self, seconds=120.0):
        def holds():
            if not self.runs():
                raise SystemExit(f"{self.name} ended: {self.log.read_text()[-800:]}")
            return self.ready()
        eventually(f"{self.name} is ready", holds, seconds)

    def token(self, who):
        if who not in self.tokens:
            body = json.dumps({"username": who, "password": "Surety-2026"}).encode()
            status, text, _ = self.http("POST", "/api/v1/sessions", body,
                                        {"Content-Type": "application/json"})
            if status != 201:
                raise Unreachable(f"{self.name}: sign-in of {who}: {status} {text}")
            self.tokens[who] = json.loads(text)["token"]
        return self.tokens[who]

    def call(self, who, method, path, body=None, raw=None, headers=None, timeout=40):
        headers = dict(headers or {})
        if who:
            headers["Authorization"] = "Bearer " + self.token(who)
        if raw is None:
            headers.setdefault("Content-Type", "application/json")
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        status, text, answer = self.http(method, "/api/v1" + path, data, headers, timeout)
        if status == 401 and who:
            self.tokens.pop(who, None)
        return status, text, answer

    def ask(self, who, method, path, body=None, status=(200, 201), **more):
        got, text, _ = self.call(who, method, path, body, **more)
        if got not in status:
            raise SystemExit(f"{self.name}: {method} {path} by {who}: {got} {text}")
        return json.loads(text) if text else {}

    def paper(self, who, title):
        bytes_ = f"%PDF-1.4\n% {title}\n%%EOF\n".encode()
        return self.ask(who, "POST", "/documents", raw=bytes_, headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="paper.pdf"'})["id"]

    def metrics(self, name):
        """Values by partition."""
        text = self.http("GET", "/metrics", timeout=5)[1]
        return {int(p): float(v) for p, v in
                re.findall(rf'^{name}\{{partition="(\d+)"\}} (\S+)$', text, re.M)}

    def leads(self):
        return {p for p, one in self.metrics("surety_partition_leading").items() if one}

    def verb(self, *words):
        """A verb on the stopped node's folder: replay, verify."""
        return subprocess.run([self.program, *words, "--data", str(self.data), *self.shared],
                              text=True, capture_output=True, check=False)


class Cluster:
    def __init__(self, program, folder, kafka, count, more=(), relays=()):
        """`relays`: what stands between each node and the brokers."""
        self.folder = pathlib.Path(folder)
        self.prefix = f"t-{secrets.token_hex(4)}"
        (self.folder / "master.key").write_bytes(secrets.token_bytes(32))
        shared = ["--documents", str(self.folder / "documents"),
                  "--master-key", str(self.folder / "master.key"), *more]
        self.nodes = [Node(program, folder, f"node-{i + 1}", relays[i] if relays else kafka,
                           self.prefix, shared) for i in range(count)]

    def start(self, *more):
        for node in self.nodes:
            node.start(*more)
        for node in self.nodes:
            node.wait_ready()

    def end(self):
        for node in self.nodes:
            if node.runs():
                node.send(signal.SIGCONT)
                node.kill()

    def living(self):
        return [n for n in self.nodes if n.runs()]

    def even(self, seconds=60.0):
        """Waits until all nodes have folded the same, and every partition has one leader."""
        def same():
            try:
                at = [n.metrics("surety_partition_sequence") for n in self.living()]
                led = sorted(p for n in self.living() for p in n.leads())
            except Unreachable:
                return False
            return all(a == at[0] for a in at) and led == sorted(at[0])
        eventually("all nodes have folded the same, and every partition has one leader", same,
                   seconds)

    def compare(self):
        """Stops all nodes in order; their checksums are equal and the journal verifies."""
        self.even()
        for node in self.living():
            check(f"SIGTERM ends {node.name} in order", node.stop() == 0)
        sums = []
        for node in self.nodes:
            done = node.verb("replay", "--from-scratch")
            check(f"surety replay at {node.name} finds every checksum equal", done.returncode == 0,
                  done.stdout + done.stderr)
            sums.append([line for line in done.stdout.splitlines() if line.endswith(" equal")])
        check("the checksums of all nodes are equal",
              sums[0] and all(one == sums[0] for one in sums), sums)
        for node in self.nodes:
            done = node.verb("verify")
            check(f"surety verify at {node.name}", done.returncode == 0, done.stdout + done.stderr)


def program_beside(given):
    return given or str(ROOT / "build" / "surety")


def pause(node):
    os.kill(node.process.pid, signal.SIGSTOP)


def go_on(node):
    os.kill(node.process.pid, signal.SIGCONT)


def say(text):
    print(text, file=sys.stderr, flush=True)
