"""One talker of the NAT lab: hears an address, publishes numbered bodies to another, and writes down all that happens.

    traffic.py HOST:PORT[,HOST:PORT] NAME HEAR PUBLISH RATE [--state FILE] [--large N]

On stdout, a line each:

    ready                        it hears, and waits for `go` on stdin to publish
    got FROM I EPOCHMS           a message heard, and when it was published
    event JSON                   an event of the client, with "at" in epoch milliseconds
    sent N acked N failed K      after `stop` on stdin, when every future is resolved; `failed` lines name the reasons before it

It stops publishing at `stop` on stdin, goes on hearing, and ends at `end` or at the end of stdin. After `pause` nothing is published until
the next `go`; `burst N` publishes N at once.
"""

import argparse
import json
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../clients/python"))

import busport  # noqa: E402

out = threading.Lock()


def now():
    return int(time.time() * 1000)


class Talker:
    """Hears and publishes by itself; what it does is said to it in words."""

    def __init__(
        self, gateways, name, hear, publish, rate, state=None, large=None, prefix="", also=None, ask=None, heartbeat=15
    ):
        self.name, self.address, self.rate, self.large, self.prefix, self.ask = name, publish, rate, large, prefix, ask
        self.futures, self.questions, self.stopped, self.threads = [], [], threading.Event(), []
        self.turn = threading.Lock()  # numbers are published in their order
        self.client = busport.Client(
            gateways,
            name=name,
            state=state,
            heartbeat=heartbeat,
            on_event=lambda event: self.line("event", json.dumps(dict(event, at=now()))),
        )
        for address in filter(None, (hear, also)):
            self.client.subscribe(address, self.heard).result()
        self.line("ready")

    def line(self, *words):
        with out:
            print(self.prefix + " ".join(map(str, words)), flush=True)

    def heard(self, message):
        self.line("got", message.body["from"], message.body["i"], message.body["t"])

    def obey(self, command):
        word, *more = command.split()
        if word == "go":
            self.stopped.clear()
            self.threads = [threading.Thread(target=self.publish_on, daemon=True)]
            if self.ask:
                self.threads.append(threading.Thread(target=self.ask_on, daemon=True))
            for thread in self.threads:
                thread.start()
        elif word == "pause":
            self.pause()
        elif word == "burst":
            for _ in range(int(more[0])):
                self.publish()
        elif word == "stop":
            self.pause()
            if self.ask:
                self.settle("asked", "answered", self.questions)
            self.settle("sent", "acked", self.futures)

    def pause(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def publish_on(self):
        """In the order of the numbers. A full backlog slows this down; nothing is left out."""
        begun, count = time.monotonic(), 0
        while not self.stopped.wait(max(0, begun + count / self.rate - time.monotonic())):
            if not self.publish():
                return
            count += 1

    def publish(self):
        with self.turn:
            return self.publish_next()

    def publish_next(self):
        body = {"from": self.name, "i": len(self.futures) + 1, "t": now()}
        if self.large and body["i"] % self.large == 0:
            body["padding"] = "x" * 8192
        try:
            self.futures.append(self.client.publish(self.address, body))
            return True
        except busport.Failed:
            return False  # the event has said why

    def ask_on(self):
        while not self.stopped.wait(1):
            try:
                future = self.client.request(self.ask, "%s %d" % (self.name, len(self.questions) + 1))
            except busport.Failed:
                return
            number = len(self.questions) + 1
            self.questions.append(future)
            future.add_done_callback(lambda done, number=number: self.answered(number, done))

    def answered(self, number, future):
        failure = future.exception()
        if failure:
            self.line("unanswered", number, failure)
        elif future.result().body != "%s %d" % (self.name, number):
            self.line("misanswered", number, future.result().body)
        else:
            self.line("answered", number)

    def settle(self, all, well, futures):
        failures = [failure for failure in (future.exception() for future in futures) if failure]
        if all == "sent":
            for failure in failures:
                self.line("failed", failure)
        self.line(all, len(futures), well, len(futures) - len(failures), "failed", len(failures))


def main():
    parser = argparse.ArgumentParser()
    for name in ("gateways", "name", "hear", "publish"):
        parser.add_argument(name)
    parser.add_argument("rate", type=float, help="publications a second")
    parser.add_argument("--state", help="a file that keeps the session")
    parser.add_argument("--large", type=int, help="every so manieth body has 8 KiB")
    arguments = vars(parser.parse_args())
    talker = Talker(arguments.pop("gateways").split(","), **arguments)
    for word in map(str.strip, sys.stdin):
        if word == "end":
            break
        talker.obey(word)
    talker.client.close()


if __name__ == "__main__":
    main()
