#!/usr/bin/env python3
"""Three nodes on one journal: the Hainan story from node to node, while leaders die, stand still.

tests/kafka/nodes.py PROGRAM [--folder of tools/kafka]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from cluster import (CONTRACTOR, GUARANTOR, OWNER, WAN, Cluster, Kafka, Node, Unreachable, check,
                     eventually, go_on, pause)

TAKEOVER_SECONDS = 3.0
START = ["--sample", "--clock", "manual", "--now", "2025-03-01T09:00:00+08:00"]


def waits_for_brokers(program, folder):
    class Nobody:
        brokers = "127.0.0.1:1"
    node = Node(program, folder, "early", Nobody, "t-early")
    node.start()
    eventually("a node without brokers is alive", lambda: answers(node, "/healthz") == 200)
    eventually("it says what it waits for", lambda: json.loads(node.http("GET", "/readyz")[1])
               ["waits_for"] == ["no broker answers at 127.0.0.1:1"])
    status, text, headers = node.http("GET", "/readyz")
    check("it is not ready, and says why", status == 503 and headers["Retry-After"], text)
    status, text, headers = node.http("GET", "/api/v1/projects")
    check("the rest is 503, too", status == 503 and headers["Retry-After"], text)
    began = time.monotonic()
    check("SIGTERM ends the wait in order", node.stop() == 0, node.log.read_text())
    check("... at once", time.monotonic() - began < 3)


def answers(node, path):
    try:
        return node.http("GET", path, timeout=2)[0]
    except Unreachable:
        return None


def refuses_namesake(program, cluster, kafka):
    twin = Node(program, cluster.folder / "twin", "node-1", kafka, cluster.prefix)
    twin.data.mkdir(parents=True)
    twin.keys += [k for k in cluster.nodes[0].keys[4:]]
    twin.start(*START)
    check("a second node of one name ends", twin.process.wait(timeout=30) == 1)
    check("... and says why", "has the name node-1" in twin.log.read_text(), twin.log.read_text())


def clock(cluster, instant):
    """Each node has its own clock; all are moved, as time moves for all."""
    for node in cluster.living():
        node.ask("admin", "PUT", "/clock", {"now": instant})


def alerts(node):
    return node.ask("regulator-hn", "GET", "/alerts?project=STORY-1")["items"]


def open_letter(one, two):
    status, text, headers = one.call("owner-hn", "POST", "/projects", {
        "project_code": "STORY-1", "name": "海口江东新区学校", "region_code": "460100",
        "contractor": CONTRACTOR, "owner": OWNER})
    check("node 1 registers the project", status == 201, text)
    project = json.loads(text)
    seen = two.ask("owner-hn", "GET", f"/projects/{project['case']['id']}",
                   headers={"Surety-Min-Position": project["position"]})
    check("node 2 shows it to whoever brings its position", seen["version"] == 1, seen)
    application = {"project": "STORY-1", "contract_type": "construction", "contract_number": "HT-1",
                   "contract_amount": 16_130 * WAN, "guarantor": GUARANTOR,
                   "guarantee_type": "letter-of-guarantee", "uses_fiscal_budget": False,
                   "guaranteed_amount": 1_613 * WAN}
    opened = one.ask("owner-hn", "POST", "/guarantees", application,
                     headers={"Idempotency-Key": "a"})
    again = two.ask("owner-hn", "POST", "/guarantees", application,
                    headers={"Idempotency-Key": "a", "Surety-Min-Position": opened["position"]})
    check("the same key gives the same answer on another node", again == opened, again)
    letter = opened["case"]["id"]
    issued = one.ask("guarantor-hn", "POST", f"/guarantees/{letter}/issue", {
        "letter_number": "STORY-L1", "valid_from": "2025-03-01", "valid_until": "2026-03-01",
        "premium": 100_000, "guaranteed_amount": 1_613 * WAN,
        "letter": one.paper("guarantor-hn", "letter")})
    return project["case"]["id"], letter, issued["position"]


def pass_deadline(cluster, letter, position):
    one, two, three = cluster.nodes
    items = two.ask("owner-hn", "GET", f"/guarantees/{letter}/deadlines",
                    headers={"Surety-Min-Position": position})["items"]
    deadline = next(d for d in items if d["name"] == "receipt-confirmation")
    check("node 2 says why the deadline is that day", deadline["last_day"] == "2025-03-11",
          deadline)
    clock(cluster, "2025-03-11T23:59:59+08:00")
    check("day 10, 23:59:59: no alert", alerts(three) == [], alerts(three))
    clock(cluster, "2025-03-12T00:00:00+08:00")
    eventually("a second later: one alert, on every node",
               lambda: all([a["deadline"] for a in alerts(n)] == ["receipt-confirmation"]
                           for n in cluster.nodes))


def leader_of(cluster, partition):
    def found():
        leads = [n for n in cluster.living() if partition in n.leads()]
        return leads[0] if len(leads) == 1 else None
    return eventually(f"partition {partition} has one leader", found)


def amend(node, project, text):
    """A 503 says when to come again, and the key makes that harmless."""
    began = time.monotonic()
    while True:
        status, answer, headers = node.call(
            "owner-hn", "POST", f"/projects/{project}/amend", {"address": text},
            headers={"Idempotency-Key": text.replace(" ", "-")})
        if status != 503:
            check(f"{node.name} answers: {text}", status == 200, (status, answer))
            return json.loads(answer), time.monotonic() - began
        check("a 503 says when to come again", headers["Retry-After"])
        time.sleep(float(headers["Retry-After"]))


def partition_of_answer(answer):
    return int(answer["position"].split(".")[1].split(":")[0])


def survive_kill(cluster, project):
    answer, _ = amend(cluster.nodes[2], project, "before")
    partition = partition_of_answer(answer)
    victim = leader_of(cluster, partition)
    other = next(n for n in cluster.nodes if n is not victim)
    other.token("owner-hn")
    victim.kill()
    given, seconds = amend(other, project, "after the kill")
    check(f"the leader {victim.name} is killed: {other.name} answers after "
          f"{seconds:.2f} s", seconds < TAKEOVER_SECONDS)
    again, _ = amend(other, project, "after the kill")
    check("a repeat with its key changes nothing", again == given, again)
    victim.start(*START)
    victim.wait_ready()
    check("the killed node is there again, and has it all",
          history(victim, project) == history(other, project))
    return partition


def survive_standstill(cluster, project, partition):
    victim = leader_of(cluster, partition)
    other = next(n for n in cluster.nodes if n is not victim)
    other.token("owner-hn")
    pause(victim)
    _, seconds = amend(other, project, "while it stands still")
    check(f"the leader {victim.name} stands still: {other.name} answers after {seconds:.2f} s",
          seconds < TAKEOVER_SECONDS + 5)  # whoever saw a claim a moment ago waits before it claims
    time.sleep(1)
    go_on(victim)
    _, seconds = amend(victim, project, "once it goes on")
    check("it goes on, and takes commands", seconds < 10)
    eventually("it stands by where another leads",
               lambda: len([n for n in cluster.nodes if partition in n.leads()]) == 1)
    eventually("all nodes tell the same",
               lambda: history(other, project) == history(victim, project))
    texts = [e["data"]["address"] for e in history(victim, project) if "address" in e["data"]]
    check("nothing was lost, doubled or turned about", texts == [
        "before", "after the kill", "while it stands still", "once it goes on"], texts)


def history(node, project):
    return node.ask("owner-hn", "GET", f"/projects/{project}/history")["items"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--folder", required=True, help="of tools/kafka")
    given = parser.parse_args()
    kafka = Kafka(given.folder)
    with tempfile.TemporaryDirectory(prefix="surety-nodes-") as folder:
        waits_for_brokers(given.program, folder)
        cluster = Cluster(given.program, folder, kafka, 3, ["--partitions", "4"])
        try:
            cluster.start(*START)
            cluster.even()
            refuses_namesake(given.program, cluster, kafka)
            project, letter, position = open_letter(*cluster.nodes[:2])
            pass_deadline(cluster, letter, position)
            partition = survive_kill(cluster, project)
            survive_standstill(cluster, project, partition)
            cluster.nodes[2].ask("contractor-hn", "POST",
                                 f"/guarantees/{letter}/confirm-receipt", {})
            eventually("a late confirmation at node 3 closes the alert, as node 2 sees",
                       lambda: [a["state"] for a in alerts(cluster.nodes[1])] == ["closed"])
            cluster.compare()
        finally:
            cluster.end()
    print("the nodes hold together")


if __name__ == "__main__":
    main()
