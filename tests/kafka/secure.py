"""Brokers that want TLS and a password: secure.py PROGRAM."""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from cluster import CONTRACTOR, OWNER, Kafka, Node, Unreachable, check, eventually
from kafka_config import PASSWORD, USER, make_certificates


def keys(authority, password=PASSWORD):
    return [word for pair in (
        "security.protocol=SASL_SSL", "sasl.mechanisms=PLAIN", f"sasl.username={USER}",
        f"sasl.password={password}", f"ssl.ca.location={authority}")
        for word in ("--kafka", pair)]


def lets_in(program, folder, kafka, authority):
    node = Node(program, folder, "welcome", kafka, "secure", ["--partitions", "2",
                                                              *keys(authority)])
    try:
        node.start("--sample")
        node.wait_ready()
        opened = node.ask("owner-hn", "POST", "/projects", {
            "project_code": "TLS-1", "name": "TLS-1", "region_code": "460100",
            "contractor": CONTRACTOR, "owner": OWNER})
        seen = node.ask("owner-hn", "GET", f"/projects/{opened['case']['id']}")
        check("a command goes to the brokers by TLS and comes back", seen["version"] == 1, seen)
        check("SIGTERM ends the node in order", node.stop() == 0)
    finally:
        if node.runs():
            node.kill()
    check("the log tells no password", PASSWORD not in node.log.read_text())


def turned_away(program, folder, kafka, name, more, word):
    """Ends, or waits, with one line that names what is wrong."""
    node = Node(program, folder, name, kafka, "secure", more)
    try:
        node.start()

        def told():
            return word in node.log.read_text() or not node.runs()
        eventually(f"{name} says something", told)
        lines = [x for x in node.log.read_text().splitlines() if " [info] " not in x]
        # A broker that is slow to turn it away has not answered yet: that may stand before.
        naming = [x for x in lines if word in x or "no broker answers" not in x]
        check(f"{name}: one line names it", len(naming) == 1 and word in naming[0], lines)

        def ready_or_ended():
            try:
                return json.loads(node.http("GET", "/readyz")[1])["waits_for"]
            except Unreachable:  # it has said why, and is on its way down
                return None if node.runs() else "ended"
        said = eventually(f"{name} answers, or has ended", ready_or_ended)
        if said == "ended":
            check("it has ended with 1", node.process.returncode == 1, node.process.returncode)
        else:
            check("... and so does /readyz", word in said[0], said)
            check("SIGTERM ends the wait in order", node.stop() == 0)
    finally:
        if node.runs():
            node.kill()


def main():
    with tempfile.TemporaryDirectory(prefix="surety-secure-") as folder:
        folder = pathlib.Path(folder)
        kafka = Kafka(folder / "kafka", 1, ["--secure"])
        authority, stranger = folder / "kafka" / "ca.crt", folder / "stranger"
        stranger.mkdir()
        make_certificates(stranger)
        try:
            lets_in(sys.argv[1], folder, kafka, authority)
            turned_away(sys.argv[1], folder, kafka, "wrong-password", keys(authority, "guessed"),
                        "refuse this node's name or password")
            turned_away(sys.argv[1], folder, kafka, "untrusted-certificate",
                        keys(stranger / "ca.crt"), "certificate")
            turned_away(sys.argv[1], folder, kafka, "no-tls", [], "no broker answers")
        finally:
            kafka.stop()


main()
