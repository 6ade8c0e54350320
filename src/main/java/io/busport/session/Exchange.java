package io.busport.session;

import io.busport.session.Overflow.Policy;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Ack;
import io.busport.wire.SessionFrames.Bye;
import io.busport.wire.SessionFrames.Guarantee;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a session, both ways: what comes is looked at, dealt with once and acknowledged; what goes is kept until it is acknowledged.
 *
 * <pre>
 *   client ── n ──► inbox: new? ──► dealings ──► bus
 *          ◄─ ack ─ inbox: done up to …
 *          ◄── n ── outbox ◄─── backlog ◄─────── bus
 *          ── ack ─► outbox
 * </pre>
 *
 * <p>Belongs to the event loop of its session, as all of these do.
 */
final class Exchange implements Dealings.Out, Backlog.Owner {
    /** Who decides about the connection: the session. */
    interface Owner {
        /** The client broke a rule. */
        void broken(FailCode code, String sentence);

        /** The client does not keep up, and its connection is to be closed. */
        void tooSlow(String sentence);

        void bye(Bye bye);

        /** Another gateway has the session, and needs this answer. */
        void forward(long n, Frame answer);
    }

    private final SessionLoop loop;
    private final String session;
    private final SessionSettings settings;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Backlog backlog;
    private final Dealings dealings;
    private final InboundWindow window;
    private final Owner owner;
    private final Safety safety;
    private final Seen seen;
    private final AckTimer ackTimer = new AckTimer();

    private @Nullable Attachment link;
    /** What comes while the session arrives from another gateway and does not know yet what came there; null otherwise. */
    private @Nullable List<Early> early;

    private long keptDone;
    private long keptAcked;
    private boolean flushing;
    private boolean ackDue;
    private boolean ended;

    /**
     * @param origin of what its client says
     * @param label what reply addresses that its client is given begin with
     */
    Exchange(
            SessionLoop loop,
            Router.Origin origin,
            String label,
            Outbox outbox,
            Inbox inbox,
            Safety safety,
            Owner owner) {
        this.loop = loop;
        this.session = Objects.requireNonNull(origin.session(), "origin of no session");
        this.safety = safety;
        this.seen = new Seen(loop.settings().window().messages());
        this.settings = loop.settings();
        this.outbox = outbox;
        this.inbox = inbox;
        this.owner = owner;
        this.window = new InboundWindow(settings.window());
        this.backlog = new Backlog(settings, outbox, loop.budget(), origin.principal(), this);
        this.dealings = new Dealings(label, loop.routers().forFrames(origin), settings.dealings(), this);
        if (safety.isKept()) {
            outbox.safe(outbox.acked());
        }
    }

    /** Frames up to this number are kept elsewhere. */
    void safe(long n) {
        outbox.safe(n);
        flush();
    }

    /** What comes from now on waits for {@link #arrived}. */
    void arriving() {
        early = new ArrayList<>();
    }

    /** What came to the gateway before is in the outbox now; what came here meanwhile comes behind it. */
    void arrived(List<Outbox.Kept> tail) {
        outbox.append(tail);
        List<@Nullable Frame> twins = new ArrayList<>();
        tail.forEach(k -> twins.add(k.frame()));
        List<Early> waiting = early == null ? List.of() : early;
        early = null;
        for (Early one : waiting) {
            // Who publishes has sent it to both gateways while both were listening.
            if (one.id != null || !twins.remove(one.message)) {
                boolean unused = deliver(one.message, one.id);
            }
        }
    }

    private record Early(Frame.Message message, @Nullable String id) {}

    /** A new connection carries it: what is not acknowledged is sent again. */
    void begin(Attachment newer, Window granted) {
        link = newer;
        outbox.window(granted);
        outbox.rewind();
        ackTimer.reset();
        window.reset();
        ackDue = false;
    }

    /** The client is where it said that it has got to. */
    void welcomed() {
        inbox.greeted();
        backlog.acknowledged();
        flush();
    }

    /** No connection carries it. */
    void pause() {
        link = null;
    }

    void end() {
        ended = true;
        link = null;
        early = null;
        safety.end();
        dealings.end();
        backlog.end();
    }

    /** It is at another gateway now. */
    void leave() {
        ended = true;
        link = null;
        early = null;
        safety.leave();
        dealings.leave();
        backlog.end();
    }

    void tick(long now) {
        dealings.tick();
        backlog.tick(now);
        if (keptDone != inbox.done() || keptAcked != outbox.acked()) {
            keptDone = inbox.done();
            keptAcked = outbox.acked();
            safety.changed(); // a client knows how far it got; this spares its messages a repetition, and frees memory
        }
    }

    Seen seen() {
        return seen;
    }

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    Dealings dealings() {
        return dealings;
    }

    /** Messages that could not be kept. */
    long lost() {
        return backlog.lost();
    }

    // --- from the client

    /** A frame that came over the connection. */
    void receive(Frame frame) {
        if (frame instanceof Stamped stamped) {
            Attachment from = link;
            if (stamped.received() >= 0) {
                acknowledged(stamped.received());
            }
            if (from == link) { // unless that broke a rule
                take(stamped.n(), stamped.frame());
            }
        } else {
            take(0, frame);
        }
    }

    private void take(long n, Frame frame) {
        switch (frame.kind()) {
            case PING -> write(pong((Frame.Ping) frame));
            case PONG -> {}
            case ACK -> {
                Ack ack = (Ack) frame;
                if (ack.window() != null) {
                    outbox.window(settings.granted(ack.window()));
                }
                acknowledged(ack.received());
            }
            case BYE -> owner.bye((Bye) frame);
            default -> numbered(n, frame);
        }
    }

    private Frame pong(Frame.Ping ping) {
        long riding = inbox.ride();
        Frame.Pong pong = new Frame.Pong(ping.echo());
        return riding < 0 ? pong : new Stamped(0, riding, false, pong);
    }

    private void acknowledged(long received) {
        if (outbox.acknowledge(received)) {
            long took = ackTimer.acknowledged(received);
            if (took >= 0) {
                loop.events().acknowledged(took);
            }
            backlog.acknowledged();
            flush();
        } else {
            owner.broken(
                    FailCode.OUT_OF_RANGE,
                    "received is " + received + " (expected: at most " + outbox.transmitted()
                            + ", the highest number ever sent)");
        }
    }

    private void numbered(long n, Frame frame) {
        if (!Dealings.concern(frame.kind()) || n == 0) {
            owner.broken(
                    FailCode.UNEXPECTED,
                    frame.kind() + " with n = " + n
                            + " (expected in a session: register, unregister, send or publish with a number, ack, ping, pong or bye)");
            return;
        }
        switch (inbox.look(n, n)) {
            case REPEAT -> ackSoon();
            case HOLE ->
                owner.broken(
                        FailCode.NUMBER_GAP,
                        "n is " + n + " (expected: " + (inbox.received() + 1) + ", one more than the last)");
            case NEXT -> {
                if (n > inbox.told() + settings.window().messages()) {
                    owner.broken(
                            FailCode.BEYOND_WINDOW,
                            "n is " + n + " (expected: at most "
                                    + (inbox.told() + settings.window().messages())
                                    + " before the next acknowledgement, sessions.window)");
                    return;
                }
                Inbox.Item item = inbox.begin(n, this::ackSoon);
                long begun = System.nanoTime();
                item.whenDone(() -> window.settledIn(System.nanoTime() - begun));
                loop.gate().pass(session, Gate.goesTo(frame), () -> {
                    if (!ended) {
                        dealings.take(frame, item);
                    }
                });
            }
        }
    }

    // --- to the client

    @Override
    public void answer(Frame frame) {
        if (!ended) {
            backlog.answer(frame, loop.now());
            safety.changed();
            flushSoon();
        }
    }

    @Override
    public boolean deliver(Frame.Message message, @Nullable String id) {
        if (early != null) {
            return early.add(new Early(message, id));
        }
        if (ended || (id != null && has(id))) {
            return !ended;
        }
        if (!backlog.deliver(message, loop.now())) {
            return false;
        }
        if (id != null && safety.isKept()) {
            seen.add(id, loop.now());
        }
        safety.changed();
        flushSoon();
        return true;
    }

    @Override
    public boolean has(String id) {
        return seen.has(id);
    }

    @Override
    public void forward(long n, Frame answer) {
        owner.forward(n, answer);
    }

    @Override
    public void keep(Runnable then) {
        safety.changed();
        safety.whenSafe(then);
    }

    private void ackSoon() {
        ackDue = true;
        flushSoon();
    }

    /** What becomes due in one turn leaves together, and the acknowledgement rides along. */
    private void flushSoon() {
        if (!flushing && link != null) {
            flushing = true;
            loop.later().execute(() -> {
                flushing = false;
                flush();
                flushAck();
            });
        }
    }

    private void flush() {
        Stamped next;
        while (link != null && (next = outbox.next()) != null) {
            ackTimer.written(next.n());
            long riding = inbox.ride();
            write(riding < 0 ? next : new Stamped(next.n(), riding, next.redelivered(), next.frame()));
        }
    }

    void flushAck() {
        Window changed = window.changed();
        if (link != null && (ackDue || inbox.untold() > 0 || changed != null)) {
            ackDue = false;
            write(inbox.ack(changed));
        }
    }

    private void write(Frame frame) {
        if (link != null) {
            link.write(frame);
        }
    }

    /** What the gateways promise has changed; a client that is away hears of it in its next welcome. */
    void tell(Guarantee now) {
        write(now);
    }

    @Override
    public void slow(Slow warning) {
        write(warning);
    }

    @Override
    public void hold(boolean wait) {
        dealings.hold(wait, address -> settings.overflowOf(address).policy() == Policy.CONFIRM);
    }

    @Override
    public void tooSlow(String sentence) {
        owner.tooSlow(sentence);
    }
}
