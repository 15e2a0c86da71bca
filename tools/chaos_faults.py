"""What tools/chaos does to nodes, brokers, and the connections between them."""
import datetime
import threading
import time

from cluster import Unreachable, go_on, pause, say

DAY_ONE = datetime.datetime.fromisoformat("2025-03-01T09:00:00+08:00")
STANDSTILL_SECONDS = (0.5, 4.0)  # shorter and longer than a node's session
BROKER_SECONDS = (4.0, 9.0)  # a broker's session is 3 s, a request gives up after 8


class Faults:
    """Never two brokers at a time, nor two nodes, so that a majority and one node are always left.
    Every kind comes once before any comes again."""

    def __init__(self, cluster, kafka, relays, random, report, until):
        self.cluster, self.kafka, self.relays, self.report = cluster, kafka, relays, report
        self.random, self.until = random, until
        self.now = DAY_ONE
        self.brokers = len(kafka.brokers.split(","))
        self.deck = []
        self.back = None  # a broker that was killed comes back meanwhile

    def one(self):
        if not self.deck:
            self.deck = [self.kill_node, self.kill_node, self.stand_still, self.stand_still,
                         self.stop_in_order, self.kill_broker, self.pause_broker, self.cut,
                         self.refuse, self.hold]
            self.random.shuffle(self.deck)
        waits = self.back and self.back.is_alive()
        now = [f for f in self.deck if not waits or f not in (self.kill_broker, self.pause_broker)]
        fault = now[-1] if now else self.stand_still
        if now:
            self.deck.remove(fault)
        fault()

    def tell(self, what):
        say(f"{max(0, self.until - time.monotonic()):5.0f} s left: {what}")

    def leader(self):
        """Whoever leads most; anyone if nobody can be asked."""
        def leads(node):
            try:
                return len(node.leads())
            except Unreachable:
                return 0
        nodes = self.cluster.living()
        return max(nodes, key=leads) if self.random.random() < 0.7 else self.random.choice(nodes)

    def kill_node(self):
        node = self.leader()
        self.tell(f"kill -9 {node.name}")
        node.kill()
        self.report.count("nodes killed")
        time.sleep(self.random.uniform(0, 3))
        self.begin(node)

    def stop_in_order(self):
        node = self.leader()
        self.tell(f"SIGTERM {node.name}")
        code = node.stop()
        if code != 0:
            self.report.wrong(f"{node.name} ended with {code} on SIGTERM")
        self.report.count("nodes stopped in order")
        self.begin(node)

    def begin(self, node):
        node.start("--sample", "--clock", "manual", "--now", DAY_ONE.isoformat())
        if self.random.random() < 0.5:
            node.wait_ready(90)

    def stand_still(self):
        node, seconds = self.leader(), self.random.choice(STANDSTILL_SECONDS)
        self.tell(f"SIGSTOP {node.name} for {seconds} s")
        pause(node)
        time.sleep(seconds)
        go_on(node)
        self.report.count("nodes stood still")

    def kill_broker(self):
        number = str(self.random.randint(1, self.brokers))
        self.tell(f"kill -9 broker {number}")
        self.kafka.call("kill", number)
        self.report.count("brokers killed")
        self.back = threading.Thread(target=self.start_broker,
                                     args=(number, self.random.uniform(0, 4)))
        self.back.start()

    def start_broker(self, number, later):
        time.sleep(later)
        try:
            self.kafka.call("start", number)
        except SystemExit as error:
            self.report.wrong(str(error))

    def pause_broker(self):
        number, seconds = str(self.random.randint(1, self.brokers)), \
            self.random.choice(BROKER_SECONDS)
        self.tell(f"SIGSTOP broker {number} for {seconds} s")
        self.kafka.call("pause", number)
        time.sleep(seconds)
        self.kafka.call("resume", number)
        self.report.count("brokers paused")

    def way(self):
        """The leader's way to the brokers, and its name."""
        node = self.leader()
        return self.relays[self.cluster.nodes.index(node)], node.name

    def cut(self):
        relay, name = self.way()
        times = self.random.randint(1, 4)
        self.tell(f"cut all connections of {name}, {times} times")
        for _ in range(times):
            self.report.count("connections cut", relay.cut())
            time.sleep(self.random.uniform(0.1, 1))

    def refuse(self):
        (relay, name), seconds = self.way(), self.random.uniform(1, 10)
        self.tell(f"cut and refuse all connections of {name} for {seconds:.1f} s")
        relay.refuse(True)
        self.report.count("connections cut", relay.cut())
        time.sleep(seconds)
        relay.refuse(False)
        self.report.count("nodes cut off")

    def hold(self):
        (relay, name), seconds = self.way(), self.random.uniform(1, 12)
        late = self.random.random() < 0.5
        self.tell(f"a black hole around {name} for {seconds:.1f} s, then "
                  f"{'all arrives late' if late else 'all is cut'}")
        relay.hold(True)
        time.sleep(seconds)
        if not late:
            self.report.count("connections cut", relay.cut())
        relay.hold(False)
        self.report.count("nodes in a black hole")

    def move_clock(self, days):
        """A day on, at every node that can be asked: their clocks differ for a while."""
        self.now += datetime.timedelta(days=days)
        for node in self.cluster.living():
            threading.Thread(target=self.set_clock, args=(node, self.now), daemon=True).start()

    def set_clock(self, node, now):
        try:
            node.call("admin", "PUT", "/clock", {"now": now.isoformat()}, timeout=10)
        except Unreachable:
            pass

    def end(self):
        if self.back:
            self.back.join()

    def end_of_days(self):
        """Past every deadline, at every node."""
        self.now += datetime.timedelta(days=12)
        for node in self.cluster.nodes:
            node.ask("admin", "PUT", "/clock", {"now": self.now.isoformat()})
