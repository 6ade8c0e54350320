"""Asks the pods of one node whether they are ready, as its kubelet does, and says so when the answer changes.

    kubelet.py PERIOD TIMEOUT FAILURES POD=ADDRESS:PORT...

On stdout, a line each: `ready POD` and `unready POD`. One good answer makes a pod ready, so many FAILURES in a row make it unready; before
its first good answer it is unready. Ends with its standard input.
"""

import http.client
import sys
import threading
import time


def is_ready(address, timeout):
    connection = http.client.HTTPConnection(address, timeout=timeout)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()


def watch(pod, address, period, timeout, most):
    failures, told = most, False
    while True:
        asked = time.monotonic()
        failures = 0 if is_ready(address, timeout) else failures + 1
        ready = failures == 0 or (told and failures < most)
        if ready != told:
            # In one piece: print() writes words, and two threads' words mix.
            sys.stdout.write(f"{'ready' if ready else 'unready'} {pod}\n")
            sys.stdout.flush()
            told = ready
        time.sleep(max(0.0, asked + period - time.monotonic()))


def main():
    period, timeout, failures = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    for pod, address in (one.split("=") for one in sys.argv[4:]):
        threading.Thread(target=watch, args=(pod, address, period, timeout, failures), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
