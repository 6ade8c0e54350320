"""Busport from Python: one file, nothing but the standard library.

    client = busport.Client(["gateway.example:30800"], name="river", state="river.state")
    client.subscribe("news", lambda message: print(message.body))
    client.publish("news", "hello").result()              # returns when the gateway has it
    print(client.request("messages", "hello").result().body)

It also is the shortest way to learn the protocol (docs/protocol.md). Everything is a line of JSON:

    >  {"type":"hello","version":1,"session":{"name":"river"},…}             a session: it outlives its connections
    <  {"type":"welcome","session":"…","epoch":1,"state":"new","secret":"…","received":0,…}
    >  {"type":"publish","address":"news","body":"hello","n":1}              whoever sends a frame keeps it
    <  {"type":"ack","received":1}                                           until it is acknowledged
    <  {"type":"message","n":1,"address":"news","body":"hello"}              so does the gateway
    >  {"type":"ack","received":1}
       ✂                                                                     the connection breaks
    >  {"type":"hello",…,"resume":{"session":"…","received":1,"proof":"…"}}  another one: I have had everything up to 1
    <  {"type":"welcome","epoch":2,"state":"resumed","received":1,…}         so have I; what is above is sent again, same n

Numbers have no holes, so a repeat is recognised (n is not above the last one) and nothing is lost, doubled or reordered.
Read on: Connection is one socket, Client the session: what is sent, what is heard, how it begins, how it stays alive.
"""

import collections
import concurrent.futures
import hashlib
import hmac
import itertools
import json
import logging
import os
import queue
import random
import selectors
import socket
import struct
import sys
import threading
import time

BYE = "closed"  # the code of what is left when a client has ended
NOT_FINAL = ("try_later", "internal", "closing")  # other words instead of a welcome are final: trying again would not help
TIMEOUTS = ("timeout", "silent", "ack-stall", "wake")  # nobody answered, and that took its time already: no long pause


class Failed(Exception):
    """What could not be done: code is a word of the protocol, failure_code the number of a service that failed a request."""

    def __init__(self, code, message, failure_code=-1):
        super().__init__("%s: %s" % (code, message))
        self.code, self.message, self.failure_code = code, message, failure_code


class Lost(Exception):
    """The connection is gone. The session is not."""


class Message:
    """What came for an address, or the answer to a request."""

    def __init__(self, client, frame):
        self._client, self.address, self.body = client, frame["address"], frame.get("body")
        self.headers, self.reply_address = frame.get("headers", {}), frame.get("replyAddress")
        self.number, self.redelivered = frame["n"], frame.get("redelivered", False)

    def reply(self, body, headers=None):
        return self._client.send(self.reply_address, body, headers)

    def fail(self, code, text):
        return self._client._submit({"type": "send", "address": self.reply_address, "failureCode": code, "message": text})


def prove(secret, text):
    """Proves that we know the secret without saying it. The gateway knows only SHA-256(secret): from that it makes the same
    signature, takes it off the proof, and what remains must be what hashes to what it knows (RFC 5802 calls this SCRAM)."""
    signature = hmac.new(hashlib.sha256(secret).digest(), text.encode(), hashlib.sha256).digest()
    return bytes(a ^ b for a, b in zip(secret, signature))


class Connection:
    """One TCP connection: lines of JSON out and in, and when either last happened."""

    def __init__(self, address, timeout):
        host, port = address.rsplit(":", 1)
        try:
            self.socket = socket.create_connection((host.strip("[]"), int(port)), timeout)
        except (socket.timeout, TimeoutError):
            raise Lost("timeout") from None
        except OSError as e:
            raise Lost("refused" if isinstance(e, ConnectionRefusedError) else "unreachable") from None
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.socket, selectors.EVENT_READ)
        self.out, self.line, self.peer = bytearray(), bytearray(), self.socket.getpeername()
        self.heard_at = self.spoke_at = self.progress_at = self.born_at = time.monotonic()
        self.clock, self.source, self.look_at = time.time(), self.route(), self.born_at
        self.sent = self.flying = 0  # the last number sent here, and the bytes without an acknowledgement
        self.echo = self.probed_at = 0  # of the last probe
        self.probe = None  # the one that has no answer yet: its deadline, and what it means to miss it
        self.move_at = self.bye_by = self.lost = None  # when to move on; how long bye may take; why there is nothing to read

    def say(self, frame):
        self.out += (frame if isinstance(frame, bytes) else json.dumps(frame).encode()) + b"\n"
        self.spoke_at = time.monotonic()

    def hear(self, timeout, waker=None):
        """Writes what waits and reads what came, as (frame, bytes) pairs; as much of both as goes at once."""
        self.selector.modify(self.socket, selectors.EVENT_READ | (selectors.EVENT_WRITE if self.out else 0))
        try:
            for key, events in self.selector.select(timeout):
                if key.fileobj is waker:
                    waker.recv(4096)
                elif events & selectors.EVENT_READ:
                    data = self.socket.recv(65536)
                    self.lost = None if data else "eof"
                    self.line += data
                    self.heard_at = time.monotonic()
                if key.fileobj is self.socket and events & selectors.EVENT_WRITE:
                    del self.out[: self.socket.send(self.out)]
        except BlockingIOError:
            pass
        except OSError as e:
            self.lost = "timeout" if isinstance(e, TimeoutError) else "reset"
        *lines, self.line = self.line.split(b"\n")
        if self.lost and not lines:  # its last words first
            raise Lost(self.lost)
        try:
            return [(json.loads(line), len(line)) for line in lines]
        except ValueError:
            raise Lost("malformed") from None

    def route(self):
        """The address of ours that packets to the gateway leave from now. (Connecting a UDP socket sends nothing.)"""
        try:
            with socket.socket(self.socket.family, socket.SOCK_DGRAM) as probe:
                probe.connect(self.peer)
                return probe.getsockname()[0]
        except OSError:
            return None

    def reset(self):
        """A path that is dead would keep a polite end waiting."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.selector.close()
        self.socket.close()


# A frame that is kept until it is acknowledged. Its line has no number yet, and no closing brace; a request has a label.
Outgoing = collections.namedtuple("Outgoing", "type address label line future")


class Client:
    """A session. Handlers and on_event run on one thread of their own; what is done when a future resolves runs on the
    thread of the connection and must not wait. Times are in seconds."""

    CONNECT = WELCOME = 5.0  # deadlines: for a connection, for the answer to hello
    GRACE = 10.0  # nothing heard for heartbeat + GRACE: the path is dead
    STALL, PROBE, NO_ACK = 5.0, 5.0, 25.0  # no ack for STALL: a ping, its pong within PROBE; and never longer than NO_ACK
    JUMP, LOOK = 5.0, 2.0  # the clock jumped: we slept; how often to look whether our own address changed
    RETRY, RETRY_MAX, HEALTHY = 0.5, 15.0, 30.0  # pauses between connections; a connection this old has proven itself
    ACK_DELAY, TICK, HOLD = 0.05, 0.2, 5.0
    WINDOW = {"messages": 1000, "bytes": 1 << 20}  # what the gateway may have on its way to us, unacknowledged
    BACKLOG_BYTES = 8 << 20

    def __init__(self, addresses, name=None, state=None, heartbeat=15, expiry=900, backlog=1000, on_event=None):
        """state: a file that keeps the session beyond this process. backlog: so many frames without an ack, then send waits."""
        self._addresses = [addresses] if isinstance(addresses, str) else list(addresses)
        self._hello = {"type": "hello", "version": 1, "session": {"expiry": int(expiry * 1000)}, "window": self.WINDOW}
        self._hello.update(heartbeat=int(heartbeat * 1000))
        if name:
            self._hello["session"]["name"] = name
        self._file, self._backlog, self._interval = state, backlog, heartbeat
        self._on_event = on_event or (lambda event: None)
        # What a session is on our side. received: the gateway's frames that are handled. acked: ours that it took over.
        self._state = {"session": None, "epoch": 0, "secret": "", "counter": 0, "received": 0, "acked": 0}
        if state and os.path.exists(state):
            with open(state, encoding="utf-8") as file:
                self._state.update(json.load(file))
        self._restored = self._state["session"] is not None  # by another process, whose unacknowledged frames died with it
        self._taken = self._state["received"]  # came, perhaps not handled yet
        self._top = self._state["acked"]  # the highest number this session has ever sent
        self._unacked = collections.deque()  # Outgoing; the number of the first is acked + 1
        self._bytes, self._window, self._limit = 0, {"messages": 0, "bytes": 0}, 1 << 20
        self._requests, self._handlers = {}, {}  # label: Future; address: handler
        self._labels = map(("~" + os.urandom(6).hex() + ".%d").__mod__, itertools.count(1))  # never those of another process
        self._life, self._ack_at, self._unsaid, self._acknowledged = 0, None, 0, self._taken
        self._leaving = self._over = self._connection = None  # the bye to say; why nothing works any more
        self._busy, self._tries = False, 0  # a handler runs; connections that brought nothing, one after the other
        self._changed, self._inbox, self._born_at = threading.Condition(), queue.Queue(), time.monotonic()
        self._waker, self._wake_end = socket.socketpair()
        self._waker.setblocking(False)
        self._wake_end.setblocking(False)
        self._handling = threading.Thread(target=self._handle_all, name="busport-handlers", daemon=True)
        self._thread = threading.Thread(target=self._run, name="busport", daemon=True)
        self._handling.start()
        self._thread.start()

    # ---- What the application says. Each call returns a Future, whose exception is a Failed; after the end it raises that.

    def send(self, address, body, headers=None, timeout=None):
        """To one of those who serve the address. Resolves when the gateway is responsible. timeout: for room in the backlog."""
        return self._submit({"type": "send", "address": address, "headers": headers or {}, "body": body}, timeout)

    def publish(self, address, body, headers=None, timeout=None):
        """To everyone who hears the address."""
        return self._submit({"type": "publish", "address": address, "headers": headers or {}, "body": body}, timeout)

    def request(self, address, body, timeout=None, headers=None):
        """Resolves to the answer, a Message. timeout: for the answer; without it the gateway's own holds."""
        headers = dict(headers or {}, **({"timeout": str(int(timeout * 1000))} if timeout else {}))
        return self._submit({"type": "send", "address": address, "replyAddress": "", "headers": headers, "body": body})

    def subscribe(self, address, handler):
        """Calls handler(message) for what comes there, one at a time; when it has returned, the message is acknowledged."""
        with self._changed:
            self._handlers[address] = handler
            self._changed.notify_all()
        return self._submit({"type": "register", "address": address})

    def unsubscribe(self, address):
        with self._changed:
            self._handlers.pop(address, None)
        return self._submit({"type": "unregister", "address": address})

    def close(self, timeout=5):
        """Ends the session, after what was sent has been acknowledged if that takes no longer than the timeout."""
        self._leave(False, timeout)

    def park(self, timeout=5):
        """Ends the connection only: the session waits, with what comes for it, for a process with the same state file."""
        self._leave(True, timeout)

    def wait(self):
        """Until the session has failed, which this raises, or was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._over)
        if self._over.code != BYE:
            raise self._over

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def _submit(self, frame, timeout=None):
        future = concurrent.futures.Future()
        future.set_running_or_notify_cancel()  # what may be on its way cannot be called back
        with self._changed:
            out = self._outgoing(frame, future)
            if threading.current_thread() is not self._thread and not self._changed.wait_for(self._has_room, timeout):
                raise Failed("backlog_full", "%d frames wait for their acknowledgement" % len(self._unacked))
            if self._over:
                raise self._over
            self._unacked.append(out)
            self._bytes += len(out.line)
            if out.label:
                self._requests[out.label] = future
        self._wake()
        return future

    def _outgoing(self, frame, future):
        if not frame["address"]:
            raise ValueError("no address to send to (a message without a reply_address wants no answer)")
        label = next(self._labels) if "replyAddress" in frame else None
        line = json.dumps(dict(frame, replyAddress=label) if label else frame)[:-1].encode()
        if len(line) + 32 > self._limit:  # the gateway would end the connection, and get it again on the next one
            raise Failed("too_large", "a frame of %d bytes (expected: at most %d)" % (len(line), self._limit - 32))
        return Outgoing(frame["type"], frame["address"], label, line, future)

    def _has_room(self):
        return self._over or len(self._unacked) < self._backlog and self._bytes < self.BACKLOG_BYTES

    def _wake(self):
        try:
            self._waker.send(b"!")
        except OSError:
            pass  # it is awake, or gone

    # ---- What goes out: as much as the gateway's window allows, and never so much that a ping would wait behind it.

    def _pump(self, connection):
        with self._changed:
            while len(connection.out) < 1 << 16 and connection.sent - self._state["acked"] < len(self._unacked):
                flying = connection.sent - self._state["acked"]
                line = self._unacked[flying].line
                beyond = flying and connection.flying + len(line) > self._window["bytes"]
                if flying >= self._window["messages"] or beyond:
                    return
                connection.progress_at = connection.progress_at if flying else time.monotonic()
                connection.sent += 1
                connection.flying += len(line)
                connection.say(line + b',"n":%d}' % connection.sent)
                self._top = max(self._top, connection.sent)

    def _settle(self, received, outcomes=()):
        """The gateway has taken responsibility up to here; the outcomes say which of these it could not do."""
        bad = {outcome["n"]: Failed(outcome["code"], outcome.get("message", "")) for outcome in outcomes}
        if received > self._top:
            raise Failed("out_of_range", "acknowledged %d (expected: at most %d)" % (received, self._top))
        settled = []
        with self._changed:
            while self._state["acked"] < received:
                self._state["acked"] += 1
                out = self._unacked.popleft()
                self._bytes -= len(out.line)
                if self._connection and self._connection.sent >= self._state["acked"]:
                    self._connection.flying -= len(out.line)
                elif self._connection:  # came over an older connection; now it need not be sent again
                    self._connection.sent = self._state["acked"]
                settled.append((out, bad.get(self._state["acked"])))
            self._changed.notify_all()
        for out, failed in settled:
            if self._connection:
                self._connection.progress_at = time.monotonic()
            if failed or not out.label:  # the answer to a request comes later, as a message of its own
                self._requests.pop(out.label, None)
                self._resolve(out.future, failed)

    @staticmethod
    def _resolve(future, failed=None, answer=None):
        if not future.done():
            future.set_exception(failed) if failed else future.set_result(answer)

    # ---- What comes in.

    def _hear(self, connection, frame, size):
        type = frame["type"]
        if "received" in frame:
            self._settle(frame["received"], frame.get("outcomes", ()))
        if "n" in frame:
            self._take(frame, size)
        elif type == "ack":
            self._window = frame.get("window", self._window)
        elif type == "pong" and frame.get("echo") == connection.echo:
            connection.probe = None
        elif type == "goaway":
            self._rest(connection)
            connection.move_at = time.monotonic() + min(self._pause("goaway"), frame["within"] / 2000)
            self._addresses = list(dict.fromkeys(frame.get("alternatives", []) + self._addresses))
            self._event(dict(frame, event="goaway"))
        elif type == "moved":  # another process has our state file; to fight over it would help neither
            self._event(dict(frame, event="moved"))
            raise Failed("moved", "the session is at %s now" % frame.get("by"))
        elif type == "bye":
            self._over = Failed(BYE, "the client was closed")
            if self._file and not frame.get("keep"):
                os.remove(self._file)
        elif type == "err" and frame.get("fatal"):
            raise Failed(frame["code"], frame.get("detail", ""))
        elif type in ("slow", "err"):
            self._event(dict(frame, event={"err": "error"}.get(type, type)))

    def _take(self, frame, size):
        """A numbered frame: the next one, a repeat, or a hole, which must not be. A gap stands for many numbers."""
        if frame["n"] <= self._taken:
            self._ack_at = self._ack_at or time.monotonic()  # it did not hear our ack
            return
        if frame.get("from", frame["n"]) > self._taken + 1:
            raise Failed("number_gap", "frame %d after %d" % (frame["n"], self._taken))
        self._taken = frame["n"]
        future = self._requests.pop(frame.get("address"), None)
        if future and frame["type"] == "message":
            self._resolve(future, answer=Message(self, frame))
        elif future:  # err, or a gap where the answer was
            why = frame.get("message", frame.get("why"))
            self._resolve(future, Failed(frame["code"], why, frame.get("failureCode", -1)))
        self._inbox.put((self._life, size, frame, future is not None))

    def _event(self, event):
        self._inbox.put((self._life, 0, event, False))

    def _handle_all(self):
        for life, size, frame, done in iter(self._inbox.get, None):
            wanted = frame.get("type") == "message" and not done and not frame["address"].startswith("~")
            with self._changed:
                if wanted:  # a session from a file is there before this process has subscribed
                    hold, known = self._born_at + self.HOLD - time.monotonic(), self._handlers
                    self._changed.wait_for(lambda: frame["address"] in known or self._leaving or self._over, max(0, hold))
                if "n" in frame and (self._leaving or self._over):
                    continue  # not handled, not acknowledged: whoever resumes the session gets it
                self._busy = True
            try:
                if wanted and frame["address"] in self._handlers:
                    self._handle(Message(self, frame))
                elif wanted:
                    self._on_event({"event": "unhandled", "address": frame["address"], "body": frame.get("body")})
                elif frame.get("type") == "gap" or "event" in frame:
                    self._on_event(dict({"event": "gap"}, **frame))
            except Exception:
                logging.getLogger("busport").exception("a handler failed at %s", frame)
            self._handled(life, size, frame.get("n"))

    def _handle(self, message):
        try:
            self._handlers[message.address](message)
        except Exception as e:
            if message.reply_address:
                message.fail(500, repr(e))
            raise

    def _handled(self, life, size, n):
        with self._changed:
            self._busy = False
            if life != self._life or not n:
                return  # an event, or a number of a session that is no more
            self._state["received"] = n
            self._unsaid += size
            half = n - self._acknowledged >= self.WINDOW["messages"] / 2 or self._unsaid >= self.WINDOW["bytes"] / 2
            wake = half or self._ack_at is None
            self._ack_at = 0 if half else self._ack_at or time.monotonic() + self.ACK_DELAY
        if wake:
            self._wake()

    def _acknowledge(self, connection, type="ack"):
        with self._changed:
            self._ack_at, self._unsaid, self._acknowledged = None, 0, self._state["received"]
        self._save()  # first: the gateway forgets what we acknowledge
        frame = {"type": type, "received": self._acknowledged}
        connection.say(dict(frame, echo=connection.echo) if type == "ping" else frame)

    # ---- How a connection begins: hello, welcome.

    def _enter(self, address, cause):
        """A connection on which we are welcome. A Lost before the hello leaves an older connection as it was."""
        new, old, welcome = Connection(address, self.CONNECT), self._connection, None
        self._connection = None
        try:
            new.say(self._with_resume(cause))
            while not welcome:
                left = new.born_at + self.WELCOME - time.monotonic()
                frames = new.hear(max(0, left))
                if not frames and left <= 0:
                    raise Lost("timeout")
                welcome, rest = (frames[0][0], frames[1:]) if frames else (None, [])
            if welcome["type"] != "welcome":
                code = welcome.get("code", "unexpected")
                final = welcome.get("fatal", code not in NOT_FINAL)
                raise Failed(code, welcome.get("detail", "")) if final else Lost(code)
            self._welcome(welcome)
        except BaseException:
            new.reset()
            raise
        finally:
            if old:
                old.reset()
        new.sent, new.clock = self._state["acked"], time.time()
        new.selector.register(self._wake_end, selectors.EVENT_READ)
        self._connection = new
        for frame, size in rest:
            self._hear(new, frame, size)

    def _with_resume(self, cause):
        mine = self._state
        if not mine["session"]:
            return self._hello
        with self._changed:
            mine["counter"] = max(mine["counter"] + 1, int(time.time() * 1000))  # never twice: a recording is worth nothing
            numbers = {"session": mine["session"], "epoch": mine["epoch"], "counter": mine["counter"]}
            numbers.update(received=mine["received"], floor=mine["acked"] + 1)
        self._save()
        proof = prove(bytes.fromhex(mine["secret"]), "|".join(map(str, numbers.values()))).hex()
        return dict(self._hello, resume=dict(numbers, proof=proof, **({"cause": cause} if cause else {})))

    def _welcome(self, welcome):
        mine, state, restored = self._state, welcome["state"], self._restored
        event = {key: welcome.get(key) for key in ("session", "epoch", "gateway", "observed", "guarantee", "replay")}
        event["event"] = state if state != "new" else "fresh" if mine["session"] else "connected"
        if event["event"] == "fresh":
            event.update(self._start_again(welcome.get("refused", {}), welcome.get("outcomes", ())))
        self._restored = False
        with self._changed:
            mine.update(session=welcome["session"], epoch=welcome["epoch"])
            if state == "new":
                mine["secret"] = welcome["secret"]
            else:  # both sides make the next secret; the old one holds until the gateway hears us
                nonce = bytes.fromhex(welcome["nonce"])
                mine["secret"] = hmac.new(bytes.fromhex(mine["secret"]), nonce, hashlib.sha256).hexdigest()
            if restored and state != "new":
                mine["acked"] = self._top = max(mine["acked"], welcome["received"])
        self._settle(welcome["received"], welcome.get("outcomes", ()))
        if mine["acked"] > welcome["received"]:
            raise Failed("number_gap", "%d is acknowledged, the gateway has %d" % (mine["acked"], welcome["received"]))
        self._save()
        self._window, self._limit = welcome["window"], welcome.get("limits", {}).get("frame", self._limit)
        self._interval = welcome.get("heartbeat", {}).get("interval", self._interval * 1000) / 1000
        self._addresses += [a for a in welcome.get("alternatives", []) if a not in self._addresses]
        self._event(event)
        if welcome.get("observed", {}).get("changed"):
            self._event({"event": "rebound", "observed": welcome["observed"]})

    def _start_again(self, refused, outcomes):
        """The old session is gone. What it did not take is sent again under new numbers, behind our registrations."""
        known = refused.get("received")
        if known is not None and not self._restored:
            self._settle(min(known, self._top), outcomes)
        with self._changed:
            twice = 0 if self._restored or known is not None else self._top - self._state["acked"]
            waiting = [out for out in self._unacked if out.type not in ("register", "unregister")]
            about = [out for out in self._unacked if out.type in ("register", "unregister")]
            registered = {out.address: out for out in about if out.type == "register" and out.address in self._handlers}
            gone = [out for out in about if out is not registered.get(out.address)]
            labels = {out.label for out in waiting}
            unanswered = [self._requests.pop(label) for label in set(self._requests) - labels]
            for address in self._handlers:
                if address not in registered:
                    frame = {"type": "register", "address": address}
                    registered[address] = self._outgoing(frame, concurrent.futures.Future())
            self._unacked = collections.deque(list(registered.values()) + waiting)
            self._bytes = sum(len(out.line) for out in self._unacked)
            self._state.update(received=0, acked=0)
            self._taken = self._top = self._acknowledged = 0
            self._ack_at, self._life = None, self._life + 1
        for out in gone:
            self._resolve(out.future)
        for future in unanswered:
            self._resolve(future, Failed("session_lost", "the session that waited for the answer is gone"))
        return {"code": refused.get("code"), "resent": len(waiting), "maybe_twice": twice}

    def _save(self):
        if self._file:
            with self._changed:
                text = json.dumps(self._state)
            descriptor = os.open(self._file + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(self._file + ".new", self._file)

    # ---- How it stays alive: the thread of the connection.

    def _run(self):
        cause = why = failed = None  # the session lost its connection by cause; the last attempt ended because of why
        try:
            while not self._over:
                with self._changed:
                    self._changed.wait_for(lambda: self._over or self._leaving, self._pause(why) if why else 0)
                if self._leaving:
                    break
                try:
                    self._enter(self._next_address(), cause)
                    while not self._over:
                        self._turn(self._connection)
                except Lost as lost:
                    why = str(lost)
                    if self._connection:
                        cause = why
                        self._rest(self._connection)
                        self._connection.reset()
                        self._connection = None
                    elif why not in TIMEOUTS:
                        self._tries += 1
                    self._event({"event": "lost", "cause": why})
        except Failed as e:
            failed = e
        except Exception as e:
            logging.getLogger("busport").exception("the connection's thread failed")
            failed = Failed("internal", repr(e))
        self._end(failed)

    def _rest(self, connection):
        self._tries = 0 if time.monotonic() - connection.born_at > self.HEALTHY else self._tries + 1

    def _pause(self, why):
        """A path that timed out may be back at any moment. Who refuses wants a rest, and not from all of us at once."""
        doublings = 0 if why in TIMEOUTS else max(0, min(self._tries - 1, 9))
        return random.uniform(0, min(self.RETRY_MAX, self.RETRY * 2**doublings))

    def _next_address(self):
        self._addresses.append(self._addresses.pop(0))
        return self._addresses[-1]

    def _turn(self, connection):
        """Reads, then looks at the clock (in this order: after a sleep there may be something to read), then writes."""
        now = time.monotonic()
        ack_at = self._ack_at
        wait = min(self.TICK, self._interval / 10, max(0, ack_at - now) if ack_at is not None else self.TICK)
        for frame, size in connection.hear(wait, self._wake_end):
            self._hear(connection, frame, size)
        now, clock = time.monotonic(), time.time()
        if not -1 < clock - connection.clock < self.JUMP:  # we slept: so may have the path
            connection.heard_at = connection.progress_at = now
            self._probe(connection, "wake")
        connection.clock = clock
        if now > connection.look_at + self.LOOK:
            connection.look_at, before, connection.source = now, connection.source, connection.route()
            if connection.source != before:
                self._probe(connection, "wake")
        stuck = now - connection.progress_at if connection.sent > self._state["acked"] else 0
        if connection.probe and now > connection.probe[0]:
            raise Lost(connection.probe[1])
        if stuck > self.NO_ACK:
            raise Lost("ack-stall")
        if now - connection.heard_at > self._interval + self.GRACE:
            raise Lost("silent")
        if stuck > self.STALL and now - connection.probed_at > self.STALL:
            self._probe(connection, "ack-stall")
        if connection.move_at and now > connection.move_at:  # make before break
            try:
                return self._enter(self._addresses[0], "goaway")
            except Lost:
                if not self._connection:
                    raise
                self._next_address()
                self._tries += 1
                connection.move_at = now + self._pause("goaway")
        if self._ack_at is not None and now >= self._ack_at:
            self._acknowledge(connection)
        if now - connection.spoke_at > self._interval:
            self._acknowledge(connection, "ping")
        self._pump(connection)
        if self._leaving and not self._busy and not connection.bye_by:
            self._acknowledge(connection)
            connection.say(self._leaving)
            connection.bye_by = now + self.WELCOME
        if connection.bye_by and now > connection.bye_by:
            self._over = Failed(BYE, "closed, and the gateway did not confirm it")

    def _probe(self, connection, cause):
        if not connection.probe:
            connection.echo += 1
            connection.probed_at = time.monotonic()
            connection.probe = (connection.probed_at + self.PROBE, cause)
            self._acknowledge(connection, "ping")

    def _leave(self, keep, timeout):
        threads = [t for t in (self._handling, self._thread) if t is not threading.current_thread()]
        with self._changed:
            if threading.current_thread() is not self._thread:
                self._changed.wait_for(lambda: self._over or not self._unacked, timeout)
            self._leaving = self._leaving or {"type": "bye", "keep": keep}
            if threading.current_thread() is self._handling:
                self._busy = False  # its message counts as not handled
            self._changed.notify_all()
        self._wake()
        if threading.current_thread() is not self._thread:
            for thread in threads:
                thread.join(timeout)

    def _end(self, failed):
        with self._changed:
            self._over = failed or self._over or Failed(BYE, "the client was closed")
            left = [out.future for out in self._unacked] + list(self._requests.values())
            self._unacked.clear()
            self._requests.clear()
            self._changed.notify_all()
        for future in left:
            self._resolve(future, self._over)
        if self._connection:
            self._connection.reset()
        self._waker.close()
        self._wake_end.close()
        if failed:
            self._event({"event": "failed", "code": failed.code, "message": failed.message})
        self._inbox.put(None)


def main(arguments):
    """busport.py HOST:PORT[,HOST:PORT] subscribe ADDR | send ADDR BODY | publish ADDR BODY | request ADDR BODY"""
    if len(arguments) != {"subscribe": 3, "send": 4, "publish": 4, "request": 4}.get("".join(arguments[1:2])):
        print(main.__doc__, file=sys.stderr)
        return 2

    def show(message):
        print(message.body if isinstance(message.body, str) else json.dumps(message.body), flush=True)

    client = Client(arguments[0].split(","), on_event=lambda event: print("busport:", json.dumps(event), file=sys.stderr))
    try:
        with client:
            if arguments[1] == "subscribe":
                client.subscribe(arguments[2], show).result()
                client.wait()
            answer = getattr(client, arguments[1])(arguments[2], arguments[3]).result(60)
            if answer:
                show(answer)
        return 0
    except KeyboardInterrupt:
        return 0
    except (Failed, concurrent.futures.TimeoutError) as e:
        print("busport:", e or "no answer within 60 s", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
