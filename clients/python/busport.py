"""Busport from Python: one file, only the standard library, and the shortest way to learn what a session is.

    client = busport.Client(["gateway.example:30800"], name="river", state="river.state")
    client.subscribe("news", lambda message: print(message.body))
    client.publish("news", "hello").result()              # returns when the gateway has it
    print(client.request("messages", "hello").result().body)

All is lines of JSON (docs/protocol.md). A session outlives its connections, and its frames have numbers:

    >  {"type":"hello",…}                <  {"type":"welcome","session":"…","state":"new","secret":"…",…}
    >  {"type":"publish","n":1,…}        <  {"type":"ack","received":1}
    <  {"type":"message","n":1,…}        >  {"type":"ack","received":1}
    ✂  The connection breaks. On the next one both say how far they got, and send the rest with the same n:
    >  {"type":"hello","resume":{"session":"…","received":1,"proof":"…"},…}
    <  {"type":"welcome","state":"resumed","received":1,…}

An ack is custody: all up to here is my responsibility, forget it. Until then a sender keeps its frames.
Numbers have no holes, so a repeat is recognised, and nothing is lost, doubled or reordered.

One thread owns the socket and all state: others put calls into its queue and wake it, so there are no locks.
Handlers and on_event run on it. They may send and close, but not wait for a result, and should be quick.
"""

import hashlib, hmac, json, logging, os, queue, random, select, socket, ssl, sys, threading, time
from collections import deque, namedtuple
from concurrent.futures import Future

NEVER = float("inf")
TIMEOUTS = ("timeout", "silent", "ack-stall", "wake")  # nobody answered; that took its time, so no long pause
AT_ONCE = (*TIMEOUTS, "goaway")  # nor after a request to leave: elsewhere there is room
Outgoing = namedtuple("Outgoing", "line future label room")  # a frame still without its number


class Failed(Exception):
    """What could not be done. code: a word of the protocol. failure_code: of a service that failed it."""

    def __init__(self, code, message, failure_code=-1):
        super().__init__("%s: %s" % (code, message))
        self.code, self.message, self.failure_code = code, message, failure_code


class Lost(Exception):
    """The connection is gone, and why. The session is not."""


class Message:
    """What came for an address, or the answer to a request."""

    def __init__(self, client, frame):
        self._client, self.address, self.body = client, frame["address"], frame.get("body")
        self.headers, self.reply_address = frame.get("headers", {}), frame.get("replyAddress")
        self.number, self.redelivered = frame["n"], frame.get("redelivered", False)

    def reply(self, body, headers=None):
        return self._client.send(self.reply_address, body, headers)

    def fail(self, code, text):
        return self._client._submit("send", self.reply_address, failureCode=code, message=text)


def prove(secret, text):
    """Proves that we know the secret without saying it. The gateway knows SHA-256(secret): with that it makes
    the same signature and takes it off the proof; the rest must hash to what it knows (SCRAM, RFC 5802)."""
    signature = hmac.digest(hashlib.sha256(secret).digest(), text.encode(), "sha256")
    return bytes(a ^ b for a, b in zip(secret, signature))


def resolve(future, failed=None, answer=None):
    if future and not future.done():
        future.set_exception(failed) if failed else future.set_result(answer)


class Client:
    CONNECT = WELCOME = 5.0  # seconds, as all that follow: for a connection; for the answer to hello and bye
    GRACE = 10.0  # nothing heard for the heartbeat's interval + GRACE: the path is dead
    STALL, PROBE, NO_ACK = 5.0, 5.0, 25.0  # no ack for STALL: a ping, its pong within PROBE; for NO_ACK: dead
    JUMP, TICK = 5.0, 0.2  # a clock that jumps so far has slept; how often to look at it
    RETRY, RETRY_MAX, HEALTHY = 0.5, 15.0, 30.0  # pauses between connections; one this old has proven itself
    ACK_DELAY, HOLD = 0.05, 5.0  # an ack waits for more to say; a message of an old session for its handler

    def __init__(
        self, addresses, name=None, state=None, heartbeat=15, expiry=900, backlog=1000, on_event=None, tls=None,
        token=None
    ):
        """state: a file that keeps the session beyond this process. backlog: so many frames without an ack,
        then send waits. on_event(dict) hears: connected, lost, resumed, partial, fresh, gap, failed, …
        tls: an ssl.SSLContext, as ssl.create_default_context(cafile="ca.pem") makes it; it checks the host, too.
        token: what we prove ourselves with, or a function that knows it, asked for each connection."""
        self._token = token if callable(token) else lambda: token
        self._addresses = [addresses] if isinstance(addresses, str) else list(addresses)
        session = {"expiry": int(expiry * 1000), **({"name": name} if name else {})}
        self._hello = {"type": "hello", "version": 1, "session": session, "heartbeat": int(heartbeat * 1000)}
        self._file, self._interval, self._on_event = state, heartbeat, on_event or (lambda event: None)
        self._tls = tls
        # The session. received: the gateway's frames that are handled. acked: ours that it has taken.
        self._state = {"session": None, "epoch": 0, "secret": "", "counter": 0, "received": 0, "acked": 0}
        if state and os.path.exists(state):
            with open(state) as file:
                self._state.update(json.load(file))
        self._restored = self._state["session"] is not None
        self._hold_until = time.monotonic() + (self.HOLD if self._restored else 0)
        self._kept, self._top = {}, self._state["acked"]  # our frames until their ack; the highest n sent
        self._requests, self._handlers = {}, {}  # futures by label, handlers by address
        self._room, self._limit = threading.Semaphore(backlog), 1 << 20
        self._bye = self._over = None  # to be said; why nothing works any more
        # The connection. A question waits for its answer: hello for welcome, ping for pong, bye for bye.
        self._socket, self._clock = None, time.time()
        self._connect_at, self._bound, self._cause, self._echo = 0, self.RETRY, "restart", 0
        self._hang_up()
        self._calls, (self._waker, self._woken) = queue.SimpleQueue(), socket.socketpair()
        self._waker.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="busport", daemon=True)
        self._thread.start()

    # For any thread. A call returns a Future that may fail with a Failed; after the end it raises one.

    def send(self, address, body, headers=None, timeout=None):
        """To one of those who hear the address. Resolves when the gateway has it. timeout: for room."""
        return self._submit("send", address, timeout, headers=headers or {}, body=body)

    def publish(self, address, body, headers=None, timeout=None):
        return self._submit("publish", address, timeout, headers=headers or {}, body=body)

    def request(self, address, body, timeout=None, headers=None):
        """Resolves to the answer, a Message. timeout: for the answer; without it the gateway's own holds."""
        headers = {**(headers or {}), **({"timeout": int(timeout * 1000)} if timeout else {})}
        label = "~" + os.urandom(8).hex()
        return self._submit("send", address, replyAddress=label, headers=headers, body=body)

    def subscribe(self, address, handler):
        """Calls handler(message) for what comes there; when it has returned, the message is acknowledged."""
        self._post(self._handlers.__setitem__, address, handler)
        return self._submit("register", address)

    def close(self, timeout=5, keep=False):
        """Ends the session, after what was sent is acknowledged if that takes no longer than the timeout."""
        self._post(self._leave, {"type": "bye", "keep": keep}, time.monotonic() + timeout)
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout + self.CONNECT + self.WELCOME)

    def park(self, timeout=5):
        """Ends the connection only: the session waits, with what comes for it, for whoever has its file."""
        self.close(timeout, keep=True)

    def _submit(self, type, address, timeout=None, **rest):
        if not address:
            raise ValueError("no address to send to (a message without a reply_address wants no answer)")
        line = json.dumps({"type": type, "address": address, **rest}).encode()  # now: it may change later
        if len(line) + 32 > self._limit:
            raise Failed("too_large", "%d bytes (expected: at most %d)" % (len(line), self._limit - 32))
        room = threading.current_thread() is not self._thread  # it makes the room, and cannot wait for it
        if room and not self._room.acquire(timeout=timeout):
            raise Failed("backlog_full", "too many frames wait for their acknowledgement")
        out = Outgoing(line, Future(), rest.get("replyAddress"), room)
        out.future.set_running_or_notify_cancel()  # what may be on its way cannot be called back
        self._post(self._keep, out)
        if self._over:
            self._room.release()  # whoever else waits for room shall see it too
            raise self._over
        return out.future

    def _post(self, function, *arguments):
        self._calls.put((function, arguments))
        try:
            self._waker.send(b"!")  # ends the select of the client's thread
        except OSError:
            pass  # full: it is awake; closed: it has ended

    # The client's thread, from here on: calls, reads, hears, speaks, and looks at the clock.

    def _run(self):
        while not self._over:
            try:
                self._turn()
            except Lost as lost:
                self._lost(str(lost))
            except json.JSONDecodeError:
                self._lost("malformed")
            except Exception as e:
                self._over = e if isinstance(e, Failed) else Failed("internal", repr(e))
        self._make_calls()
        self._hang_up()
        for future in [out.future for out in self._kept.values()] + list(self._requests.values()):
            resolve(future, self._over)
        self._room.release()
        self._waker.close()
        self._woken.close()
        if self._over.code != "closed":
            self._event("failed", code=self._over.code, message=self._over.message)

    def _turn(self):
        if time.monotonic() >= self._go_at:
            raise Lost("goaway")
        if time.monotonic() >= self._connect_at:
            self._connect()
        if self._welcomed:
            self._speak(time.monotonic())
        mine = [self._socket] if self._socket else []
        wait = 0 if self._frames else max(0, min(self.TICK, min(self._ack_at, self._go_at) - time.monotonic()))
        readable, writable, _ = select.select([self._woken] + mine, mine if self._out else [], [], wait)
        if self._woken in readable:
            self._woken.recv(4096)
        self._make_calls()
        if self._held and (self._held[0]["address"] in self._handlers or time.monotonic() > self._hold_until):
            self._frames.extendleft(reversed(self._held))
            self._held = []
        if self._frames:
            self._hear(self._frames.popleft())
        elif self._socket in readable:
            self._read()
        else:  # nothing more to read, so an answer can be missing
            self._check(time.monotonic())
        try:
            if writable:
                del self._out[: self._socket.send(self._out)]
        except OSError:
            pass  # reading tells what is wrong, after the other side's last words

    def _read(self):
        try:
            data = self._socket.recv(65536)
            while self._tls and self._socket.pending():  # select knows only of what is still to be deciphered
                data += self._socket.recv(65536)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return  # a part of TLS, and nothing in it
        except ssl.SSLError as e:
            raise Lost("tls: " + self._why(e)) from None
        except OSError:
            raise Lost("reset") from None
        if not data:
            raise Lost("eof")
        *lines, self._part = (self._part + data).split(b"\n")
        self._frames.extend(map(json.loads, lines))
        self._heard_at = time.monotonic()

    @staticmethod
    def _why(e):
        return getattr(e, "verify_message", None) or (e.reason or str(e)).lower().replace("_", " ")

    def _make_calls(self):
        while not self._calls.empty():
            function, arguments = self._calls.get()
            function(*arguments)

    def _keep(self, out):
        self._kept[self._state["acked"] + len(self._kept) + 1] = out
        if out.label:
            self._requests[out.label] = out.future

    def _leave(self, bye, bye_by):
        self._bye, self._bye_by = bye, bye_by

    def _event(self, event, **more):
        return self._guarded(self._on_event, {**more, "event": event})

    def _guarded(self, function, argument):
        try:
            function(argument)
        except Exception as e:
            logging.getLogger("busport").exception("a handler failed")
            return e

    def _connect(self):
        self._addresses.append(self._addresses.pop(0))  # the next one
        host, port = self._addresses[-1].rsplit(":", 1)
        try:
            self._socket = socket.create_connection((host.strip("[]"), int(port)), self.CONNECT)
            if self._tls:
                self._socket = self._tls.wrap_socket(self._socket, server_hostname=host.strip("[]"))
        except ssl.SSLError as e:  # a certificate may be renewed: tried again, with the pauses of who was refused
            raise Lost("tls: " + self._why(e)) from None
        except OSError as e:
            causes = {TimeoutError: "timeout", ConnectionRefusedError: "refused"}
            raise Lost(causes.get(type(e), "unreachable")) from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._born_at = self._heard_at = time.monotonic()
        self._question, self._answer_by, self._connect_at = "timeout", self._born_at + self.WELCOME, NEVER
        mine, hello, token = self._state, self._hello, self._token()
        hello = {**hello, "auth": token} if token else hello
        if mine["session"]:
            mine["counter"] = max(mine["counter"] + 1, int(time.time() * 1000))  # a proof counts once
            resume = {key: mine[key] for key in ("session", "epoch", "counter", "received")}
            resume["floor"] = mine["acked"] + 1
            proof = prove(bytes.fromhex(mine["secret"]), "|".join(map(str, resume.values()))).hex()
            hello = {**hello, "resume": {**resume, "proof": proof, "cause": self._cause}}
        self._say(hello)

    def _hang_up(self):
        if self._socket:
            self._socket.close()
        self._socket, self._welcomed, self._out, self._part = None, False, bytearray(), b""
        self._question, self._answer_by, self._ack_at, self._go_at = None, NEVER, NEVER, NEVER
        self._frames, self._held, self._sent, self._probe_at = deque(), [], 0, 0

    def _lost(self, cause):
        """Again after a pause. Who refuses wants a rest, and not from all of us at once."""
        self._event("lost", cause=cause)
        if self._question == "bye":
            self._over = Failed("closed", "the gateway did not confirm it")
        if self._welcomed:
            self._cause = cause
            self._bound = self.RETRY if time.monotonic() - self._born_at > self.HEALTHY else self._bound
        bound = self.RETRY if cause in AT_ONCE else self._bound
        pause = 0 if cause == "goaway" else random.uniform(0, bound)  # who was asked to go has waited before
        self._connect_at = time.monotonic() + pause
        self._bound = self._bound if cause in AT_ONCE else min(2 * bound, self.RETRY_MAX)
        self._hang_up()

    def _welcome(self, welcome):
        mine, received, refused = self._state, welcome["received"], welcome.get("refused", {})
        keys, name = ("session", "epoch", "gateway", "observed", "guarantee", "replay"), welcome["state"]
        event = {key: welcome.get(key) for key in keys}
        if welcome["state"] != "new":  # both make the next secret; the old one holds until we speak
            secret, nonce = bytes.fromhex(mine["secret"]), bytes.fromhex(welcome["nonce"])
            mine["secret"] = hmac.digest(secret, nonce, "sha256").hex()
            if self._restored:  # the process before us perhaps had no time to write down the last acks
                self._renumber(self._kept.values(), max(received, mine["acked"]))
            if received < mine["acked"]:
                raise Failed("number_gap", "the gateway has %d (expected: %d)" % (received, mine["acked"]))
        else:  # what an older session did not take goes into this one, after our registrations
            known, name, again = refused.get("received", 0), "fresh" if mine["session"] else "connected", []
            self._settle(min(known, self._top), welcome)
            if mine["session"]:
                lines = [json.dumps({"type": "register", "address": each}) for each in self._handlers]
                again = [Outgoing(line.encode(), None, None, False) for line in lines]
                twice = 0 if "received" in refused else self._top - mine["acked"]  # nobody remembers
                event.update(code=refused.get("code"), resent=len(self._kept), maybe_twice=twice)
            for label in self._requests.keys() - {out.label for out in self._kept.values()}:
                resolve(self._requests.pop(label), Failed("session_lost", "who had asked is gone"))
            mine.update(secret=welcome["secret"], received=0)
            self._renumber([*again, *self._kept.values()], 0)
        mine.update(session=welcome["session"], epoch=welcome["epoch"])
        self._settle(received, welcome)
        self._sent, self._window, self._limit = mine["acked"], welcome["window"], welcome["limits"]["frame"]
        self._interval, self._clock = welcome["heartbeat"]["interval"] / 1000, time.time()
        self._addresses += [each for each in welcome.get("alternatives", []) if each not in self._addresses]
        self._restored, self._welcomed, self._ack_at = False, True, 0
        self._question, self._answer_by = None, NEVER
        self._event(name, **event)
        if welcome.get("observed", {}).get("changed"):
            self._event("rebound", observed=welcome["observed"])

    def _renumber(self, frames, acked):
        self._kept, self._top, self._state["acked"] = dict(enumerate(frames, acked + 1)), acked, acked

    def _settle(self, received, frame):
        """The gateway has taken our frames up to here; the outcomes say which of these it could not do."""
        if received > self._top:
            raise Failed("out_of_range", "acknowledged %d (expected: at most %d)" % (received, self._top))
        bad = {each["n"]: Failed(each["code"], each.get("message", "")) for each in frame.get("outcomes", ())}
        for n in range(self._state["acked"] + 1, received + 1):
            out, self._state["acked"], self._progress_at = self._kept.pop(n), n, time.monotonic()
            if out.room:
                self._room.release()
            if n in bad or not out.label:  # the answer to a request is a frame of its own
                self._requests.pop(out.label, None)
                resolve(out.future, bad.get(n))
        self._sent = max(self._sent, received)  # what was sent on an older connection need not be sent again

    def _speak(self, now):
        if now >= self._ack_at:
            self._say({"type": "ack"})
        if now - self._spoke_at > self._interval:
            self._say({"type": "ping"})
        if self._bye and self._question != "bye" and (now > self._bye_by or not self._kept):
            self._say(self._bye)
            self._question, self._answer_by = "bye", now + self.WELCOME
        while self._sent + 1 in self._kept and len(self._out) < 1 << 16 and self._question != "bye":
            n, acked, line = self._sent + 1, self._state["acked"], self._kept[self._sent + 1].line
            flying = sum(len(self._kept[each].line) for each in range(acked + 1, n))
            if n - acked > self._window["messages"] or flying and flying + len(line) > self._window["bytes"]:
                return  # the rest when there are acks
            self._progress_at = self._progress_at if flying else now
            self._sent, self._top, self._spoke_at = n, max(self._top, n), now
            self._out += line[:-1] + b',"n":%d}\n' % n

    def _say(self, frame):
        """A frame without a number. The state is saved first: what we say binds the next process too."""
        if self._file:
            new = self._file + ".new"
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(self._state, file)
            os.replace(new, self._file)
        if self._welcomed:
            frame, self._ack_at = {**frame, "received": self._state["received"]}, NEVER
        self._out += json.dumps(frame).encode() + b"\n"
        self._spoke_at = time.monotonic()

    def _check(self, now):
        """A path that has died does not say so: every wait has its end."""
        if self._bye and not self._welcomed and now > self._bye_by:
            self._over = Failed("closed", "without a connection")
        slept, self._clock = not -1 < time.time() - self._clock < self.JUMP, time.time()
        if slept:
            self._heard_at = self._progress_at = now
        stuck = now - self._progress_at if self._sent > self._state["acked"] else 0
        silent = now - self._heard_at if self._welcomed else 0
        if now > self._answer_by or stuck > self.NO_ACK or silent > self._interval + self.GRACE:
            raise Lost(self._question or ("ack-stall" if stuck > self.NO_ACK else "silent"))
        if self._welcomed and not self._question and (slept or stuck > self.STALL and now > self._probe_at):
            self._question, self._answer_by = "wake" if slept else "ack-stall", now + self.PROBE
            self._echo, self._probe_at = self._echo + 1, now + self.STALL
            self._say({"type": "ping", "echo": self._echo})

    def _hear(self, frame):
        type, self._heard_at = frame["type"], time.monotonic()
        if type == "welcome":
            return self._welcome(frame)
        if "received" in frame:
            self._settle(frame["received"], frame)
        if "n" in frame:
            self._take(frame)
        elif type == "ack":
            self._window = frame.get("window", self._window)
        elif type == "pong" and frame.get("echo") == self._echo and self._question != "bye":
            self._question, self._answer_by = None, NEVER
        elif type == "bye":
            self._over = Failed("closed", "the client was closed")
            if self._file and not frame["keep"]:
                os.remove(self._file)
        elif type == "err" and (frame.get("fatal") or not self._welcomed):
            word = frame["message"]
            raise Failed(word, frame.get("detail", "")) if frame.get("fatal") else Lost(word)
        elif type in ("err", "slow", "guarantee", "goaway", "moved"):
            self._event("error" if type == "err" else type, **frame)
        if type == "goaway":
            self._addresses = list(dict.fromkeys(frame.get("alternatives", []) + self._addresses))
            self._go_at = time.monotonic() + random.uniform(0, self.RETRY)  # at work until then
        if type == "moved":  # another process has our state; to fight over it would help neither
            raise Failed(type, "the session is at %s now" % frame.get("by"))

    def _take(self, frame):
        """Takes responsibility for the next numbered frame. A gap stands for all from its from to its n."""
        n, address, received = frame["n"], frame.get("address"), self._state["received"]
        message = frame["type"] == "message" and address not in self._requests
        if frame.get("from", n) > received + 1:
            raise Failed("number_gap", "frame %d after %d" % (n, received))  # TCP has none: one is wrong
        hold = message and address not in self._handlers and time.monotonic() < self._hold_until
        if hold or self._held:  # a session from a file is there before its handlers; what follows waits, too
            return self._held.append(frame)
        if self._bye:
            return  # not handled, not acknowledged: whoever resumes the session gets it
        self._ack_at = min(self._ack_at, time.monotonic() + self.ACK_DELAY)
        if n <= received:
            return  # a repeat: our ack was lost
        future = self._requests.pop(address, None)
        if future and frame["type"] == "message":
            resolve(future, answer=Message(self, frame))
        elif future:  # err, or a gap where the answer was
            why = frame.get("message", frame.get("why"))
            resolve(future, Failed(frame["code"], why, frame.get("failureCode", -1)))
        elif message and address in self._handlers:
            failed = self._guarded(self._handlers[address], Message(self, frame))
            if failed and frame.get("replyAddress"):
                Message(self, frame).fail(500, repr(failed))
        elif message or frame["type"] == "gap":
            self._event("unhandled" if message else "gap", **frame)
        self._state["received"] = n  # after the handler: who dies in it has not taken responsibility


def main(addresses, verb, *arguments):
    """busport.py [tls://]HOST:PORT[,HOST:PORT] subscribe ADDRESS | (send | publish | request) ADDRESS BODY

    With tls:// the gateway's certificate has to be of a CA of the system, or of the file in SSL_CERT_FILE."""
    plain = addresses.removeprefix("tls://")
    tls = ssl.create_default_context() if plain != addresses else None
    client = Client(plain.split(","), tls=tls, on_event=lambda event: print("busport:", event, file=sys.stderr))
    try:
        if verb == "subscribe":
            client.subscribe(*arguments, lambda message: print(message.body, flush=True)).result()
            client._thread.join()
        else:
            answer = getattr(client, verb)(*arguments).result(60)
            print(answer.body if answer else "taken")
    finally:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 3 else sys.exit(main.__doc__)
