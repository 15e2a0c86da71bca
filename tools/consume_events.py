#!/usr/bin/python3
"""Prints the public events of kinds, each once, in order per root: what any subscriber does.

tools/consume_events.py --brokers HOST:PORT,… [--kind guarantee …] [--case guarantee/ID] [--follow]
Needs nothing but a Kafka client (python3-confluent-kafka). A case's lines are what verify_case.py
reads: its proof needs the topic alone.
"""
import argparse
import json

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition


def events(brokers, prefix, kinds=None, follow=False):
    """Attributes and `data_text`; what is not above the highest of its partition is a repeat.
    Without kinds those of all topics that are there."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "unused",
                         "enable.auto.commit": False, "enable.partition.eof": True})
    there = consumer.list_topics(timeout=10).topics
    topics = [f"{prefix}.events.{kind}" for kind in kinds] if kinds else [
        topic for topic in there if topic.startswith(prefix + ".events.")]
    reading = {(topic, p) for topic in topics for p in there[topic].partitions}
    consumer.assign([TopicPartition(*one, OFFSET_BEGINNING) for one in reading])
    highest = {}
    while reading or follow:
        message = consumer.poll(1)
        if message is None:
            continue
        source = (message.topic(), message.partition())
        if message.error():
            if message.error().code() != KafkaError._PARTITION_EOF:
                raise SystemExit(str(message.error()))
            reading.discard(source)
            continue
        event = {k[3:]: v.decode() for k, v in message.headers() if k.startswith("ce_")}
        place = tuple(int(event[x]) for x in ("generation", "sequence", "index"))
        if place > highest.get(source, (0, 0, 0)):
            highest[source] = place
            yield {**event, "hash": event["id"], "partition": message.partition(),
                   "data_text": message.value().decode()}
    consumer.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brokers", required=True)
    parser.add_argument("--prefix", default="surety")
    parser.add_argument("--kind", nargs="+", help="all without")
    parser.add_argument("--case", help="of this case alone, KIND/ID")
    parser.add_argument("--follow", action="store_true", help="wait for more")
    given = parser.parse_args()
    for one in events(given.brokers, given.prefix, given.kind, given.follow):
        if given.case in (None, one["case"]):
            print(json.dumps(one, ensure_ascii=False), flush=True)
