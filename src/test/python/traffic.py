"""One talker of the NAT lab: hears an address, publishes numbered bodies to another, and writes down all that happens.

    traffic.py HOST:PORT[,HOST:PORT] NAME HEAR PUBLISH RATE [--state FILE] [--large N]

On stdout, a line each:

    ready                        it hears, and waits for `go` on stdin to publish
    got FROM I EPOCHMS           a message heard, and when it was published
    event JSON                   an event of the client, with "at" in epoch milliseconds
    sent N acked N failed K      after `stop` on stdin, when every future is resolved; `failed` lines name the reasons before it

It stops publishing at `stop` on stdin, goes on hearing, and ends at `end` or at the end of stdin.
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


def line(*words):
    with out:
        print(*words, flush=True)


def heard(message):
    line("got", message.body["from"], message.body["i"], message.body["t"])


def publish(client, arguments, futures, stopped):
    """In the order of the numbers. A full backlog slows this down; nothing is left out."""
    begun = time.monotonic()
    while not stopped.wait(max(0, begun + len(futures) / arguments.rate - time.monotonic())):
        body = {"from": arguments.name, "i": len(futures) + 1, "t": now()}
        if arguments.large and body["i"] % arguments.large == 0:
            body["padding"] = "x" * 8192
        try:
            futures.append(client.publish(arguments.publish, body))
        except busport.Failed:
            return  # the event has said why


def main():
    parser = argparse.ArgumentParser()
    for name in ("gateways", "name", "hear", "publish"):
        parser.add_argument(name)
    parser.add_argument("rate", type=float, help="publications a second")
    parser.add_argument("--state", help="a file that keeps the session")
    parser.add_argument("--large", type=int, help="every so manieth body has 8 KiB")
    arguments = parser.parse_args()
    client = busport.Client(
        arguments.gateways.split(","),
        name=arguments.name,
        state=arguments.state,
        on_event=lambda event: line("event", json.dumps(dict(event, at=now()))),
    )
    client.subscribe(arguments.hear, heard).result()
    stopped, futures = threading.Event(), []
    publisher = threading.Thread(target=publish, args=(client, arguments, futures, stopped), daemon=True)
    line("ready")
    for word in map(str.strip, sys.stdin):
        if word == "end":
            break
        if word == "go":
            publisher.start()
        if word == "stop":
            stopped.set()
            publisher.join()
            failures = [failure for failure in (future.exception() for future in futures) if failure]
            for failure in failures:
                line("failed", failure)
            line("sent", len(futures), "acked", len(futures) - len(failures), "failed", len(failures))
    client.close()


if __name__ == "__main__":
    main()
