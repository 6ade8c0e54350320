"""clients/python/busport.py against a gateway that lets it down: python3 -m unittest discover -s src/test/python"""

import json
import os
import random
import socket
import stat
import sys
import tempfile
import threading
import time
import unittest
import unittest.mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../../../clients/python")]

import busport  # noqa: E402
from fake_gateway import FakeGateway  # noqa: E402

DEADLINE = 20
SEEDS = range(int(os.environ.get("BUSPORT_SEEDS", "200")))


class Quick(busport.Client):
    CONNECT = WELCOME = 0.5
    GRACE, STALL, PROBE, NO_ACK = 0.3, 0.2, 0.2, 1.0
    RETRY, RETRY_MAX, ACK_DELAY, TICK, HOLD = 0.01, 0.05, 0.005, 0.02, 0.3


def until(condition, what):
    end = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("not within %d s: %s" % (DEADLINE, what))
        time.sleep(0.002)


class Case(unittest.TestCase):
    def setUp(self):
        self.begin()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = os.path.join(folder.name, "river.state")

    def begin(self):
        self.gateway, self.events = FakeGateway(), []
        self.addCleanup(self.gateway.close)

    def tearDown(self):
        self.assertEqual([], self.gateway.errors)

    def client(self, type=Quick, **settings):
        settings.setdefault("on_event", self.events.append)
        client = type([self.gateway.address], **settings)
        self.addCleanup(client.close, 0.5)
        return client

    def saw(self, event):
        until(lambda: any(e["event"] == event for e in self.events), "%s in %s" % (event, self.events))
        return [e for e in self.events if e["event"] == event][-1]

    def code(self, future):
        with self.assertRaises(busport.Failed) as caught:
            future.result(DEADLINE)
        return caught.exception.code

    def connected(self, **settings):
        client = self.client(**settings)
        self.saw("connected")
        return client, self.gateway.session()

    def cut(self, session):
        until(lambda: session.connection, "a connection")
        session.connection.reset()

    def bodies(self, session):
        return [frame.get("body") for frame in session.frames if frame["type"] != "register"]


class Conversation(Case):
    def test_a_hello_says_what_is_wanted_and_nothing_comes_before_the_welcome(self):
        client, session = self.connected(name="river", heartbeat=7, expiry=60)
        self.assertIsNone(client.publish("news", "hi").result(DEADLINE))
        hello = self.gateway.hellos[0]
        self.assertEqual({"name": "river", "expiry": 60000}, hello["session"])
        self.assertEqual((1, 7000), (hello["version"], hello["heartbeat"]))
        self.assertEqual([("publish", 1, "hi")], [(f["type"], f["n"], f["body"]) for f in session.frames])

    def test_each_hello_says_the_token_of_the_moment(self):
        tokens = iter(["first", "second"])
        client, session = self.connected(token=lambda: next(tokens, "later"))
        self.cut(session)
        self.saw("resumed")
        self.assertEqual(["first", "second"], [hello["auth"] for hello in self.gateway.hellos[:2]])

    def test_an_answer_a_failure_and_a_denial(self):
        client, session = self.connected()
        self.assertEqual({"a": "안녕"}, client.request("echo", {"a": "안녕"}, timeout=3).result(DEADLINE).body)
        self.assertEqual(3000, session.frames[0]["headers"]["timeout"])
        self.assertEqual("no_handlers", self.code(client.request("nobody", 1)))
        self.assertEqual("access_denied", self.code(client.request("denied", 1)))
        self.assertEqual("access_denied", self.code(client.send("denied", 1)))
        self.assertIsNone(client.send("news", 1).result(DEADLINE))

    def test_a_message_is_handled_answered_and_acknowledged_after_its_handler(self):
        client, session = self.connected()
        begun, go = threading.Event(), threading.Event()

        def handler(message):
            begun.set()
            go.wait(DEADLINE)
            message.reply(message.body + 1)

        client.subscribe("jobs", handler).result(DEADLINE)
        self.gateway.push(session, address="jobs", body=1, replyAddress="r.1")
        self.assertTrue(begun.wait(DEADLINE))
        time.sleep(0.05)
        self.assertEqual(1, len(session.outbox))
        go.set()
        until(lambda: not session.outbox, "an acknowledgement")
        until(lambda: ("r.1", 2) in [(f["address"], f.get("body")) for f in session.frames], "an answer")

    def test_a_handler_that_fails_fails_the_request(self):
        client, session = self.connected()
        client.subscribe("jobs", lambda message: 1 / 0).result(DEADLINE)
        with self.assertLogs("busport"):
            self.gateway.push(session, address="jobs", body=1, replyAddress="r.1")
            until(lambda: session.frames[-1].get("failureCode") == 500, "a failure")
            until(lambda: not session.outbox, "an acknowledgement")

    def test_the_window_of_the_gateway_is_kept(self):
        self.gateway.window, self.gateway.acks = 3, False
        client, session = self.connected(type=Patient)
        futures = [client.send("news", i) for i in range(10)]
        until(lambda: session.received == 3, "three frames")
        client.request("echo", 1)
        time.sleep(0.1)
        self.assertEqual(3, session.received)
        session.connection.say({"type": "ack", "received": 3, "window": {"messages": 1, "bytes": 1}})
        until(lambda: session.received == 4, "one more")
        session.connection.say({"type": "ack", "received": 4, "window": {"messages": 100, "bytes": 1 << 20}})
        until(lambda: session.received == 11, "the rest")
        self.assertEqual([True] * 4 + [False] * 6, [f.done() for f in futures])

    def test_a_full_backlog_makes_the_sender_wait(self):
        self.gateway.acks = False
        client, session = self.connected(type=Patient, backlog=5)
        futures = [client.send("news", i) for i in range(5)]
        with self.assertRaises(busport.Failed) as caught:
            client.send("news", 5, timeout=0.05)
        self.assertEqual("backlog_full", caught.exception.code)
        sender = threading.Thread(target=lambda: futures.append(client.send("news", 5)))
        sender.start()
        self.assertTrue(sender.is_alive())
        until(lambda: session.received == 5, "five frames")
        session.connection.say({"type": "ack", "received": 1})
        sender.join(DEADLINE)
        self.assertEqual(6, len(futures))

    def test_too_large_is_said_at_once(self):
        client, session = self.connected()
        with self.assertRaises(busport.Failed) as caught:
            client.send("news", "x" * (1 << 20))
        self.assertEqual("too_large", caught.exception.code)
        client.send("news", 1).result(DEADLINE)

    def test_close_ends_the_session_and_what_is_left(self):
        client, session = self.connected(state=self.state)
        unanswered = client.request("service", 1)
        client.close()
        self.assertEqual({}, self.gateway.sessions)
        self.assertEqual("closed", self.code(unanswered))
        self.assertFalse(os.path.exists(self.state))
        with self.assertRaises(busport.Failed):
            client.send("news", 1)


class Restless(Quick):
    RETRY, RETRY_MAX, ACK_DELAY = 0.002, 0.004, 0.002


class Patient(Quick):
    STALL = NO_ACK = 100


class Breaks(Case):
    def test_a_resume_is_proven_and_the_rest_is_sent_again(self):
        client, session = self.connected()
        client.send("news", 0).result(DEADLINE)
        self.gateway.acks = False
        futures = [client.send("news", i) for i in range(1, 4)]
        until(lambda: session.received == 4, "all of them")
        self.cut(session)
        self.gateway.acks = True
        for future in futures:
            future.result(DEADLINE)
        self.assertEqual([0, 1, 2, 3], self.bodies(session))
        resume = self.gateway.hellos[-1]["resume"]
        self.assertEqual((1, 2, 0), (resume["epoch"], resume["floor"], resume["received"]))
        self.assertEqual(self.saw("lost")["cause"], resume["cause"])
        self.assertIn(resume["cause"], ("eof", "reset"))
        self.assertEqual(2, self.saw("resumed")["epoch"])
        self.saw("rebound")

    def test_an_acknowledgement_may_be_of_an_older_connection(self):
        client, session = self.connected(type=Patient)
        self.gateway.acks = False
        futures = [client.send("news", i) for i in range(5)]
        until(lambda: session.received == 5, "all of them")
        self.gateway.lag, self.gateway.window = 5, 1
        self.cut(session)
        until(lambda: session.epoch == 2 and session.connection, "a resume")
        self.saw("resumed")  # the welcome comes before anything else
        self.gateway.lag = 0  # what is acknowledged may not be said to be missing at a later resume
        session.connection.say({"type": "ack", "received": 5})
        self.gateway.acks = True
        for future in futures + [client.send("news", i) for i in range(5, 9)]:
            future.result(DEADLINE)
        self.assertEqual(list(range(9)), self.bodies(session))

    def test_repeats_are_handled_once(self):
        client, session = self.connected()
        got = []
        client.subscribe("news", lambda message: got.append((message.number, message.body, message.redelivered))).result(DEADLINE)
        for n in (1, 2):
            self.gateway.push(session, address="news", body=n)
        until(lambda: not session.outbox, "acknowledgements")
        session.connection.say({"type": "message", "n": 2, "address": "news", "body": 2, "redelivered": True})
        self.gateway.push(session, address="news", body=3)
        until(lambda: not session.outbox, "an acknowledgement")
        self.assertEqual([(1, 1, False), (2, 2, False), (3, 3, False)], got)

    def handler_that_waits(self, client, session):
        """Handles 1 at once, and is in the middle of 2 when this returns; 3 waits."""
        got, begun, go = [], threading.Event(), threading.Event()

        def handler(message):
            if message.body == 2 and not go.is_set():
                begun.set()
                go.wait(DEADLINE)
            got.append(message.body)

        client.subscribe("news", handler).result(DEADLINE)
        for n in (1, 2, 3):
            self.gateway.push(session, address="news", body=n)
        self.assertTrue(begun.wait(DEADLINE))
        return got, go

    def test_what_is_in_its_handler_when_the_connection_breaks_is_handled_once(self):
        client, session = self.connected()
        got, go = self.handler_that_waits(client, session)
        self.assertIn(2, [frame["body"] for frame in session.outbox])
        self.cut(session)
        go.set()
        until(lambda: session.epoch == 2 and not session.outbox, "acknowledgements")
        self.assertGreaterEqual(self.gateway.hellos[-1]["resume"]["received"], 2)
        self.assertEqual([1, 2, 3], got)

    def test_what_was_not_handled_is_not_acknowledged(self):
        client, session = self.connected(state=self.state)
        got, go = self.handler_that_waits(client, session)
        client._on_event = lambda event: None
        second = self.client(state=self.state)  # as if the process had died in the handler
        second.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        until(lambda: not session.outbox, "acknowledgements")
        self.assertIn(self.gateway.hellos[-1]["resume"]["received"], (0, 1))
        self.assertEqual([2, 3], got[-2:])
        go.set()
        until(lambda: client._over, "the end")

    def test_a_handler_that_outlives_its_session_acknowledges_nothing_of_the_next_one(self):
        client, session = self.connected()
        got, go = self.handler_that_waits(client, session)
        self.gateway.forget(session, True)
        go.set()
        until(lambda: len(self.gateway.sessions) == 1, "a new session")
        second, pings = self.gateway.session(), len(self.gateway.pings)
        until(lambda: client._state["session"] == second.id and client._welcomed, "a welcome")
        client._clock -= 60  # asks for a ping, which says what is acknowledged
        until(lambda: len(self.gateway.pings) > pings, "a ping")
        self.assertEqual(0, self.gateway.pings[-1]["received"])

    def test_the_secret_is_another_one_after_each_resume(self):
        client, session = self.connected()
        stored = [session.stored]
        for i in range(3):
            client.send("news", i).result(DEADLINE)
            self.cut(session)
            until(lambda: session.epoch == i + 2, "a resume")
            client.send("news", "proof").result(DEADLINE)
            stored.append(session.stored)
        self.assertEqual(4, len(set(stored)))
        counters = [hello["resume"]["counter"] for hello in self.gateway.hellos[1:]]
        self.assertEqual(sorted(set(counters)), counters)

    def test_a_lost_welcome_does_not_lock_the_client_out(self):
        client, session = self.connected()
        client.send("news", 0).result(DEADLINE)
        lose = [True, True]

        def welcome_gets_lost(link, hello):
            if not lose:
                return False
            lose.pop()
            link.say = lambda frame: None
            self.gateway.welcome(link, hello)
            link.reset()
            return True

        self.gateway.before_welcome = welcome_gets_lost
        self.cut(session)
        client.send("news", 1).result(DEADLINE)
        self.assertEqual((4, [0, 1]), (session.epoch, self.bodies(session)))

    def test_a_welcome_that_came_counts_even_if_nothing_was_said_after_it(self):
        client, session = self.connected()
        client.send("news", 0).result(DEADLINE)
        cut = [True]

        def welcome_and_cut(link, hello):
            if not cut:
                return False
            cut.pop()
            self.gateway.welcome(link, hello)
            link.end()
            return True

        self.gateway.before_welcome = welcome_and_cut
        self.cut(session)
        client.send("news", 1).result(DEADLINE)
        until(lambda: session.epoch == 3, "a second resume")
        client.send("news", 2).result(DEADLINE)
        self.assertEqual([0, 1, 2], self.bodies(session))

    def test_a_gap_is_told_and_stands_for_its_numbers(self):
        client, session = self.connected()
        got = []
        client.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        self.gateway.push(session, address="news", body=1)
        session.sent = 4
        self.gateway.push(session, **{"type": "gap", "from": 2, "count": 4, "address": "news", "code": "slow_consumer", "why": "too slow"})
        self.gateway.push(session, address="news", body=6)
        until(lambda: not session.outbox, "acknowledgements")
        self.assertEqual((4, 2), (self.saw("gap")["count"], self.saw("gap")["from"]))
        self.assertEqual([1, 6], got)

    def test_an_expired_session_is_replaced_and_what_was_not_taken_is_sent_once(self):
        for tell in (True, False):
            with self.subTest(tell=tell):
                self.begin()
                client, session = self.connected()
                client.subscribe("news", lambda message: None).result(DEADLINE)
                waiting = client.request("service", "?")
                client.send("news", 0).result(DEADLINE)
                self.gateway.acks = False
                futures = [client.send("news", i) for i in range(1, 4)]
                until(lambda: session.received == 6, "all of them")
                self.gateway.acks = True
                self.gateway.forget(session, tell)
                for future in futures:
                    future.result(DEADLINE)
                fresh = self.saw("fresh")
                self.assertEqual(("session_expired", 0 if tell else 3), (fresh["code"], fresh["maybe_twice"]))
                client.send("news", 9).result(DEADLINE)
                second = self.gateway.session()
                self.assertEqual(["news"], second.addresses)
                self.assertEqual([9] if tell else [1, 2, 3, 9], self.bodies(second))
                self.assertEqual("session_lost", self.code(waiting))
                self.gateway.push(second, address="news", body=1)
                until(lambda: not second.outbox, "an acknowledgement")
                client.close(0.5)

    def test_numbers_survive_any_cut(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.random_cuts(random.Random(seed))

    def random_cuts(self, chaos):
        gateway = self.gateway = FakeGateway(window=chaos.choice((1, 3, 256)), chaos=chaos, cut=0.0)
        got, count = [], 40
        client = Restless([gateway.address], backlog=chaos.choice((1, 8, 1000)))
        try:
            client.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
            gateway.cut, session = chaos.choice((0.02, 0.1, 0.2)), gateway.session()
            pusher = threading.Thread(target=lambda: [gateway.push(session, address="news", body=i) for i in range(count)])
            pusher.start()
            futures = [client.send("sink", i) if i % 4 else client.request("echo", i) for i in range(count)]
            answers = [future.result(DEADLINE) for future in futures]
            pusher.join(DEADLINE)
            until(lambda: not session.outbox, "acknowledgements")
            self.assertEqual(list(range(count)), self.bodies(session))
            self.assertEqual(list(range(count)), got)
            self.assertEqual(list(range(0, count, 4)), [answer.body for answer in answers if answer])
            self.assertEqual([], gateway.errors)
        finally:
            gateway.cut = 0
            client.close(2)
            gateway.close()


class Ends(Case):
    def failed(self, client):
        until(lambda: client._over, "the end")
        return self.saw("failed")["code"]

    def test_a_hole_in_the_numbers_is_fatal(self):
        client, session = self.connected()
        waiting = client.request("service", 1)
        session.connection.say({"type": "message", "n": 2, "address": "news", "body": 1})
        self.assertEqual("number_gap", self.failed(client))
        self.assertEqual("number_gap", self.code(waiting))

    def test_an_acknowledgement_of_what_was_never_sent_is_fatal(self):
        client, session = self.connected()
        session.connection.say({"type": "ack", "received": 1})
        self.assertEqual("out_of_range", self.failed(client))

    def test_a_fatal_error_ends_everything(self):
        for code in ("bad_proof", "name_taken"):
            with self.subTest(code=code):
                self.begin()
                self.gateway.before_welcome = lambda link, hello: self.gateway.refuse(link, code) or True
                client = self.client()
                with self.assertRaises(busport.Failed) as caught:  # the call, or its future: whatever is later
                    client.send("news", 1).result(DEADLINE)
                self.assertEqual(code, caught.exception.code)
                self.assertEqual(code, self.failed(client))
                self.assertEqual(1, len(self.gateway.hellos))

    def test_a_fatal_error_in_the_middle(self):
        client, session = self.connected()
        self.gateway.refuse(session.connection, "beyond_window")
        self.assertEqual("beyond_window", self.failed(client))

    def test_try_later_is_tried_later(self):
        def refuse(link, hello):
            return len(self.gateway.hellos) < 4 and (self.gateway.refuse(link, "try_later", fatal=False) or True)

        self.gateway.before_welcome = refuse
        client = self.client()
        client.send("news", 1).result(DEADLINE)
        self.assertEqual((4, ["try_later"] * 3), (len(self.gateway.hellos), [e["cause"] for e in self.events if e["event"] == "lost"]))

    def test_moved_ends_the_loser(self):
        client, session = self.connected(state=self.state)
        client.send("news", 1).result(DEADLINE)
        thief_events = []
        thief = self.client(state=self.state, on_event=thief_events.append)
        thief.send("news", 2).result(DEADLINE)
        self.assertEqual("moved", self.failed(client))
        self.assertEqual((2, [1, 2]), (len(self.gateway.hellos), self.bodies(session)))
        until(lambda: thief_events, "an event")
        self.assertEqual("resumed", thief_events[0]["event"])


class Silence(Case):
    def test_an_idle_client_pings_and_stays(self):
        self.gateway.heartbeat = 0.05
        client, session = self.connected(heartbeat=0.05)
        until(lambda: len(self.gateway.pings) > 8, "pings")
        self.assertEqual(1, len(self.gateway.hellos))

    def test_a_silent_path_is_given_up(self):
        self.gateway.heartbeat = 0.05
        client, session = self.connected(heartbeat=0.05)
        self.gateway.frozen = True
        self.saw("lost")
        self.gateway.frozen = False
        self.saw("resumed")
        self.assertEqual("silent", self.events[1]["cause"])

    def test_a_frame_without_an_acknowledgement_asks_for_a_sign_of_life(self):
        client, session = self.connected()
        self.gateway.frozen = True
        future = client.send("news", 1)
        self.saw("lost")
        self.gateway.frozen = False
        future.result(DEADLINE)
        self.assertEqual("ack-stall", self.events[1]["cause"])
        self.assertEqual([1], self.bodies(session))

    def test_a_pong_is_no_acknowledgement_for_ever(self):
        client, session = self.connected()
        self.gateway.acks, self.gateway.before_frame = False, lambda link, frame: frame["type"] == "send"
        future = client.send("news", 1)
        self.saw("lost")
        self.gateway.acks, self.gateway.before_frame = True, None
        future.result(DEADLINE)
        self.assertEqual("ack-stall", self.events[1]["cause"])
        self.assertGreater(len([p for p in self.gateway.pings if "echo" in p]), 1)

    def test_a_clock_that_jumps_is_a_wake_up(self):
        client, session = self.connected()
        self.gateway.frozen = True
        client._clock -= 60
        self.assertEqual("wake", self.saw("lost")["cause"])
        self.gateway.frozen = False
        self.saw("resumed")

    def test_a_gateway_that_accepts_and_never_answers_is_passed_by(self):
        frozen = FakeGateway()
        self.addCleanup(frozen.close)
        frozen.frozen = True
        client = Quick([frozen.address, self.gateway.address], on_event=self.events.append)
        self.addCleanup(client.close, 0.5)
        client.send("news", 1).result(DEADLINE)
        self.assertEqual("timeout", self.saw("lost")["cause"])

    def test_a_port_that_refuses_is_tried_again_for_ever(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        client = Quick(["127.0.0.1:%d" % port], on_event=self.events.append)
        self.addCleanup(client.close, 0.5)
        until(lambda: len(self.events) > 3, "refusals")
        self.assertEqual({"refused"}, {e["cause"] for e in self.events})
        later = FakeGateway(port=port)
        self.addCleanup(later.close)
        client.send("news", 1).result(DEADLINE)


class Moves(Case):
    def test_a_gateway_that_asks_to_leave_does_not_lengthen_the_pauses(self):
        client, session = self.connected()
        for epoch in range(2, 7):
            session.connection.say({"type": "goaway", "within": 10000, "why": "drain", "alternatives": []})
            until(lambda: session.epoch == epoch and session.connection, "a resume")
        self.assertEqual(client.RETRY, client._bound)

    def test_goaway_moves(self):
        client, session = self.connected()
        got = []
        client.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        old = session.connection
        old.say({"type": "goaway", "within": 10000, "why": "drain", "alternatives": [self.gateway.address]})
        until(lambda: session.epoch == 2, "a second connection")
        self.gateway.push(session, address="news", body=1)
        client.send("news", 2).result(DEADLINE)
        until(lambda: got == [1], "a message")
        self.assertEqual("goaway", self.gateway.hellos[-1]["resume"]["cause"])
        self.assertEqual("goaway", self.saw("lost")["cause"])
        self.assertNotIn("failed", [e["event"] for e in self.events])

    def test_until_it_goes_it_works(self):
        client, session = self.connected()
        client.RETRY = 3600
        with unittest.mock.patch("random.uniform", lambda least, most: most):
            old = session.connection
            old.say({"type": "goaway", "within": 10000, "why": "drain", "alternatives": []})
            self.saw("goaway")
            client.send("news", 1).result(DEADLINE)
        self.assertIs(old, session.connection)
        self.assertNotIn("lost", [e["event"] for e in self.events])

    def test_slow_is_told(self):
        client, session = self.connected()
        session.connection.say({"type": "slow", "messages": 9, "bytes": 9, "age": 9, "limit": {}, "policy": "drop-oldest"})
        self.assertEqual("drop-oldest", self.saw("slow")["policy"])


class Restarts(Case):
    def test_the_state_file_is_private_and_complete(self):
        client, session = self.connected(state=self.state)
        client.send("news", 1).result(DEADLINE)
        self.assertEqual(0o600, stat.S_IMODE(os.stat(self.state).st_mode))
        with open(self.state, encoding="utf-8") as file:
            self.assertEqual({"session", "epoch", "secret", "counter", "received", "acked"}, set(json.load(file)))

    def test_a_session_survives_its_process(self):
        client, session = self.connected(state=self.state, name="river")
        got = []
        client.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        self.gateway.push(session, address="news", body=1)
        client.send("sink", 1).result(DEADLINE)
        until(lambda: not session.outbox, "an acknowledgement")
        client.park()
        self.gateway.push(session, address="news", body=2)
        self.events.clear()
        second = self.client(state=self.state, name="river")
        second.send("sink", 2).result(DEADLINE)
        second.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        until(lambda: not session.outbox, "an acknowledgement")
        self.assertEqual([1, 2], got)
        self.assertEqual([1, 2], self.bodies(session))
        self.saw("resumed")

    def test_park_waits_for_the_handler_and_leaves_the_rest(self):
        client, session = self.connected(state=self.state)
        got, begun = [], threading.Event()

        def handler(message):
            begun.set()
            until(lambda: not client._calls.empty(), "the end")
            time.sleep(0.05)
            got.append(message.body)

        client.subscribe("news", handler).result(DEADLINE)
        for n in (1, 2):
            self.gateway.push(session, address="news", body=n)
        self.assertTrue(begun.wait(DEADLINE))
        client.park()
        self.assertEqual([2], [frame["body"] for frame in session.outbox])
        second = self.client(state=self.state)
        second.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        until(lambda: not session.outbox, "an acknowledgement")
        self.assertEqual([1, 2], got)

    def test_a_killed_process_repeats_nothing_that_was_handled(self):
        client, session = self.connected(state=self.state)
        client.subscribe("news", lambda message: None).result(DEADLINE)
        for n in range(5):
            self.gateway.push(session, address="news", body=n)
        until(lambda: not session.outbox, "acknowledgements")
        self.gateway.acks = False  # the gateway has more than the file knows
        client.send("sink", 1)
        until(lambda: session.received == 2, "a frame")
        self.gateway.acks = True
        client._on_event = lambda event: None
        got = []
        second = self.client(state=self.state)
        second.subscribe("news", lambda message: got.append(message.body)).result(DEADLINE)
        second.send("sink", 2).result(DEADLINE)
        self.gateway.push(session, address="news", body=5)
        until(lambda: not session.outbox, "an acknowledgement")
        self.assertEqual(([5], [1, 2]), (got, self.bodies(session)))

    def test_a_restart_after_the_expiry_begins_again(self):
        client, session = self.connected(state=self.state)
        client.send("sink", 1).result(DEADLINE)
        client.park()
        self.gateway.forget(session, True)
        self.events.clear()
        second = self.client(state=self.state)
        second.send("sink", 2).result(DEADLINE)
        self.assertEqual(0, self.saw("fresh")["maybe_twice"])
        self.assertEqual([2], self.bodies(self.gateway.session()))

    def test_what_nobody_handles_is_said(self):
        client, session = self.connected()
        self.gateway.push(session, address="old", body=7)
        self.assertEqual(("old", 7), (self.saw("unhandled")["address"], self.saw("unhandled")["body"]))
        until(lambda: not session.outbox, "an acknowledgement")


class Proof(unittest.TestCase):
    def test_the_vectors(self):
        with open(os.path.join(HERE, "../resources/vectors/session.txt"), encoding="utf-8") as file:
            vectors = [dict(line.split(": ", 1) for line in block.splitlines()) for block in file.read().strip().split("\n\n")[1:]]
        self.assertGreater(len(vectors), 2)
        for vector in vectors:
            self.assertEqual(vector["proof"], busport.prove(bytes.fromhex(vector["secret"]), vector["text"]).hex())


if __name__ == "__main__":
    unittest.main()
