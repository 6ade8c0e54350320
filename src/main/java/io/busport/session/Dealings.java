package io.busport.session;

import io.busport.session.Router.Asker;
import io.busport.session.Router.Registration;
import io.busport.session.Router.Subscriber;
import io.busport.session.SessionSnapshot.Asked;
import io.busport.session.SessionSnapshot.Question;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a session wants of the others, and they of it. Each frame is finished when responsibility for it has been taken, and not
 * before.
 *
 * <pre>
 *   register, unregister   when every gateway routes accordingly
 *   send, publish          when everybody who heard it has it
 *   request                when it is on the bus; its answer follows as a frame of its own
 *   answer                 when whoever asked has been told
 *   err                    at once: it stands for a frame of the client that could not be read
 * </pre>
 *
 * <p>Owned by the event loop of its session.
 */
final class Dealings {
    /** What comes of them, for the client. */
    interface Out {
        /** What the client asked for. */
        void answer(Frame frame);

        /**
         * @param id of a message of a session; null: it is none
         * @return false when there is no room, and another client may take it
         */
        boolean deliver(Frame.Message message, @Nullable String id);

        /** Whether a message of a session has been delivered. */
        boolean has(String id);

        /** An answer to a request of the client's, which is at another gateway now. */
        void forward(long n, Frame answer);

        /** What must be kept elsewhere has changed; {@code then} is run when it is. */
        void keep(Runnable then);
    }

    private final Router router;
    private final LiveSession.Limits limits;
    private final Out out;
    private final Askers askers;
    private final Map<String, Registration> registrations = new HashMap<>();
    private final Requests requests = new Requests();

    private boolean holding;
    private Predicate<String> holds = address -> false;
    private boolean open = true;
    private boolean moved;

    Dealings(String session, Router router, LiveSession.Limits limits, Out out) {
        this.router = router;
        this.limits = limits;
        this.out = out;
        this.askers = new Askers(session, limits.replyExpiryNanos(), limits.unanswered());
    }

    /** Whether a frame is one of those that are dealt with here. */
    static boolean concern(Frame.Kind kind) {
        return switch (kind) {
            case REGISTER, UNREGISTER, SEND, PUBLISH, ERR -> true;
            default -> false;
        };
    }

    void take(Frame frame, Inbox.Item item) {
        switch (frame.kind()) {
            case REGISTER -> register((Frame.Register) frame, item);
            case UNREGISTER -> unregister((Frame.Unregister) frame, item);
            case ERR -> {
                Frame.Err unreadable = (Frame.Err) frame;
                if (unreadable.address() != null) {
                    out.answer(unreadable);
                }
                item.failed(unreadable.code(), unreadable.message());
            }
            case PUBLISH -> {
                Frame.Publish message = (Frame.Publish) frame;
                finish(router.hand(message, item.n()), item);
            }
            default -> send((Frame.Send) frame, item);
        }
    }

    private void send(Frame.Send message, Inbox.Item item) {
        if (message.replyAddress() != null) {
            request(message, item);
            return;
        }
        Asker asker = askers.take(message.address());
        if (asker == null) {
            finish(router.hand(message, item.n()), item);
            return;
        }
        if (message.failure() == null) {
            asker.reply(message);
        } else {
            asker.fail(message.failure().code(), message.failure().message());
        }
        item.done();
    }

    private void request(Frame.Send message, Inbox.Item item) {
        if (requests.has(item.n())) {
            out.keep(item::done); // it is asked already, by a gateway that had the session before
            return;
        }
        if (requests.size() >= limits.pending()) {
            out.answer(Frame.Err.of(
                            FailCode.TOO_MANY,
                            requests.size() + " requests have no answer yet (expected: at most " + limits.pending()
                                    + ", limits.maxPending)")
                    .to(message.replyAddress(), message.address()));
            item.done();
            return;
        }
        requests.add(item.n(), message);
        Asker asker = askers.take(message.address());
        if (asker == null) {
            router.request(message, item.n(), (answer, next) -> answered(item.n(), answer, next));
        } else {
            asker.replyAndRequest(message, (answer, next) -> answered(item.n(), answer, next));
        }
        out.keep(item::done);
    }

    /** What another gateway has asked, and whose answers it will forward; and those who wait there for the client's. */
    void restore(List<Asked> elsewhere, List<Question> questions) {
        requests.restore(elsewhere);
        askers.restore(questions);
    }

    /** Of those that another gateway has asked, only these have no answer yet. */
    void stillAsked(List<Asked> elsewhere) {
        requests.retainElsewhere(elsewhere);
    }

    /** The gateway that has asked is lost, or may be: what it asked is asked again. */
    void askAgain() {
        requests.takeElsewhere()
                .forEach(one ->
                        router.request(one.request(), one.n(), (answer, next) -> answered(one.n(), answer, next)));
    }

    /** An answer to a request of the client. */
    void answered(long n, Frame answer, @Nullable Asker asker) {
        if (moved) {
            out.forward(n, answer);
            if (asker != null) {
                asker.fail(Askers.NOT_ANSWERED, "the client is at another gateway now");
            }
            return;
        }
        if (!requests.answered(n)) {
            return;
        }
        if (!open) {
            if (asker != null) {
                asker.fail(Askers.NOT_ANSWERED, "the client's session has ended");
            }
        } else if (asker == null) {
            out.answer(answer);
        } else if (askers.isFull()) {
            asker.fail(Askers.NOT_ANSWERED, "too many messages wait for the client's answer");
            out.answer(answer);
        } else {
            out.answer(((Frame.Message) answer).withReplyAddress(askers.keep(asker)));
        }
    }

    private void finish(Future<Frame.@Nullable Err> handed, Inbox.Item item) {
        var unused = handed.onComplete((err, failure) -> {
            if (!open) {
                return; // the session is elsewhere, and so is what becomes of its frames
            }
            if (failure != null) {
                item.failed(FailCode.INTERNAL, "the gateway failed: " + failure);
            } else if (err != null) {
                item.failed(err.code(), err.message());
            } else {
                item.done();
            }
        });
    }

    // --- what the client hears

    private void register(Frame.Register frame, Inbox.Item item) {
        String address = frame.address();
        Registration registration = registrations.get(address);
        if (registration == null) {
            Frame.Err refusal = router.refusalToHear(address);
            if (refusal == null && registrations.size() >= limits.registrations()) {
                refusal = Frame.Err.of(
                        FailCode.TOO_MANY,
                        registrations.size() + " addresses are registered (expected: at most " + limits.registrations()
                                + ", limits.maxRegistrations)");
            }
            if (refusal != null) {
                refuse(refusal, frame.replyAddress(), address, item);
                return;
            }
            registration = hear(address);
        }
        confirm(registration.effective(), frame.replyAddress(), address, item);
    }

    /** Hears an address, whatever the rules say. */
    Registration hear(String address) {
        Registration there = registrations.get(address);
        if (there != null) {
            return there;
        }
        Registration registration = router.register(address, new Ear());
        registrations.put(address, registration);
        if (holding && holds.test(address)) {
            registration.hold(true);
        }
        return registration;
    }

    /** Hears an address no more. */
    void forget(String address) {
        Registration registration = registrations.remove(address);
        if (registration != null) {
            var unused = registration.cancel();
        }
    }

    private void unregister(Frame.Unregister frame, Inbox.Item item) {
        Registration registration = registrations.remove(frame.address());
        if (registration == null) {
            refuse(
                    Frame.Err.of(FailCode.UNKNOWN_ADDRESS, "not registered: " + frame.address()),
                    frame.replyAddress(),
                    frame.address(),
                    item);
            return;
        }
        if (holding && holds.test(frame.address())) {
            registration.hold(false);
        }
        confirm(registration.cancel(), frame.replyAddress(), frame.address(), item);
    }

    private void refuse(Frame.Err refusal, @Nullable String label, String address, Inbox.Item item) {
        if (label != null) {
            out.answer(refusal.to(label, address));
        }
        item.failed(refusal.code(), refusal.message());
    }

    private void confirm(Future<Void> done, @Nullable String label, String address, Inbox.Item item) {
        var unused = done.onComplete((v, failure) -> {
            if (failure != null) {
                refuse(Frame.Err.of(FailCode.INTERNAL, "the gateway failed: " + failure), label, address, item);
                return;
            }
            if (label != null && open) {
                out.answer(new Frame.Message(label, null, Headers.NONE, null, true));
            }
            if (open) {
                out.keep(item::done);
            }
        });
    }

    /** Hears one address for the client. */
    private final class Ear implements Subscriber {
        @Override
        public boolean take(Frame.Message message, @Nullable Asker asker) {
            return take(message, asker, null);
        }

        @Override
        public boolean take(Frame.Message message, @Nullable Asker asker, @Nullable String id) {
            if (!open) {
                return false;
            }
            if (id != null && out.has(id)) {
                if (asker != null) {
                    askers.instead(id, asker);
                }
                return true;
            }
            if (asker == null) {
                return out.deliver(message, id);
            }
            if (askers.isFull()) {
                return false;
            }
            String replyAddress = askers.keep(asker, id);
            return out.deliver(message.withReplyAddress(replyAddress), id) || askers.take(replyAddress) == null;
        }

        @Override
        public void repeat(Frame.Message message, String id) {
            if (open && !out.has(id)) {
                boolean unused = out.deliver(message, id);
            }
        }
    }

    /** Whether senders to those of the addresses that {@code which} is true of should wait. */
    void hold(boolean wait, Predicate<String> which) {
        if (wait != holding) {
            Predicate<String> concerned = wait ? which : holds;
            holding = wait;
            holds = which;
            registrations.forEach((address, registration) -> {
                if (concerned.test(address)) {
                    registration.hold(wait);
                }
            });
        }
    }

    // --- time and facts

    /** Done when what is sent to its addresses reaches it. */
    Future<Void> effective() {
        return Future.all(registrations.values().stream()
                        .map(Registration::effective)
                        .toList())
                .mapEmpty();
    }

    void moved(Router.Origin origin) {
        router.moved(origin);
    }

    Future<Void> settled() {
        return router.settled();
    }

    /** Requests without an answer, and those who wait for the client's. */
    void tick() {
        askers.expire(System.nanoTime());
    }

    int registrations() {
        return registrations.size();
    }

    /** The client's requests without an answer, in their order. */
    List<Asked> asked() {
        return requests.all();
    }

    List<String> addresses() {
        return List.copyOf(registrations.keySet());
    }

    List<Question> questions() {
        return askers.questions();
    }

    /** The session is at another gateway now. Sessions that wait for the client's answer ask there. */
    void leave() {
        if (open) {
            moved = true;
            askers.failAll(Askers.MOVED, "the client has moved to another gateway");
            end();
        }
    }

    /** The session has ended: it hears nothing more, and whoever waits for the client is told. */
    void end() {
        if (open) {
            open = false;
            hold(false, holds);
            registrations.values().forEach(r -> {
                var unused = r.cancel();
            });
            registrations.clear();
            askers.failAll("the client's session has ended");
        }
    }
}
