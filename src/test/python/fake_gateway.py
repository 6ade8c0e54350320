"""A gateway in miniature for the tests of busport.py: sessions, numbers, proofs, and every way to let a client down."""

import hashlib
import hmac
import json
import os
import socket
import struct
import threading
from collections import deque


class Session:
    def __init__(self, id, name):
        self.id, self.name, self.epoch, self.counter = id, name, 1, 0
        self.secret = os.urandom(32)
        self.stored, self.next_stored = hashlib.sha256(self.secret).digest(), None
        self.received, self.sent, self.outbox = 0, 0, deque()
        self.addresses, self.frames, self.connection = [], [], None


class Link:
    """One connection of a client."""

    def __init__(self, gateway, sock):
        self.gateway, self.sock, self.session, self.resumed = gateway, sock, None, False

    def say(self, frame):
        self.write(json.dumps(frame).encode() + b"\n")

    def write(self, data):
        chaos = self.gateway.chaos
        try:
            if chaos and chaos.random() < self.gateway.cut:
                self.sock.sendall(data[: chaos.randrange(len(data) + 1)])
                self.reset()
            else:
                self.sock.sendall(data)
        except OSError:
            pass  # its thread notices

    def reset(self):
        try:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.sock.shutdown(socket.SHUT_RD)
            self.sock.close()
        except OSError:
            pass

    def end(self):
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class FakeGateway:
    """Answers requests to "echo", knows nobody at "nobody", denies "denied", and takes everything else."""

    def __init__(self, heartbeat=15.0, window=256, chaos=None, cut=0.0, port=0):
        self.heartbeat, self.window, self.chaos, self.cut = heartbeat, window, chaos, cut
        self.sessions, self.gone, self.links = {}, {}, []
        self.hellos, self.pings, self.errors = [], [], []
        self.before_welcome = self.before_frame = None  # (link, frame) -> True: do nothing more
        self.acks, self.frozen, self.alternatives = True, False, []
        self.lag = 0  # frames that were read, and responsibility for them is not taken yet when a welcome is said
        self.lock = threading.RLock()
        self.listener = socket.create_server(("127.0.0.1", port))
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        with self.lock:
            for link in self.links:
                link.reset()

    def session(self):
        return list(self.sessions.values())[-1]

    def push(self, session, **frame):
        """A numbered frame for a client, now or when it is back."""
        with self.lock:
            session.sent += 1
            frame = dict({"type": "message", "headers": {}, "send": True}, n=session.sent, **frame)
            session.outbox.append(frame)
            if session.connection:
                session.connection.say(frame)

    def forget(self, session, tell):
        """Expires a session; tell: and remembers how far it got."""
        with self.lock:
            del self.sessions[session.id]
            if tell:
                self.gone[session.id] = session.received
            link = session.connection  # its thread takes it away when it ends
            if link:
                link.reset()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(self, sock)
            self.links.append(link)
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link):
        line = b""
        try:
            while True:
                data = link.sock.recv(65536)
                cut = self.chaos and self.chaos.random() < self.cut
                if cut:
                    data = data[: self.chaos.randrange(len(data) + 1)]
                *lines, line = (line + data).split(b"\n")
                with self.lock:
                    for frame in map(json.loads, lines):
                        if not self.frozen:
                            self._hear(link, frame)
                    if cut or not data:
                        return
                    if link.session and link.session.connection is link and lines and self.acks and not self.frozen:
                        link.say({"type": "ack", "received": link.session.received, "outcomes": link.outcomes})
                        link.outcomes = []
        except OSError:
            pass
        except Exception as e:
            self.errors.append(e)
            raise
        finally:
            with self.lock:
                if link.session and link.session.connection is link:
                    link.session.connection = None
            link.reset()

    def refuse(self, link, code, fatal=True):
        link.say({"type": "err", "message": code, "code": code, "detail": "a sentence", "fatal": fatal})
        link.end()

    def _hear(self, link, frame):
        if frame["type"] == "hello":
            self.hellos.append(frame)
            if not (self.before_welcome and self.before_welcome(link, frame)):
                self.welcome(link, frame)
            return
        session = link.session
        assert session, "%s before the welcome" % frame
        if session.connection is not link:
            return  # fenced
        if link.resumed and session.next_stored:  # the client has the next secret
            session.stored, session.next_stored = session.next_stored, None
        if self.before_frame and self.before_frame(link, frame):
            return
        if "received" in frame:
            assert frame["received"] <= session.sent, "out_of_range: %s" % frame
            while session.outbox and session.outbox[0]["n"] <= frame["received"]:
                session.outbox.popleft()
        if frame["type"] == "ping":
            self.pings.append(frame)
            link.say(dict({"type": "pong", "received": session.received}, **({"echo": frame["echo"]} if "echo" in frame else {})))
        elif frame["type"] == "bye":
            link.say({"type": "bye", "keep": frame["keep"]})
            link.end()
            if not frame["keep"]:
                del self.sessions[session.id]
        elif "n" in frame:
            if frame["n"] <= session.received:
                return
            assert frame["n"] == session.received + 1, "number_gap: %s after %d" % (frame, session.received)
            session.received += 1
            session.frames.append(frame)
            self._do(link, session, frame)

    def _do(self, link, session, frame):
        address, label = frame.get("address"), frame.get("replyAddress")
        if frame["type"] == "register":
            session.addresses.append(address)
        elif address == "denied":
            link.outcomes.append({"n": frame["n"], "code": "access_denied", "message": "no rule permits it"})
        elif address == "nobody" and label:
            self.push(session, type="err", address=label, sourceAddress=address, failureCode=-1, message="No handlers", code="no_handlers")
        elif address == "echo" and label:
            self.push(session, address=label, body=frame["body"])

    def welcome(self, link, hello):
        answer = {"type": "welcome", "version": 1, "expiry": 900000, "gateway": "fake", "guarantee": "one copy: this gateway"}
        resume = hello.get("resume")
        session = self.sessions.get(resume["session"]) if resume else None
        if session:
            proven = self._prove(session, resume)
            if isinstance(proven, str):
                self.refuse(link, proven)
                return
            session.counter, session.epoch, link.resumed = resume["counter"], session.epoch + 1, True
            session.stored = hashlib.sha256(proven).digest()  # it has proven this one: an older one is void
            assert resume["floor"] <= session.received + 1, (resume, session.received)
            assert resume["received"] <= session.sent, (resume, session.sent)
            if session.connection:
                session.connection.say({"type": "moved", "epoch": session.epoch, "by": "127.0.0.1:1"})
                session.connection.end()
            while session.outbox and session.outbox[0]["n"] <= resume["received"]:
                session.outbox.popleft()
            nonce = os.urandom(32)
            session.next_stored = hashlib.sha256(hmac.new(proven, nonce, hashlib.sha256).digest()).digest()
            answer.update(state="resumed", nonce=nonce.hex())
        else:
            session = Session(os.urandom(4).hex(), hello["session"].get("name"))
            self.sessions[session.id] = session
            answer.update(state="new", secret=session.secret.hex())
            if resume:
                answer["refused"] = {"code": "session_expired"}
                if resume["session"] in self.gone:
                    answer["refused"]["received"] = self.gone[resume["session"]]
        link.session, session.connection, link.outcomes = session, link, []
        answer.update(session=session.id, epoch=session.epoch, received=session.received - self.lag, replay=len(session.outbox))
        answer["heartbeat"] = {"interval": int(self.heartbeat * 1000), "timeout": int(self.heartbeat * 2500)}
        answer["limits"] = {"frame": 1 << 20, "registrations": 1000, "pending": 1024}
        answer["window"] = {"messages": self.window, "bytes": 1 << 20}
        answer["observed"] = {"ip": "127.0.0.1", "port": link.sock.getpeername()[1], "changed": bool(resume)}
        answer["alternatives"] = self.alternatives
        link.say(answer)
        for frame in list(session.outbox):
            link.say(dict(frame, redelivered=True))

    @staticmethod
    def _prove(session, resume):
        """The secret that the client has proven to know, or why not."""
        text = "|".join(str(resume[key]) for key in ("session", "epoch", "counter", "received", "floor"))
        for stored in filter(None, (session.stored, session.next_stored)):
            signature = hmac.new(stored, text.encode(), hashlib.sha256).digest()
            secret = bytes(a ^ b for a, b in zip(bytes.fromhex(resume["proof"]), signature))
            if hmac.compare_digest(hashlib.sha256(secret).digest(), stored):
                return secret if resume["counter"] > session.counter else "replayed"
        return "bad_proof"
