package io.busport.session;

import io.busport.session.Router.Asker;
import io.busport.session.Router.Registration;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Stamped;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session that lasts as long as its connection, for dialects whose frames say what belongs to what: bridge, json-lines, binary. Each
 * message is delivered at most once, and what cannot be done is answered. The behaviour is the official bridge's, with bounds.
 *
 * <p>Owned by the event loop of its connection, like everything it holds.
 */
public final class LiveSession implements Dialog {
    /**
     * @param registrations addresses that may be heard at a time
     * @param pending requests of the client without an answer
     * @param unanswered messages to the client without its answer
     * @param replyExpiryNanos how long the client may take to answer one
     */
    public record Limits(int registrations, int pending, int unanswered, long replyExpiryNanos) {}

    /**
     * Bytes a client may send, publish and ask before the consumers of this process have caught up. The event bus queues without a bound
     * between event loops; this many for each publisher is the bound.
     */
    private static final int UNSETTLED = 256 << 10;

    private static final long NO_NUMBER = 0;

    private static final String OUTPUT_ENDED = "the client has ended its output";

    private final Router router;
    private final Link link;
    private final Limits limits;
    private final Askers askers;
    private final Map<String, Registration> registrations = new HashMap<>();
    private int pending;
    private int unsettled; // bytes
    private boolean inputEnded;
    private boolean open = true;

    public LiveSession(String connection, Router router, Link link, Limits limits) {
        this.router = router;
        this.link = link;
        this.limits = limits;
        this.askers = new Askers(connection, limits.replyExpiryNanos, limits.unanswered);
    }

    /** A frame from the client. Call only while the session is not {@link #isFull() full}. */
    @Override
    public void receive(Frame frame) {
        switch (frame.kind()) {
            case PING -> link.write(new Frame.Pong(((Frame.Ping) frame).echo()));
            case SEND -> send((Frame.Send) frame);
            case PUBLISH -> publish((Frame.Publish) frame);
            case REGISTER -> register((Frame.Register) frame);
            case UNREGISTER -> unregister((Frame.Unregister) frame);
            // Without a session its numbers mean nothing, as any field that nobody knows.
            case STAMPED -> receive(((Stamped) frame).frame());
            default ->
                link.write(Frame.Err.of(
                        FailCode.UNKNOWN_TYPE,
                        frame.kind() + " (expected: PING, REGISTER, UNREGISTER, PUBLISH or SEND from a client)"));
        }
    }

    private void send(Frame.Send message) {
        if (message.replyAddress() != null) {
            request(message);
            return;
        }
        Asker asker = askers.take(message.address());
        if (asker == null) {
            unsettled(message.size());
            refused(router.send(message));
        } else if (message.failure() == null) {
            asker.reply(message);
        } else {
            asker.fail(message.failure().code(), message.failure().message());
        }
    }

    private void request(Frame.Send message) {
        unsettled(message.size());
        if (pending >= limits.pending) {
            link.write(Frame.Err.of(
                            FailCode.TOO_MANY,
                            pending + " requests have no answer yet (expected: at most " + limits.pending
                                    + ", limits.maxPending)")
                    .to(message.replyAddress(), message.address()));
            return;
        }
        pending++;
        Asker asker = askers.take(message.address());
        if (asker == null) {
            router.request(message, NO_NUMBER, this::answered);
        } else {
            asker.replyAndRequest(message, this::answered);
        }
    }

    private void answered(Frame answer, @Nullable Asker asker) {
        pending--;
        if (open) {
            link.write(asker == null ? answer : answerable((Frame.Message) answer, asker));
            link.answered();
        } else if (asker != null) {
            asker.fail(Askers.NOT_ANSWERED, "the client has disconnected");
        }
    }

    private Frame.Message answerable(Frame.Message message, Asker asker) {
        if (inputEnded || askers.isFull()) {
            asker.fail(
                    Askers.NOT_ANSWERED, inputEnded ? OUTPUT_ENDED : "too many messages wait for the client's answer");
            return message;
        }
        return message.withReplyAddress(askers.keep(asker));
    }

    private void publish(Frame.Publish message) {
        unsettled(message.size());
        refused(router.publish(message));
    }

    private void refused(Frame.@Nullable Err refusal) {
        if (refusal != null) {
            link.write(refusal);
        }
    }

    private void unsettled(int size) {
        boolean within = unsettled < UNSETTLED;
        unsettled += size;
        if (within && unsettled >= UNSETTLED) {
            var unused = router.settled().onComplete(done -> {
                unsettled = 0;
                if (open) {
                    link.answered();
                }
            });
        }
    }

    // --- what the client hears

    private void register(Frame.Register frame) {
        Registration registration = registrations.get(frame.address());
        if (registration == null) {
            Frame.Err refusal = refusalToRegister(frame.address());
            if (refusal != null) {
                link.write(refusal.to(frame.replyAddress(), frame.address()));
                return;
            }
            registration = router.register(frame.address(), this::deliver);
            registrations.put(frame.address(), registration);
        }
        if (frame.replyAddress() != null) {
            confirm(registration.effective(), frame.replyAddress(), frame.address());
        }
    }

    private Frame.@Nullable Err refusalToRegister(String address) {
        Frame.Err refusal = router.refusalToHear(address);
        if (refusal == null && registrations.size() >= limits.registrations) {
            return Frame.Err.of(
                    FailCode.TOO_MANY,
                    registrations.size() + " addresses are registered (expected: at most " + limits.registrations
                            + ", limits.maxRegistrations)");
        }
        return refusal;
    }

    private void unregister(Frame.Unregister frame) {
        Frame.Err refusal = router.refusalToHear(frame.address());
        Registration registration = refusal == null ? registrations.remove(frame.address()) : null;
        if (registration != null) {
            var gone = registration.cancel();
            if (frame.replyAddress() != null) {
                confirm(gone, frame.replyAddress(), frame.address());
            }
            return;
        }
        Frame.Err err = refusal != null
                ? refusal
                : Frame.Err.of(FailCode.UNKNOWN_ADDRESS, "not registered: " + frame.address());
        link.write(err.to(frame.replyAddress(), frame.address()));
    }

    private void confirm(Future<Void> done, String label, String address) {
        var unused = done.onComplete((v, failure) -> {
            if (open) {
                link.write(
                        failure == null
                                ? new Frame.Message(label, null, Headers.NONE, null, true)
                                : Frame.Err.of(FailCode.INTERNAL, "the gateway failed: " + failure)
                                        .to(label, address));
            }
        });
    }

    private boolean deliver(Frame.Message message, @Nullable Asker asker) {
        if (asker == null) {
            return open && link.deliver(message);
        }
        if (!open || inputEnded || askers.isFull()) {
            return false;
        }
        String replyAddress = askers.keep(asker);
        boolean written = link.deliver(message.withReplyAddress(replyAddress));
        // Who could not be told cannot answer, and another subscriber may; unless the connection has just ended, and
        // the asker knows.
        return written || askers.take(replyAddress) == null;
    }

    // --- room and time

    /**
     * Whether nothing more can be taken now. While others wait for this client's answers it is read on, and requests beyond the limit are
     * refused instead: two clients that ask each other would wait for ever.
     */
    @Override
    public boolean isFull() {
        return unsettled >= UNSETTLED || (pending >= limits.pending && askers.isEmpty());
    }

    /** Requests without an answer yet. */
    @Override
    public int pending() {
        return pending;
    }

    /** Looks at the deadlines; called a few times a second. */
    @Override
    public void tick(long now) {
        askers.expire(now);
    }

    /** The client says nothing more; answers to it still go out. */
    @Override
    public void inputEnded() {
        inputEnded = true;
        askers.failAll(OUTPUT_ENDED);
    }

    /** Ends the session: it hears nothing more, answers still to come are dropped, and whoever waits for the client is told. */
    @Override
    public void close(String reason, String detail) {
        if (open) {
            open = false;
            registrations.values().forEach(r -> {
                var unused = r.cancel();
            });
            registrations.clear();
            askers.failAll("the client has disconnected");
        }
    }
}
