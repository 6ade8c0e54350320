package io.busport.client;

import io.busport.client.SessionEvent.Kind;
import io.busport.session.Inbox;
import io.busport.session.Weight;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What the gateway says: each number once and in order, to whom it is for, and acknowledged when they are done with it. */
final class Incoming {
    /** An acknowledgement waits this long for something to ride on, in milliseconds. */
    static final long ACK_DELAY = 50;

    private final SessionHost host;
    private final Window window;
    private final Requests requests;
    private final Topics topics;
    private final Orphans orphans;
    private final Received.Answers answers;

    private Inbox inbox;
    private long ackDue = Long.MAX_VALUE;
    private boolean repeated; // something came again: its sender does not know that we have it
    private long bytesUntold;
    private long late;

    /** @param received the number to go on behind */
    Incoming(
            SessionHost host,
            Window window,
            Requests requests,
            Topics topics,
            Orphans orphans,
            Received.Answers answers,
            long received) {
        this.host = host;
        this.window = window;
        this.requests = requests;
        this.topics = topics;
        this.orphans = orphans;
        this.answers = answers;
        this.inbox = new Inbox(received, window.messages());
    }

    /** Another session. What is still being dealt with belongs to the old one. */
    void renew() {
        inbox = new Inbox(0, window.messages());
        orphans.clear();
        told();
    }

    /** The gateway is about to be told how far we are. */
    void greeted() {
        inbox.greeted();
        told();
    }

    void take(Stamped stamped) {
        Frame frame = stamped.frame();
        long n = stamped.n();
        long from = frame instanceof Gap gap ? gap.from() : n;
        switch (inbox.look(from, n)) {
            case REPEAT -> {
                repeated |= n <= inbox.done();
                host.soon();
            }
            case HOLE ->
                host.fatal(FailCode.NUMBER_GAP, "the number " + n + " (expected: " + (inbox.received() + 1) + ")");
            case NEXT -> dispatch(stamped, new Task(inbox, inbox.begin(n, () -> {}), Weight.of(frame)));
        }
    }

    /** One numbered frame that is being dealt with; of a session that may be gone when it is done. */
    private record Task(Inbox inbox, Inbox.Item item, int weight) {}

    private void dispatch(Stamped stamped, Task task) {
        Frame frame = stamped.frame();
        switch (frame.kind()) {
            case MESSAGE -> {
                Frame.Message message = (Frame.Message) frame;
                Received delivery = new Received(message, stamped.n(), stamped.redelivered(), answers);
                if (!requests.isLabel(message.address())) {
                    deliver(new Orphans.Orphan(delivery, () -> finished(task)));
                    return;
                }
                answered(message.address(), delivery);
            }
            case ERR -> failed((Frame.Err) frame);
            case GAP -> gap((Gap) frame, stamped.n());
            default -> host.fatal(FailCode.UNEXPECTED, "a number on " + frame.kind());
        }
        finished(task);
    }

    private void answered(String label, Delivery delivery) {
        Requests.Request asked = requests.take(label);
        if (asked == null) {
            late++;
        } else {
            var unused = asked.promise().tryComplete(delivery);
        }
    }

    private void failed(Frame.Err err) {
        Requests.Request asked = err.address() == null ? null : requests.take(err.address());
        if (asked == null) {
            late++;
        } else {
            var unused = asked.promise().tryFail(new BusportException(err.code(), err.message(), err.failure()));
        }
    }

    private void gap(Gap gap, long n) {
        host.event(new SessionEvent(
                Kind.GAP,
                new JsonObject()
                        .put("from", gap.from())
                        .put("n", n)
                        .put("count", gap.count())
                        .put("address", gap.address())
                        .put("since", gap.sinceMillis())
                        .put("until", gap.untilMillis())
                        .put("code", gap.code().word()),
                gap.why()));
    }

    void deliver(Orphans.Orphan arrival) {
        Received delivery = arrival.delivery();
        Future<?> handled = topics.deliver(delivery);
        if (handled == null) {
            orphans.hold(arrival, host.now());
            return;
        }
        handled.onComplete(result -> {
            if (result.failed()) {
                host.report(result.cause());
                if (delivery.isOwed()) {
                    var unused = delivery.fail(-1, String.valueOf(result.cause().getMessage()));
                }
            }
            arrival.finished().run();
        });
    }

    private void finished(Task task) {
        task.item.done();
        if (task.inbox != inbox) {
            return;
        }
        bytesUntold += task.weight;
        if (ackDue == Long.MAX_VALUE) {
            ackDue = host.now() + ACK_DELAY;
        }
        host.soon();
    }

    // --- acknowledgements

    /** Whether an acknowledgement has waited long enough, or the gateway may soon have to wait for it. */
    boolean isDue(long now) {
        boolean half = 2 * inbox.untold() >= window.messages() || 2 * bytesUntold >= window.bytes();
        return repeated || (inbox.untold() > 0 && (half || now >= ackDue));
    }

    Frame acknowledgement() {
        repeated = false;
        told();
        return inbox.ack(null);
    }

    /** A number for a frame that is about to be written; negative when there is nothing to say. */
    long ride() {
        long n = inbox.ride();
        if (n >= 0) {
            told();
        }
        return n;
    }

    private void told() {
        bytesUntold = 0;
        ackDue = Long.MAX_VALUE;
    }

    /** When an acknowledgement has to leave; {@code Long.MAX_VALUE} when none waits. */
    long due() {
        return ackDue;
    }

    Inbox inbox() {
        return inbox;
    }

    /** Answers to requests that had failed before. */
    long late() {
        return late;
    }
}
