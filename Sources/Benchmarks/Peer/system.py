"""The Python library `eventsourcing` 9.5 on the same system of orders, reservations and payments, for a ratio.

    python3 -m venv peer && peer/bin/pip install eventsourcing==9.5.6
    peer/bin/python system.py memory | sqlite FOLDER   [--orders N] [--runner single | threads] [--together]

Each order is placed, reserved and paid: eight notifications are dealt with. Without --together all that follows from an
order has happened before the next one is placed. Prints notifications per second.
"""
import argparse
import time
from functools import singledispatchmethod
from uuid import uuid4

from eventsourcing.domain import Aggregate, event
from eventsourcing.system import MultiThreadedRunner, ProcessApplication, SingleThreadedRunner, System


class Order(Aggregate):
    @event("Placed")
    def __init__(self, item):
        self.item = item
        self.reservation = None
        self.payment = None

    @event("Reserved")
    def reserve(self, reservation):
        self.reservation = reservation

    @event("Paid")
    def pay(self, payment):
        self.payment = payment


class Reservation(Aggregate):
    @event("Made")
    def __init__(self, order_id):
        self.order_id = order_id


class Payment(Aggregate):
    @event("Taken")
    def __init__(self, order_id):
        self.order_id = order_id


class Orders(ProcessApplication):
    def place(self):
        order = Order("lamp")
        self.save(order)
        return order.id

    @singledispatchmethod
    def policy(self, domain_event, processing_event):
        pass

    @policy.register(Reservation.Made)
    def _(self, domain_event, processing_event):
        order = self.repository.get(domain_event.order_id)
        order.reserve(domain_event.originator_id)
        processing_event.collect_events(order)

    @policy.register(Payment.Taken)
    def _(self, domain_event, processing_event):
        order = self.repository.get(domain_event.order_id)
        order.pay(domain_event.originator_id)
        processing_event.collect_events(order)


class Reservations(ProcessApplication):
    @singledispatchmethod
    def policy(self, domain_event, processing_event):
        pass

    @policy.register(Order.Placed)
    def _(self, domain_event, processing_event):
        processing_event.collect_events(Reservation(order_id=domain_event.originator_id))


class Payments(ProcessApplication):
    @singledispatchmethod
    def policy(self, domain_event, processing_event):
        pass

    @policy.register(Order.Reserved)
    def _(self, domain_event, processing_event):
        processing_event.collect_events(Payment(order_id=domain_event.originator_id))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("backend", choices=["memory", "sqlite"])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--runner", choices=["single", "threads"], default="single")
    parser.add_argument("--together", action="store_true")
    args = parser.parse_args()
    env = {}
    if args.backend == "sqlite":
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite"}
        for name in ["ORDERS", "RESERVATIONS", "PAYMENTS"]:
            env[f"{name}_SQLITE_DBNAME"] = f"{args.folder}/{name.lower()}-{uuid4()}.sqlite"
    system = System(pipes=[[Orders, Reservations, Orders, Payments, Orders]])
    runner = (SingleThreadedRunner if args.runner == "single" else MultiThreadedRunner)(system, env=env)
    runner.start()
    orders = runner.get(Orders)
    start = time.perf_counter()
    ids = []
    if args.together and args.runner == "single":
        # Nothing follows before all are placed: prompts are held back.
        receive = runner.receive_recording_event
        runner.receive_recording_event = lambda event: None
        ids = [orders.place() for _ in range(args.orders)]
        runner.receive_recording_event = receive
        ids.append(orders.place())
    else:
        ids = [orders.place() for _ in range(args.orders)]
    while not all(orders.repository.get(order_id).payment for order_id in reversed(ids)):
        if args.runner == "single":
            raise SystemExit("not all orders are paid")
        time.sleep(0.01)
    seconds = time.perf_counter() - start
    runner.stop()
    print(f"{args.backend} {args.runner}{' together' if args.together else ''}: {8 * len(ids) / seconds:.0f} notifications/s")


main()
