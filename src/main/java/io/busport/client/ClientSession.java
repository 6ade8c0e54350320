package io.busport.client;

import io.busport.client.SessionEvent.Kind;
import io.busport.client.Topics.Topic;
import io.busport.session.Outbox.Kept;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Frame.Failure;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of a session: what is kept when connections come and go. Knows no socket and no timer; everything happens in the calls
 * of its owner, on one event loop.
 *
 * <pre>
 *   hello ──► welcome ──► open ──► turn, receive … ──► detach
 *     ▲                                                  │
 *     └──────────────────── a new line ◄─────────────────┘
 * </pre>
 */
final class ClientSession implements Received.Answers {
    private final SessionOptions options;
    private final SessionHost host;
    private final Resumption resumption;
    private final Requests requests;
    private final Topics topics = new Topics();
    private final Orphans orphans;
    private final Outgoing outgoing;
    private final Incoming incoming;

    private @Nullable Line line;
    private boolean open; // for output
    private boolean closing;
    private @Nullable BusportException over;

    /**
     * @param label what the labels of this process's requests begin with
     * @param saved the session of a process before; null for none
     * @param kept its frames that were not acknowledged
     */
    ClientSession(
            SessionOptions options,
            SessionHost host,
            Journal journal,
            String label,
            @Nullable SavedState saved,
            List<Kept> kept) {
        this.options = options;
        this.host = host;
        this.requests = new Requests(label);
        this.resumption = saved == null ? new Resumption() : new Resumption(saved);
        this.orphans = new Orphans(saved == null ? 0 : options.requestTimeout().toMillis());
        this.outgoing = new Outgoing(options, host, journal, saved, kept);
        long received = saved == null ? 0 : saved.received();
        this.incoming = new Incoming(host, options.window(), requests, topics, orphans, this, received);
    }

    // --- what the program wants

    Future<Void> send(Frame frame) {
        return send(frame, ended());
    }

    private Future<Void> send(Frame frame, @Nullable Outcome ended) {
        Promise<Void> promise = host.promise();
        offer(frame, ended, outcome -> {
            var unused = outcome == null ? promise.tryComplete() : promise.tryFail(BusportException.of(outcome));
        });
        return promise.future();
    }

    @Override
    public Future<Void> send(String address, @Nullable Object body, Headers headers, @Nullable Failure failure) {
        // An answer that is owed is part of what is delivered before the end.
        Outcome ended = over == null ? null : ended();
        return send(new Frame.Send(address, null, headers, Bodies.own(body), failure, 0, false, 0), ended);
    }

    @Override
    public Future<Delivery> request(String address, @Nullable Object body, Headers headers) {
        return request(
                address, Bodies.own(body), headers, options.requestTimeout().toMillis());
    }

    Future<Delivery> request(String address, @Nullable Object body, Headers headers, long timeout) {
        Promise<Delivery> promise = host.promise();
        Requests.Request request = requests.open(promise, timeout, host.now());
        Frame frame = new Frame.Send(address, request.label(), headers, body, null, timeout, false, 0);
        offer(frame, ended(), request);
        host.soon(); // for the deadline
        return promise.future();
    }

    /** Takes a frame, or says at once why not. */
    private void offer(Frame frame, @Nullable Outcome ended, Settlements.Settlement settlement) {
        Outcome refusal = ended == null ? outgoing.refusal(frame) : ended;
        if (refusal == null) {
            outgoing.append(frame, settlement);
        } else {
            settlement.settle(refusal);
        }
    }

    private @Nullable Outcome ended() {
        if (over == null && !closing) {
            return null;
        }
        return new Outcome(0, over == null ? FailCode.CLOSING : over.code(), "the session is over");
    }

    Future<Subscription> subscribe(String address, Function<Delivery, Future<?>> handler) {
        Topic known = topics.get(address);
        Topic topic = known == null ? topics.open(address, host.promise()) : known;
        topics.add(topic, handler);
        Subscription subscription = new Subscription() {
            @Override
            public String address() {
                return address;
            }

            @Override
            public Future<Void> cancel() {
                return unsubscribe(topic, handler);
            }
        };
        Outcome ended = ended();
        if (ended != null) {
            topic.settle(ended);
        } else if (isOwnName(address)) {
            topic.settle(null); // the gateway sends it without being asked
        } else if (known == null) {
            outgoing.append(new Frame.Register(address, null), topic);
        }
        orphans.take(address).forEach(incoming::deliver);
        return topic.registered().onFailure(e -> topics.remove(topic)).map(subscription);
    }

    Future<Void> unsubscribe(Topic topic, Function<Delivery, Future<?>> handler) {
        Promise<Void> promise = host.promise();
        if (topics.remove(topic, handler) && over == null && !isOwnName(topic.address())) {
            outgoing.append(new Frame.Unregister(topic.address(), null), outcome -> {
                var unused = promise.tryComplete(); // heard or not, it is no longer
            });
        } else {
            promise.complete();
        }
        return promise.future();
    }

    private boolean isOwnName(String address) {
        return options.name() != null && address.equals("busport.to." + options.name());
    }

    // --- connections

    /** The first words on a new connection. From now on nothing is sent on the one before, and its data is not taken. */
    Hello hello(@Nullable Cause cause) {
        detach();
        incoming.greeted();
        return new Hello(
                SessionFrames.VERSION,
                options.token(),
                options.name(),
                options.expiry() == null ? -1 : options.expiry().toMillis(),
                options.window(),
                options.promisedHeartbeat().toMillis(),
                resumption.resume(incoming.inbox().done(), outgoing.outbox().acked() + 1, host.wall(), cause));
    }

    /**
     * The gateway's answer. Nothing is written before {@link #open}.
     *
     * @return false when it cannot be; then the host has been told
     */
    boolean welcome(Welcome welcome, Line to) {
        boolean isNew = welcome.state().equals("new");
        String before = resumption.session();
        if (!isNew && !welcome.session().equals(before)) {
            host.fatal(FailCode.UNEXPECTED, "the session " + welcome.session() + " (expected: " + before + ")");
            return false;
        }
        try {
            resumption.welcomed(welcome);
        } catch (IllegalArgumentException e) {
            host.fatal(FailCode.MALFORMED, String.valueOf(e.getMessage()));
            return false;
        }
        line = to;
        orphans.start(host.now());
        if (!isNew) {
            return resumed(welcome);
        }
        if (before != null) {
            renew(welcome);
            return true;
        }
        outgoing.begin(welcome);
        event(Kind.CONNECTED, welcome, "a new session", 0, 0);
        return true;
    }

    private boolean resumed(Welcome welcome) {
        if (!outgoing.resume(welcome)) {
            return false;
        }
        int again = outgoing.outbox().messages();
        Kind kind = welcome.state().equals("resumed") ? Kind.RESUMED : Kind.PARTIAL;
        event(kind, welcome, again + " frames are sent again, " + welcome.replay() + " will come again", again, 0);
        return true;
    }

    private void renew(Welcome welcome) {
        SessionFrames.Refused refused = welcome.refused();
        FailCode code = refused == null ? FailCode.UNKNOWN_SESSION : refused.code();
        incoming.renew();
        Outgoing.Renewal renewal = outgoing.renew(
                welcome,
                topics.all().stream().filter(t -> !isOwnName(t.address())).toList());
        event(
                Kind.FRESH,
                welcome,
                code.word() + ": " + renewal.again() + " frames are sent again, " + renewal.maybeTwice()
                        + " of them may be done twice",
                renewal.again(),
                renewal.maybeTwice());
        renewal.done().forEach(who -> who.settle(null));
        requests.failAllBut(
                Set.copyOf(renewal.waiting()),
                new BusportException(code, "the session is gone, and the answer with it"));
    }

    /** What had to be kept elsewhere is: frames may be written. */
    void open() {
        open = line != null;
        host.soon();
    }

    /** The connection is gone. */
    void detach() {
        line = null;
        open = false;
    }

    // --- in

    /**
     * Takes a frame from the connection.
     *
     * @return what is no business of the session's own, without its stamps; null when there is nothing
     */
    @Nullable
    Frame receive(Frame frame) {
        if (frame instanceof Stamped stamped) {
            if (stamped.received() >= 0) {
                acknowledged(stamped.received(), List.of());
            }
            if (stamped.n() > 0) {
                incoming.take(stamped);
                return null;
            }
            return receive(stamped.frame());
        }
        if (frame instanceof Ack ack) {
            if (ack.window() != null) {
                outgoing.window(ack.window());
            }
            acknowledged(ack.received(), ack.outcomes());
            host.soon(); // there may be room in the window
            return null;
        }
        return frame;
    }

    /** As {@link #receive}, from a connection that another one is about to replace: only acknowledgements count. */
    void receiveLate(Frame frame) {
        if (frame instanceof Stamped stamped && stamped.received() >= 0) {
            acknowledged(stamped.received(), List.of());
        } else if (frame instanceof Ack ack) {
            acknowledged(ack.received(), ack.outcomes());
        }
    }

    private void acknowledged(long received, List<Outcome> outcomes) {
        if (outgoing.acknowledged(received, outcomes) && !outcomes.isEmpty()) {
            for (Topic topic : topics.all()) {
                Outcome lost = topic.lost();
                if (lost != null) {
                    topics.remove(topic);
                    host.event(new SessionEvent(
                            Kind.GAP,
                            new JsonObject()
                                    .put("address", topic.address())
                                    .put("code", lost.code().word()),
                            "nothing is heard from " + topic.address() + " any more: " + lost.message()));
                }
            }
        }
    }

    // --- out

    /** Writes what may be written, and does what is due. */
    void turn() {
        long now = host.now();
        requests.expire(now);
        orphans.expire(now);
        Line to = line;
        if (to == null || !open) {
            return;
        }
        Stamped next;
        while (!to.isFull() && (next = outgoing.next()) != null) {
            to.write(new Stamped(next.n(), incoming.ride(), false, next.frame()));
        }
        if (incoming.isDue(now)) {
            to.write(incoming.acknowledgement());
        }
    }

    /** An unnumbered frame, with the acknowledgement that waits. */
    Frame riding(Frame frame) {
        long n = open ? incoming.ride() : -1;
        return n < 0 ? frame : new Stamped(0, n, false, frame);
    }

    /** When {@link #turn} has something to do although nothing came; {@code Long.MAX_VALUE}: never. */
    long deadline() {
        return Math.min(open ? incoming.due() : Long.MAX_VALUE, Math.min(requests.deadline(), orphans.deadline()));
    }

    /** Says everything that is left to be acknowledged. */
    void acknowledgeAll() {
        if (line != null && open && incoming.inbox().untold() > 0) {
            line.write(incoming.acknowledgement());
        }
    }

    /** What the program says from now on is refused; what it has said is still delivered. */
    void takeNoMore() {
        closing = true;
    }

    /** Nothing more is taken; who waits is told. */
    void end(FailCode code, String message) {
        if (over != null) {
            return;
        }
        detach();
        over = new BusportException(code, message);
        outgoing.end(code, message);
        requests.failAllBut(Set.of(), over);
        topics.failAll(code, message);
    }

    // --- facts

    private void event(Kind kind, Welcome welcome, String text, int again, int maybeTwice) {
        host.event(SessionEvent.of(kind, welcome, text, again, maybeTwice));
    }

    /** What a file keeps; null before the first welcome. */
    @Nullable
    SavedState saved() {
        return resumption.saved(
                options.name(), incoming.inbox().done(), outgoing.outbox().acked());
    }

    @Nullable
    String id() {
        return resumption.session();
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Incoming incoming() {
        return incoming;
    }

    /** Messages for which there was no handler. */
    long unheard() {
        return orphans.dropped();
    }
}
