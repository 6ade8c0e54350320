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
final class Session implements Exchange.Owner, Ward {
    private final SessionLoop loop;
    private final SessionIdentity identity;
    private final Exchange exchange;
    private final Safety safety;
    private final Registry registry;
    private final History history;
    private final Passage passage;
    private final long since;
    private final long expiry;
    private final long term;
    private @Nullable Attachment link;
    private long expiresAt;
    private boolean ended;

    /** A new one, without a connection yet. */
    Session(SessionLoop loop, SessionIdentity identity, Hello hello, Attachment link, Registry registry) {
        this(
                loop,
                identity,
                1,
                new Outbox(loop.settings().granted(hello.window())),
                new Inbox(0, loop.settings().window().messages()),
                loop.settings().expiryFor(hello),
                loop.now(),
                link.origin(),
                registry);
    }

    /**
     * A session that goes on where another one stood, without a connection. What comes to it waits until it has {@linkplain Passage#arrived arrived}.
     *
     * @param recovered whether its gateway is lost, and the client may have got further than is known
     */
    Session(SessionLoop loop, SessionSnapshot from, boolean recovered, Registry registry) {
        this(
                loop,
                SessionIdentity.of(from),
                from.term(),
                Outbox.of(from.window(), from.acked(), from.outbox()),
                new Inbox(from.received(), loop.settings().window().messages()),
                from.expiry(),
                from.since(),
                from.origin(),
                registry);
        passage.begin(from, recovered);
        expiresAt = loop.now() + expiry;
    }

    private Session(
            SessionLoop loop,
            SessionIdentity identity,
            long term,
            Outbox outbox,
            Inbox inbox,
            long expiry,
            long since,
            Router.Origin origin,
            Registry registry) {
        this.loop = loop;
        this.identity = identity;
        this.term = term;
        this.expiry = expiry;
        this.since = since;
        this.registry = registry;
        this.history = new History(origin.peer(), loop.now());
        this.safety = new Safety(loop.keeper(), this);
        String label = identity.id() + (term == 1 ? "" : "-" + term);
        this.exchange = new Exchange(loop, identity.at(origin), label, outbox, inbox, safety, this);
        this.passage = new Passage(loop, identity, exchange, safety);
        loop.sessions().add(this);
        identity.takeName(exchange.dealings());
    }

    // --- connections come and go

    /** The first connection of a new session. */
    void open(Hello hello, Attachment first, byte[] secret, @Nullable Refused instead) {
        attach(first);
        Welcomes welcomes = new Welcomes(loop.settings(), identity, first, expiry, registry.gateways());
        greet(first, hello, () -> first.write(welcomes.fresh(hello, secret, instead)));
        loop.events().attached(describe(), false);
    }

    /** A client must not know of more than would survive this process: it is welcomed when that is kept elsewhere. */
    private void greet(Attachment newer, Hello hello, Runnable welcome) {
        safety.changed();
        safety.whenSafe(() -> {
            if (newer == link && !ended) {
                exchange.begin(newer, loop.settings().granted(hello.window()));
                welcome.run();
                exchange.welcomed();
            }
        });
    }

    /**
     * A connection of somebody who says the session is theirs.
     *
     * @return why it is not; null when it is and has been welcomed
     */
    Frame.@Nullable Err resume(Hello hello, Resume said, Attachment newer) {
        Frame.Err refusal = ended || passage.isLeaving(loop.now())
                ? Frame.Err.of(FailCode.TRY_LATER, "session " + identity.id() + " is just leaving from here")
                : identity.check(
                        said, newer.origin().principal(), exchange.outbox().transmitted(), passage.mayHaveGot());
        if (refusal != null) {
            loop.events()
                    .refused(describe(), newer.origin().peer(), refusal.code().word(), refusal.message());
            return refusal;
        }
        if (identity.confirm()) {
            registry.confirmed(this);
        }
        takeOver(said, newer.origin());
        passage.heardOf(said.floor());
        Outbox outbox = exchange.outbox();
        boolean partial = said.received() < outbox.acked();
        if (partial) {
            outbox.restart(said.received() + 1, loop.now());
        } else {
            boolean unused = outbox.acknowledge(said.received());
        }
        byte[] nonce = identity.rotate();
        attach(newer);
        exchange.dealings().moved(identity.at(newer.origin()));
        Welcomes welcomes = new Welcomes(loop.settings(), identity, newer, expiry, registry.gateways());
        boolean elsewhere = history.seenAt(newer.origin().peer());
        greet(
                newer,
                hello,
                () -> newer.write(
                        welcomes.back(hello, nonce, partial, exchange.inbox(), outbox, said.floor(), elsewhere)));
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

    private void attach(Attachment newer) {
        link = newer;
        identity.nextEpoch();
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
        expiresAt = loop.now() + identity.keptFor(expiry);
        if (expiry == 0) {
            end(false);
        } else {
            loop.events().detached(describe());
        }
    }

    // --- from the client

    /** A frame that came over a connection. One that does not carry the session any more is not listened to. */
    void receive(Frame frame, Attachment from) {
        if (!isCarriedBy(from)) {
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
            cut(Frame.Err.of(code, sentence), End.REFUSED, code.word());
        }
    }

    @Override
    public void tooSlow(String sentence) {
        cut(Frame.Err.of(FailCode.SLOW_CONSUMER, sentence), End.SLOW, "slow-consumer");
    }

    private void cut(Frame.Err why, End how, String reason) {
        if (link != null) {
            link.end(why, how);
            detached(link, reason, why.message());
        }
    }

    // --- time and the end

    void tick(long now) {
        exchange.tick(now);
        if (exchange.lost() > history.lost()) {
            loop.events().lost(describe(), exchange.lost() - history.lost());
            history.lost(exchange.lost());
        }
        if (link == null && !ended && !passage.isLeaving(now) && now >= expiresAt) {
            end(true);
        }
    }

    /** Its client said so, or its time is up. */
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

    /** Not because of its client, which is told why. */
    void end(Frame.Err why, End how) {
        Attachment last = link;
        end(how == End.ADMIN);
        if (last != null) {
            last.end(why, how);
        }
    }

    // --- kept elsewhere, and going there

    @Override
    public String id() {
        return identity.id();
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public SessionSnapshot snapshot(long after) {
        return identity.snapshot(
                term,
                safety.version(),
                passage.isRecovered(),
                expiry,
                since,
                loop.settings().window(),
                exchange,
                after,
                history.observed());
    }

    @Override
    public void safe(SessionSnapshot snapshot) {
        if (!ended) {
            exchange.safe(snapshot.last());
            safety.safe(snapshot.version());
        }
    }

    /**
     * Another gateway wants it; as {@link Passage#leave}.
     *
     * @return why it does not go
     */
    Frame.@Nullable Err leave(@Nullable Resume said, String principal) {
        Frame.Err refusal = passage.leave(said, principal);
        if (refusal == null) {
            Attachment old = link;
            link = null;
            exchange.pause();
            expiresAt = loop.now() + expiry;
            if (old != null) {
                Moved moved = said == null ? null : new Moved(identity.epoch() + 1, "another gateway");
                old.end(moved, said == null ? End.DRAINED : End.MOVED);
            }
        }
        return refusal;
    }

    /** It is at another gateway now, and nothing of it is left here. */
    void gone() {
        cut(Frame.Err.of(FailCode.TRY_LATER, "another gateway has the session"), End.ELSEWHERE, "no-majority");
        if (!ended) {
            ended = true;
            exchange.leave();
            boolean unused = loop.sessions().remove(this);
        }
    }

    Passage passage() {
        return passage;
    }

    @Override
    public void forward(long n, Frame answer) {
        registry.gateways().forward(identity.id(), n, answer);
    }

    // --- facts

    SessionIdentity identity() {
        return identity;
    }

    SessionLoop loop() {
        return loop;
    }

    boolean isCarriedBy(Attachment connection) {
        return connection == link && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    Exchange exchange() {
        return exchange;
    }

    SessionInfo describe() {
        return history.describe(identity, exchange, link, since, expiresAt, loop.now());
    }
}
