"""The way from one node to its brokers, which tools/chaos cuts, closes and holds up."""
import asyncio
import json
import pathlib
import threading


class Relay:
    """Stands for the brokers: `.brokers` is what its node is told. Called from any thread."""
    loop = None

    def __init__(self, ports):
        """`ports`: of each broker the one behind the relay, and the one it advertises."""
        self.ports = ports
        self.brokers = ",".join(f"127.0.0.1:{advertised}" for _, advertised in ports)
        self.connections, self.refuses, self.flows = set(), False, None
        self.ask(self.listen())

    @classmethod
    def ask(cls, what):
        if cls.loop is None:
            cls.loop = asyncio.new_event_loop()
            threading.Thread(target=cls.loop.run_forever, daemon=True).start()
        return asyncio.run_coroutine_threadsafe(what, cls.loop).result(30)

    async def listen(self):
        self.flows = asyncio.Event()
        self.flows.set()
        for behind, advertised in self.ports:
            await asyncio.start_server(lambda r, w, to=behind: self.serve(r, w, to),
                                       "127.0.0.1", advertised)

    async def serve(self, reader, writer, to):
        self.connections.add(writer)
        try:
            if self.refuses:
                return
            await self.flows.wait()
            broker_reader, broker_writer = await asyncio.open_connection("127.0.0.1", to)
            self.connections.add(broker_writer)
            try:
                there = asyncio.ensure_future(self.pump(reader, broker_writer))
                back = asyncio.ensure_future(self.pump(broker_reader, writer))
                await asyncio.wait([there, back], return_when=asyncio.FIRST_COMPLETED)
                there.cancel()
                back.cancel()
            finally:
                self.drop(broker_writer)
        except OSError:
            pass  # the broker is not there
        finally:
            self.drop(writer)

    async def pump(self, reader, writer):
        try:
            while data := await reader.read(1 << 16):
                await self.flows.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # cut

    def drop(self, writer):
        self.connections.discard(writer)
        writer.transport.abort()

    def cut(self):
        """All its connections; how many there were."""
        async def now():
            cut = list(self.connections)
            for writer in cut:
                self.drop(writer)
            return len(cut) // 2
        return self.ask(now())

    def refuse(self, yes):
        async def now():
            self.refuses = yes
        self.ask(now())

    def hold(self, yes):
        """A black hole: connections are taken, and nothing arrives until it is over."""
        async def now():
            if yes:
                self.flows.clear()
            else:
                self.flows.set()
        self.ask(now())


def relays_of(kafka_folder):
    settings = json.loads((pathlib.Path(kafka_folder) / "cluster.json").read_text())
    return [Relay(ports) for ports in settings["relays"]]
