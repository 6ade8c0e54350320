package io.busport.session;

import io.busport.session.Attachment.End;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Moved;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import org.jspecify.annotations.Nullable;

/**
 * What outlives connections: who a client is, what it hears, what it has said and what it is owed, as far as the other side does not have it.
 *
 * <pre>
 *            open                  resume (from any state)
 *   (none) ────────► ATTACHED ◄───────────────────────────┐
 *                       │  connection gone                 │
 *                       ├──────────────────► DETACHED ─────┤
 *                       │ bye                   │ time up   │
 *                       ▼                       ▼           │
 *                     ENDED ◄───────────────────┘      its old connection is fenced by the epoch
 * </pre>
 *
 * <p>Each numbered frame from the client is dealt with once, however often it comes, and kept by the client until it is acknowledged; each
 * to the client is kept here until it is. Belongs to the event loop it was opened on, like everything it holds; whoever is on another
 * goes through {@link SessionLoop#executor()}.
 */
final class Session implements Exchange.Owner {
    /** Who knows where sessions are. Called on the loop of the session. */
    interface Registry {
        /** Its client has got its first welcome: the name is its own now. */
        void confirmed(Session session);

        /** It has ended. Called once. */
        void ended(Session session);
    }

    /** Milliseconds for which a session is kept whose client may not know of it. */
    private static final long UNCONFIRMED = 60_000;

    private final SessionLoop loop;
    private final SessionSettings settings;
    private final SessionIdentity identity;
    private final Exchange exchange;
    private final Registry registry;
    private final History history;
    private final long since;
    private final long expiry;

    private @Nullable Attachment link;
    private long expiresAt;
    private boolean ended;

    /** A new one, without a connection yet. */
    Session(SessionLoop loop, SessionIdentity identity, Hello hello, Attachment link, Registry registry) {
        this(
                loop,
                identity,
                new Outbox(loop.settings().granted(hello.window())),
                new Inbox(0, loop.settings().window().messages()),
                expiryOf(hello, loop.settings()),
                loop.now(),
                link.origin(),
                registry);
    }

    /** A session that goes on where another one stood, without a connection. */
    Session(SessionLoop loop, SessionSnapshot from, Router.Origin origin, Registry registry) {
        this(
                loop,
                SessionIdentity.of(from),
                Outbox.of(from.window(), from.acked(), from.outbox()),
                new Inbox(from.received(), loop.settings().window().messages()),
                from.expiry(),
                from.since(),
                origin,
                registry);
        exchange.inbox().restore(from.outcomes());
        from.addresses().forEach(address -> {
            var unused = exchange.dealings().hear(address);
        });
        expiresAt = loop.now() + expiry;
    }

    private Session(
            SessionLoop loop,
            SessionIdentity identity,
            Outbox outbox,
            Inbox inbox,
            long expiry,
            long since,
            Router.Origin origin,
            Registry registry) {
        this.loop = loop;
        this.settings = loop.settings();
        this.identity = identity;
        this.expiry = expiry;
        this.since = since;
        this.registry = registry;
        this.history = new History(origin.peer());
        this.exchange = new Exchange(loop, origin.in(identity.id()), outbox, inbox, this);
        loop.sessions().add(this);
        takeName();
    }

    private static long expiryOf(Hello hello, SessionSettings settings) {
        return hello.expiryMillis() < 0 ? settings.expiry() : Math.min(hello.expiryMillis(), settings.maxExpiry());
    }

    // --- connections come and go

    /** The first connection of a new session. */
    void open(Hello hello, Attachment first, byte[] secret, @Nullable Refused instead) {
        attach(hello, first);
        Welcomes welcomes = new Welcomes(settings, identity, first, expiry);
        first.write(welcomes.fresh(hello, secret, instead));
        loop.events().attached(describe(), false);
    }

    /**
     * A connection of somebody who says the session is theirs.
     *
     * @return why it is not; null when it is and has been welcomed
     */
    Frame.@Nullable Err resume(Hello hello, Resume said, Attachment newer) {
        Frame.Err refusal = ended
                ? Frame.Err.of(FailCode.UNKNOWN_SESSION, "session " + identity.id() + " has just ended")
                : identity.check(
                        said,
                        newer.origin().principal(),
                        exchange.outbox().transmitted(),
                        exchange.inbox().received());
        if (refusal != null) {
            loop.events()
                    .refused(describe(), newer.origin().peer(), refusal.code().word(), refusal.message());
            return refusal;
        }
        if (identity.confirm()) {
            registry.confirmed(this);
        }
        takeOver(said, newer.origin());
        Outbox outbox = exchange.outbox();
        boolean partial = said.received() < outbox.acked();
        if (partial) {
            outbox.restart(said.received() + 1, loop.now());
        } else {
            boolean unused = outbox.acknowledge(said.received());
        }
        byte[] nonce = identity.rotate();
        attach(hello, newer);
        exchange.dealings().moved(newer.origin().in(identity.id()));
        Welcomes welcomes = new Welcomes(settings, identity, newer, expiry);
        boolean elsewhere = history.seenAt(newer.origin().peer());
        newer.write(welcomes.back(hello, nonce, partial, exchange.inbox(), outbox, said.floor(), elsewhere));
        exchange.welcomed();
        if (elsewhere) {
            loop.events().rebound(describe(), history.before());
        }
        loop.events().attached(describe(), true);
        return null;
    }

    /** The newest proven connection wins at once; the old one is told, if it can still hear. */
    private void takeOver(Resume said, Router.Origin newer) {
        Attachment old = link;
        history.resumed();
        if (old != null) {
            link = null;
            exchange.pause();
            history.superseded(said.cause(), newer.peer(), loop.now());
            old.end(new Moved(identity.epoch() + 1, newer.peer()), End.MOVED);
        } else if (said.cause() != null) {
            history.clientSays(said.cause());
        }
    }

    private void attach(Hello hello, Attachment newer) {
        link = newer;
        identity.nextEpoch();
        exchange.begin(newer, settings.granted(hello.window()));
        history.attached(newer.dialect(), loop.now());
    }

    /** A connection has gone. Nothing happens when it is not the one that carries the session. */
    void detached(Attachment gone, String reason, String detail) {
        if (gone != link || ended) {
            return;
        }
        history.detached(reason, detail, loop.now());
        park();
    }

    private void park() {
        link = null;
        exchange.pause();
        // A client that may never have got its welcome cannot come back for it; one that did does so soon.
        expiresAt = loop.now() + (identity.isConfirmed() ? expiry : Math.min(expiry, UNCONFIRMED));
        if (expiry == 0) {
            end(false);
        } else {
            loop.events().detached(describe());
        }
    }

    // --- from the client

    /** A frame that came over a connection. One that does not carry the session any more is not listened to. */
    void receive(Frame frame, Attachment from) {
        if (from != link || ended) {
            return;
        }
        history.heard(loop.now());
        if (identity.heard()) {
            registry.confirmed(this);
        }
        exchange.receive(frame);
    }

    @Override
    public void bye(Bye bye) {
        Attachment last = link;
        exchange.flushAck();
        if (bye.keep()) {
            history.detached("bye", "the client parked it", loop.now());
            park();
        } else {
            end(false);
        }
        if (last != null) {
            last.end(bye, End.BYE);
        }
    }

    /** A rule was broken: the connection ends, and the session stays for an honest client. */
    @Override
    public void broken(FailCode code, String sentence) {
        Attachment guilty = link;
        if (guilty != null) {
            loop.events().refused(describe(), guilty.origin().peer(), code.word(), sentence);
            guilty.end(Frame.Err.of(code, sentence), End.REFUSED);
            detached(guilty, code.word(), sentence);
        }
    }

    @Override
    public void tooSlow(String sentence) {
        Attachment slow = link;
        if (slow != null) {
            slow.end(Frame.Err.of(FailCode.SLOW_CONSUMER, sentence), End.SLOW);
            detached(slow, "slow-consumer", sentence);
        }
    }

    // --- time and the end

    void tick(long now) {
        exchange.tick(now);
        if (exchange.lost() > history.lost()) {
            history.lost(exchange.lost());
            loop.events().lost(describe(), exchange.lost());
        }
        if (link == null && !ended && now >= expiresAt) {
            end(true);
        }
    }

    /** The process is going away, or an operator says so. */
    void end(boolean expired) {
        if (ended) {
            return;
        }
        SessionInfo last = describe();
        ended = true;
        link = null;
        exchange.end();
        boolean unused = loop.sessions().remove(this);
        registry.ended(this);
        loop.events().ended(last, expired);
    }

    // --- the name

    /** What is sent to its client by name reaches it. */
    void takeName() {
        if (identity.name() != null) {
            var unused = exchange.dealings().hear(addressOf(identity.name()));
        }
    }

    /** Another session has the name until this one's client is heard of. */
    void yieldName() {
        if (identity.name() != null) {
            exchange.dealings().forget(addressOf(identity.name()));
        }
    }

    /** Another session has the name for good. */
    void loseName(String sentence) {
        Attachment last = link;
        end(false);
        if (last != null) {
            last.end(Frame.Err.of(FailCode.NAME_TAKEN, sentence), End.REFUSED);
        }
    }

    private static String addressOf(String name) {
        return "busport.to." + name;
    }

    // --- facts

    SessionIdentity identity() {
        return identity;
    }

    SessionLoop loop() {
        return loop;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isAttached() {
        return link != null;
    }

    /** The highest number that came from the client. */
    long received() {
        return exchange.inbox().received();
    }

    /** Runs {@code action} when all that the client has said so far has arrived. */
    void whenSettled(Runnable action) {
        var unused = exchange.dealings().settled().onComplete(v -> action.run());
    }

    SessionSnapshot snapshot() {
        return identity.snapshot(
                expiry,
                since,
                exchange.outbox(),
                exchange.inbox(),
                exchange.dealings().addresses(),
                history.observed(),
                settings.window());
    }

    SessionInfo describe() {
        long now = loop.now();
        Outbox outbox = exchange.outbox();
        Inbox inbox = exchange.inbox();
        return new SessionInfo(
                identity.id(),
                identity.name(),
                identity.principal(),
                link == null ? null : link.origin().connection(),
                history.observed(),
                history.dialect(),
                identity.epoch(),
                since,
                link == null ? expiresAt : 0,
                exchange.dealings().registrations(),
                outbox.messages(),
                outbox.bytes(),
                now - outbox.oldest(now),
                inbox.received(),
                outbox.lastNumber(),
                inbox.open(),
                history.resumes(),
                history.rebounds(),
                exchange.lost(),
                history.lastCause());
    }
}
