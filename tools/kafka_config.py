"""What a broker of tools/kafka is told: its properties, and certificates made for one cluster."""
import subprocess

USER, PASSWORD = "surety", "Brokers-2026"


def listeners(cluster, node):
    """(name, port, advertised port, protocol) of each: the brokers' own first, then people's."""
    yield "PLAINTEXT", cluster["ports"][node - 1], cluster["ports"][node - 1], "PLAINTEXT"
    if cluster["secure"]:
        port = cluster["secure"][node - 1]
        yield "SECURE", port, port, "SASL_SSL"
    for number, relay in enumerate(cluster["relays"]):
        port, advertised = relay[node - 1]
        yield f"RELAY{number + 1}", port, advertised, "PLAINTEXT"


def properties_of(cluster, node, data, folder):
    count = len(cluster["ports"])
    copies, least = (3, 2) if count == 3 else (1, 1)
    own = list(listeners(cluster, node))
    controller = cluster["controllers"][node - 1]
    voters = ",".join(f"{n + 1}@127.0.0.1:{p}" for n, p in enumerate(cluster["controllers"]))
    at = ",".join(f"{name}://127.0.0.1:{port}" for name, port, _, _ in own)
    advertised = ",".join(f"{name}://127.0.0.1:{port}" for name, _, port, _ in own)
    protocols = ",".join(f"{name}:{protocol}" for name, _, _, protocol in own)
    return f"""process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners={at},CONTROLLER://127.0.0.1:{controller}
advertised.listeners={advertised}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,{protocols}
log.dirs={data}
num.network.threads=2
num.io.threads=4
auto.create.topics.enable=false
unclean.leader.election.enable=false
default.replication.factor={copies}
min.insync.replicas={least}
offsets.topic.replication.factor={copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={least}
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
controller.quorum.election.timeout.ms=500
controller.quorum.fetch.timeout.ms=1000
replica.lag.time.max.ms=5000
message.max.bytes=1048588
""" + (secure_properties(folder) if cluster["secure"] else "")


def secure_properties(folder):
    return f"""sasl.enabled.mechanisms=PLAIN
listener.name.secure.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_{USER}="{PASSWORD}";
listener.name.secure.ssl.keystore.type=PEM
listener.name.secure.ssl.keystore.location={folder / "broker.pem"}
"""


def make_certificates(folder):
    """ca.crt is what a client trusts, broker.pem what every broker of the cluster shows."""
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj",
            "/CN=Surety test authority", "-keyout", "ca.key", "-out", "ca.crt")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout",
            "broker.key", "-out", "broker.csr")
    (folder / "broker.ext").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    openssl("x509", "-req", "-in", "broker.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "30", "-extfile", "broker.ext", "-out", "broker.crt")
    (folder / "broker.pem").write_text((folder / "broker.key").read_text() +
                                       (folder / "broker.crt").read_text())
