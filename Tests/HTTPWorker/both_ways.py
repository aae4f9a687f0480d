"""A Python application follows a Swift one over HTTP, and a Swift one follows a Python one.

Usage: python both_ways.py HTTP-WORKER, with the package eventsourcing 9.5.6.
"""

import os
import subprocess
import sys
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.interface import (
    NotificationLogInterface,
    NotificationLogJSONClient,
    NotificationLogJSONService,
)
from eventsourcing.system import NotificationLogReader, ProcessApplication
from eventsourcing.utils import register_topic

TOKEN = "s3cret"
checks = 0


def check(condition, what):
    global checks
    if not condition:
        sys.exit(f"Failed: {what}")
    checks += 1


class FarLog(NotificationLogInterface):
    """What the package leaves to its users: how a request travels."""

    def __init__(self, address, token=TOKEN):
        self.address = address
        self.token = token

    def get(self, rest):
        request = Request(self.address + rest, headers={"Authorization": f"Bearer {self.token}"})
        with urlopen(request, timeout=30) as response:
            return response.read().decode("utf8")

    def get_log_section(self, section_id):
        return self.get(f"/{section_id}")

    def get_notifications(self, start, limit, topics=(), *, inclusive_of_start=True):
        query = {"limit": limit, "topics": list(topics), "inclusive_of_start": inclusive_of_start}
        if start is not None:
            query["start"] = start
        return self.get("?" + urlencode(query, doseq=True))


class Opened(Aggregate.Event):
    owner: str


class Deposited(Aggregate.Event):
    cents: int


class Follower(ProcessApplication):
    """Counts what a Swift application records; its tracking records see to it that each counts once."""

    def __init__(self):
        super().__init__()
        self.owners = []
        self.cents = {}

    @singledispatchmethod
    def policy(self, domain_event, processing_event):
        sys.exit(f"Failed: {domain_event} is of no known class")

    @policy.register
    def _(self, domain_event: Opened, processing_event):
        self.owners.append(domain_event.owner)

    @policy.register
    def _(self, domain_event: Deposited, processing_event):
        account = domain_event.originator_id
        self.cents[account] = self.cents.get(account, 0) + domain_event.cents


def line(notification):
    """What the worker says of a notification."""
    state = b64encode(notification.state).decode("utf8")
    return (
        f"{notification.id} {notification.originator_id} {notification.originator_version} "
        f"{notification.topic} {state}"
    )


def start(*words):
    return subprocess.Popen(
        [sys.argv[1], *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf8"
    )


def next_line(worker):
    said = worker.stdout.readline()
    if not said:
        sys.exit("Failed: the worker has ended")
    return said.rstrip("\n")


def python_follows_swift():
    worker = start("serve", TOKEN)
    address = next_line(worker)
    recorded = []

    def append(deposits):
        print(deposits, file=worker.stdin, flush=True)
        while said := next_line(worker):
            recorded.append(said)

    append(24)
    far = FarLog(address)
    log = NotificationLogJSONClient(far)
    reader = NotificationLogReader(log)
    check(log["1,10"].next_id == "11,20", "a section names the next one")
    check(log["21,30"].next_id is None, "the last section names none")
    check(log["100,109"].id is None, "a section beyond the end is empty")
    check([line(n) for n in reader.read(start=1)] == recorded, "all is read by sections")
    listed = [n for part in reader.select(start=1) for n in part]
    check([line(n) for n in listed] == recorded, "all is read by lists")
    opened = [n for part in reader.select(start=None, topics=["Account.opened"]) for n in part]
    check([n.id for n in opened] == [1], "a list has only the topics that are asked for")

    register_topic("Account.opened", Opened)
    register_topic("Account.deposited", Deposited)
    follower = Follower()
    follower.follow("accounts", log)
    follower.pull_and_process("accounts")
    append(3)
    follower.pull_and_process("accounts")
    follower.pull_and_process("accounts")
    check(follower.owners == ["Ada \u00e9\U0001f600"] * 2, "a Python application knows each event by its class")
    first, second = (UUID(int=0x0000_0000_0000_4000_8000_0000_0000_0000 + n) for n in (1, 2))
    check(follower.cents == {first: 2400, second: 300}, "a Python application counts each event once")
    check(follower.recorder.max_tracking_id("accounts") == len(recorded), "a Python application tracks a Swift one")

    for rest, token, status in [("/1,10", "other", 401), ("/x", TOKEN, 400), ("?limit=100000", TOKEN, 400)]:
        try:
            FarLog(address, token).get(rest)
            check(False, f"{rest} is refused")
        except HTTPError as error:
            check(error.code == status, f"{rest} is refused with {status}")
    worker.stdin.close()
    check(worker.wait(timeout=30) == 0, "the Swift application ends well")
    return len(recorded)


class Trainer(Aggregate):
    @event("Named")
    def __init__(self, name):
        self.name = name

    @event("TrickAdded")
    def add_trick(self, trick):
        self.trick = trick


class Trainers(Application):
    def add(self, name, tricks):
        trainer = Trainer(name)
        for number in range(tricks):
            trainer.add_trick(f"trick {number} \u00e9")
        self.save(trainer)


def serve(service, port=0):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status, body = 200, b""
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status = 401
            else:
                parts = urlsplit(self.path)
                query = parse_qs(parts.query)
                if query:
                    body = service.get_notifications(int(query["start"][0]), int(query["limit"][0])).encode("utf8")
                else:
                    body = service.get_log_section(parts.path.rsplit("/", 1)[-1]).encode("utf8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            # As a server that is stopped: no connection lives on.
            self.close_connection = True

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def swift_follows_python():
    app = Trainers()
    service = NotificationLogJSONService(app)
    server = serve(service)
    port = server.server_address[1]
    app.add("Ada", 24)
    address = f"http://127.0.0.1:{port}/notifications"
    worker = start("follow", address, TOKEN, "60")
    said = []

    def read_until(wanted):
        while (latest := next_line(worker)) != wanted:
            if not latest.startswith("caught up"):
                said.append(latest)

    read_until("caught up 25")
    app.add("Bob", 4)
    read_until("caught up 30")
    # What is appended while the server is away comes when it is back.
    server.shutdown()
    server.server_close()
    app.add("Cid", 29)
    server = serve(service, port)
    while len(said) < 60:
        said.append(next_line(worker))
    check(worker.wait(timeout=30) == 0, "the Swift reader ends well")
    expected = [line(n) for n in app.recorder.select_notifications(start=1, limit=100)]
    check(said == expected, "a Swift reader has each notification of a Python application, once and in order")
    check(len(expected) == 60, "a Python application records 60 notifications")

    worker = start("follow", address, "other", "60")
    check("status 401" in next_line(worker) and worker.wait(timeout=30) == 1, "who is not let in ends with an error")
    server.shutdown()
    server.server_close()
    return len(said)


check(version("eventsourcing") == "9.5.6", "the package eventsourcing is 9.5.6")
os.environ["PERSISTENCE_MODULE"] = "eventsourcing.popo"
there = python_follows_swift()
back = swift_follows_python()
print(f"Python followed Swift over {there} notifications and Swift followed Python over {back}: {checks} checks passed.")
