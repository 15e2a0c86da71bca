"""What must hold after tools/chaos: counts, compares, and notes in the report what does not."""
import collections
import json
import subprocess

from cluster import ROOT, check, eventually

# Of each kind a topic; what happens to a partition itself is told to nobody.


def every(node, who, path):
    """All items of a list, page by page."""
    items, cursor = [], ""
    while True:
        page = node.ask(who, "GET", path + ("&" if "?" in path else "?") + "limit=1000" +
                        (f"&cursor={cursor}" if cursor else ""))
        items += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return items


def history(node, case):
    kind, identity = case.split("/", 1)
    who = "admin" if kind == "account" else "auditor"
    return node.ask(who, "GET", f"/{kind}s/{identity}/history")["items"]


def count_commands(cluster, writers, report):
    """Every acknowledged command once, at the record its answer named, in order, on every node."""
    before = len(report.broken)
    answers = collections.defaultdict(list)
    for writer in writers:
        for answer in writer.answers:
            answers["{kind}/{id}".format(**answer["case"])].append(answer)
    addresses = {f"project/{p}": texts for w in writers for p, texts in w.projects.items()}
    seen = {}
    for node in cluster.nodes:
        for case, acknowledged in answers.items():
            events = history(node, case)
            if seen.setdefault(case, events) != events:
                report.wrong(f"{case} has another history at {node.name}")
            at = {(e["version"], e["type"], e["position"]) for e in events}
            # A void record has no place in a history: its answer would be missing here.
            # What a command did to other cases of its root stands in the same record.
            own = case.split("/", 1)[0] + "."
            lost = [a for a in acknowledged if not at.issuperset(
                (e["version"], e["type"], a["position"]) for e in a["events"]
                if e["type"].startswith(own))]
            report.count("commands lost", len(lost))
            if lost:
                report.wrong(f"{case} at {node.name} lacks {lost[:3]}")
            found = [e["data"]["address"] for e in events if "address" in e["data"]]
            report.count("commands doubled", len(found) - len(set(found)))
            if case in addresses and found != addresses[case]:
                report.wrong(f"{case} at {node.name}: {found} instead of {addresses[case]}")
    check(f"{len(answers)} cases hold every acknowledged command once, in order, on every node",
          len(report.broken) == before, report.broken[before:before + 3])


def count_deadlines(cluster, writers, report):
    letters = {letter for w in writers for letter in w.letters}

    def counted(node):
        """How often the deadline of each letter has become an alert; how many did so too early."""
        late = [a for a in every(node, "regulator-hn", "/alerts")
                if a["deadline"] == "receipt-confirmation" and a["project"] in letters]
        return (collections.Counter(a["project"] for a in late),
                sum(a["raised_at"] < a["due_at"] for a in late))
    for node in cluster.nodes:
        eventually(f"{node.name} shows the deadline of each of {len(letters)} letters once",
                   lambda n=node: counted(n)[0].keys() == letters)
        passed, early = counted(node)
        report.counts["deadlines passed"] = sum(passed.values())
        report.count("deadlines passed early", early)
        twice = {letter: times for letter, times in passed.items() if times > 1}
        check(f"no deadline passed twice or early at {node.name}", not twice and not early, twice)


def happened(node):
    """Every event of every case that people may see, as (hash, case, its place in the journal)."""
    events, cursor = set(), ""
    while True:
        page = node.ask("auditor", "GET", f"/events?limit=1000&after={cursor}")
        if not page["items"]:
            break
        events |= {place(e) for e in page["items"]}
        cursor = page["next"]
    hashes = {e[0] for e in events}
    accounts = {e["hash"] for a in every(node, "admin", "/accounts")
                for e in history(node, f"account/{a['id']}")}
    return events, hashes | accounts


def place(event):
    return (event["id"], event["case"], int(event["generation"]), int(event["sequence"]),
            int(event["index"]))


def compare_public(cluster, brokers, report):
    """What a plain subscriber keeps equals what happened: nothing more, nothing less, once."""
    eventually("all is published", lambda: not any(
        sum(n.metrics("surety_partition_unpublished").values()) for n in cluster.nodes), 60)
    done = subprocess.run([str(ROOT / "tools" / "consume_events.py"), "--brokers", brokers,
                           "--prefix", cluster.prefix],
                          text=True, capture_output=True, check=False)
    check("the public topics can be read", done.returncode == 0, done.stderr[-500:])
    public = collections.Counter(place(json.loads(x)) for x in done.stdout.splitlines())
    told = {e[0] for e in public}
    for node in cluster.nodes:
        events, hashes = happened(node)
        missing, foreign = hashes - told, told - hashes
        misplaced = events - set(public)
        doubled = sum(public.values()) - len(told)
        report.counts["public events checked"] = len(told)
        report.count("public events missing", len(missing))
        report.counts["public events doubled after dropping"] = doubled
        check(f"{len(told)} public events are what {node.name} tells, each once, in order",
              not (missing or foreign or misplaced or doubled),
              f"{len(missing)} missing, {len(foreign)} in no history, {len(misplaced)} at another "
              f"place, {doubled} doubled: {sorted(missing | foreign)[:3]}")
