"""Several talkers of the NAT lab in one process: traffic.py, with a name before each of its lines.

    crowd.py HOST:PORT[,HOST:PORT] NAME=HEAR=PUBLISH=RATE[,...] [--also HEAR] [--ask ADDRESS] [--pulse fast]

--ask asks an echo service once a second: `answered I`, `unanswered I REASON`, and after `stop` `asked N answered N failed K`. On stdin
`NAME WORD` is for one of them, a WORD alone for all.
"""

import argparse
import sys
import threading

import traffic


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gateways")
    parser.add_argument("talkers")
    parser.add_argument("--also", help="an address that all of them hear")
    parser.add_argument("--ask", help="the address of an echo service")
    parser.add_argument("--pulse", choices=["fast"], help="notices a dead connection in 4 s instead of 12")
    arguments = parser.parse_args()
    if arguments.pulse:
        client = traffic.busport.Client
        client.GRACE, client.STALL, client.PROBE, client.CONNECT, client.WELCOME = 2.0, 1.0, 1.0, 1.0, 1.0
    talkers = {}
    for name, hear, publish, rate in (one.split("=") for one in arguments.talkers.split(",")):
        talkers[name] = traffic.Talker(
            arguments.gateways.split(","), name, hear, publish, float(rate),
            prefix=name + " ", also=arguments.also, ask=arguments.ask,
            heartbeat=2 if arguments.pulse else 15,
        )
    for line in map(str.strip, sys.stdin):
        if line == "end":
            break
        name, _, word = line.partition(" ")
        if name in talkers:
            talkers[name].obey(word)
            continue
        threads = [threading.Thread(target=each.obey, args=(line,)) for each in talkers.values()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
