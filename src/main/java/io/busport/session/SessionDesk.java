package io.busport.session;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Refused;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where connections ask for sessions: all sessions of a gateway, by id and by name, whatever event loop they are on. Safe to use from any
 * thread.
 *
 * <pre>
 *   hello, no resume        name free?  room?    ─► a new session, on the loop of the connection
 *   hello, resume           its loop decides     ─► the same session, or a refusal
 *                           nobody has it        ─► a new session, and how far the old one got if that is remembered
 * </pre>
 */
public final class SessionDesk implements Registry {
    /** A connection that says hello. Its methods are called on its own event loop, one of the last two once. */
    public interface Caller {
        /** The loop of the connection. */
        SessionLoop loop();

        /** What a session on the loop of {@code home} writes to. */
        Attachment attachment(Executor home, Executor laterAtHome);

        /** It has been welcomed; from now on its frames go to the seat. */
        void seated(Seat seat);

        void refused(Frame.Err why);
    }

    /** A name is part of an address, of lines of the log and of file names. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final Map<String, Session> byName = new ConcurrentHashMap<>();
    /** Sessions that are here or about to be opened; those that come from another gateway are taken beyond the maximum, too. */
    private final AtomicInteger places = new AtomicInteger();

    private final Graveyard graveyard;
    private final Budget budget;
    private final int max;
    private final Gateways gateways;

    /** @param max sessions of the gateway, attached or not */
    public SessionDesk(SessionSettings settings, Budget budget, int max) {
        this(settings, budget, max, Gateways.NONE);
    }

    /** @param gateways where a session may be that is not here */
    public SessionDesk(SessionSettings settings, Budget budget, int max, Gateways gateways) {
        this.gateways = gateways;
        this.graveyard = new Graveyard(settings.remember(), budget.max());
        this.budget = budget;
        this.max = max;
    }

    /** Answers a hello; called on the loop of the connection. */
    public void greet(Hello hello, Caller caller) {
        if (hello.version() != SessionFrames.VERSION) {
            caller.refused(Frame.Err.of(
                    FailCode.UNSUPPORTED_VERSION,
                    "version " + hello.version() + " of the session protocol (expected: " + SessionFrames.VERSION
                            + ")"));
        } else if (hello.name() != null && !NAME.matcher(hello.name()).matches()) {
            caller.refused(Frame.Err.of(
                    FailCode.MALFORMED,
                    "the name of " + hello.name().length() + " characters (expected: 1 to 64 of A-Z a-z 0-9 . _ -)"));
        } else if (gateways.unfit() != null) {
            caller.refused(Frame.Err.of(FailCode.TRY_LATER, String.valueOf(gateways.unfit())));
        } else if (hello.resume() == null) {
            open(hello, caller, null);
        } else {
            resume(hello, hello.resume(), caller);
        }
    }

    private void resume(Hello hello, Resume said, Caller caller) {
        Session session = byId.get(said.session());
        if (session == null) {
            find(hello, said, caller);
            return;
        }
        SessionLoop home = session.loop();
        Executor back = caller.loop().executor();
        Attachment attachment = caller.attachment(home.executor(), home.later());
        home.executor().execute(() -> {
            if (session.isEnded()) {
                back.execute(() -> resume(hello, said, caller));
                return;
            }
            Frame.Err refusal = session.resume(hello, said, attachment);
            back.execute(() -> {
                if (refusal == null) {
                    caller.seated(new Seat(session, attachment));
                } else {
                    caller.refused(refusal);
                }
            });
        });
    }

    /** It may be at another gateway; or it is gone, and how far it got may be remembered. */
    private void find(Hello hello, Resume said, Caller caller) {
        SessionLoop home = caller.loop();
        if (!gateways.exist()) {
            open(hello, caller, refusalOf(graveyard.of(said.session(), home.now()), said));
            return;
        }
        Attachment asking = caller.attachment(home.executor(), home.later());
        var unused = gateways.find(said, asking.origin().principal(), home)
                .onComplete((found, failure) -> home.executor().execute(() -> {
                    if (failure != null) {
                        caller.refused(tryLater("the session cannot be brought here now: " + failure.getMessage()));
                    } else if (found.refusal() != null) {
                        caller.refused(found.refusal());
                    } else if (found.here() && byId.containsKey(said.session())) {
                        resume(hello, said, caller);
                    } else {
                        openInstead(hello, said, caller);
                    }
                }));
    }

    private void openInstead(Hello hello, Resume said, Caller caller) {
        SessionLoop home = caller.loop();
        Grave here = graveyard.of(said.session(), home.now());
        Future<@Nullable Grave> found = here == null ? gateways.grave(said.session()) : Future.succeededFuture(here);
        var unused = found.onComplete((grave, failure) ->
                home.executor().execute(() -> open(hello, caller, refusalOf(grave, said))));
    }

    private static Refused refusalOf(@Nullable Grave grave, Resume said) {
        return grave == null ? Grave.UNKNOWN : grave.to(said);
    }

    private void open(Hello hello, Caller caller, @Nullable Refused instead) {
        SessionLoop home = caller.loop();
        Attachment attachment = caller.attachment(home.executor(), home.later());
        String name = hello.name();
        if (name != null && byName.containsKey(name)) {
            askToGiveWay(name, hello, caller, instead);
            return;
        }
        String principal = attachment.origin().principal();
        Frame.Err refusal = reserve(principal);
        if (refusal != null) {
            caller.refused(refusal);
            return;
        }
        byte[] secret = ResumeSecret.random();
        SessionIdentity identity = SessionIdentity.create(name, principal, secret);
        var unused = gateways.claim(identity.id(), name)
                .onComplete((ours, failure) -> home.executor().execute(() -> {
                    budget.vacate(principal);
                    if (failure != null) {
                        places.decrementAndGet();
                        caller.refused(tryLater("a session cannot be opened now: " + failure.getMessage()));
                    } else if (!ours) {
                        places.decrementAndGet();
                        caller.refused(taken(String.valueOf(name)));
                    } else {
                        admit(identity, secret, hello, attachment, caller, instead);
                    }
                }));
    }

    /**
     * A place for a session that is about to be opened: event loops that open some at the same time do not open more than there may be.
     *
     * @return why there is none
     */
    private Frame.@Nullable Err reserve(String principal) {
        int there = places.getAndUpdate(n -> n < max ? n + 1 : n);
        if (there >= max || !budget.hasRoomForAnother()) {
            if (there < max) {
                places.decrementAndGet();
            }
            return tryLater("no room for another session: " + there + " sessions, " + budget.used()
                    + " bytes (expected: at most " + max + ", and 15/16 of " + budget.max()
                    + ", sessions.max and sessions.memory)");
        }
        String refusal = budget.reserve(principal);
        if (refusal != null) {
            places.decrementAndGet();
            return Frame.Err.of(FailCode.TOO_MANY, refusal);
        }
        return null;
    }

    private void admit(
            SessionIdentity identity,
            byte[] secret,
            Hello hello,
            Attachment attachment,
            Caller caller,
            @Nullable Refused instead) {
        String name = identity.name();
        Session session = new Session(caller.loop(), identity, hello, attachment, this);
        if (name != null && byName.putIfAbsent(name, session) != null) {
            session.end(false); // another loop was faster
            places.decrementAndGet();
            askToGiveWay(name, hello, caller, instead);
            return;
        }
        byId.put(identity.id(), session);
        session.open(hello, attachment, secret, instead);
        caller.seated(new Seat(session, attachment));
    }

    private static Frame.Err tryLater(String sentence) {
        return Frame.Err.of(FailCode.TRY_LATER, sentence);
    }

    /**
     * A name whose session's client has never been heard of gives way: its welcome was lost, and here is the client again. Or its welcome is on
     * its way, and this is an earlier hello that was late: then the first of the two to be heard of has the name.
     */
    private void askToGiveWay(String name, Hello hello, Caller caller, @Nullable Refused instead) {
        Session holder = byName.get(name);
        Executor back = caller.loop().executor();
        if (holder == null) {
            open(hello, caller, instead);
            return;
        }
        holder.loop().executor().execute(() -> {
            boolean yields = giveWay(name, holder);
            back.execute(() -> {
                if (yields) {
                    open(hello, caller, instead);
                } else {
                    caller.refused(taken(name));
                }
            });
        });
    }

    /** On the loop of the holder. */
    boolean giveWay(String name, Session holder) {
        boolean yields = holder.isEnded() || !holder.identity().isConfirmed();
        if (yields) {
            holder.identity().yieldName(holder.exchange().dealings());
            if (byName.remove(name, holder)) {
                gateways.yielded(name, holder.id());
            }
        }
        return yields;
    }

    private static Frame.Err taken(String name) {
        return Frame.Err.of(
                FailCode.NAME_TAKEN,
                "the name '" + name + "' belongs to a session that is there (expected: its resume secret, or that it"
                        + " has ended or expired)");
    }

    @Override
    public void confirmed(Session session) {
        String name = session.identity().name();
        if (name == null || session.isEnded()) {
            return; // it may have ended while the holder of its name was asked
        }
        Session holder = byName.putIfAbsent(name, session);
        if (holder == session) {
            return;
        }
        if (holder == null) {
            session.identity().takeName(session.exchange().dealings());
            return;
        }
        holder.loop().executor().execute(() -> {
            boolean yields = giveWay(name, holder);
            session.loop().executor().execute(() -> {
                if (yields) {
                    confirmed(session);
                } else {
                    session.end(taken(name), Attachment.End.REFUSED);
                }
            });
        });
    }

    @Override
    public void ended(Session gone) {
        SessionIdentity identity = gone.identity();
        if (byId.remove(identity.id(), gone)) {
            places.decrementAndGet();
            Grave grave = identity.grave(gone.exchange().inbox().received());
            graveyard.bury(grave, gone.loop().now());
            gateways.ended(grave, identity.name());
        }
        if (identity.name() != null) {
            boolean unused = byName.remove(identity.name(), gone);
        }
    }

    @Override
    public Gateways gateways() {
        return gateways;
    }

    // --- between gateways

    @Nullable
    Session byId(String id) {
        return byId.get(id);
    }

    @Nullable
    Session byName(String name) {
        return byName.get(name);
    }

    Map<String, Session> all() {
        return byId;
    }

    /** One that came from another gateway. */
    void add(Session session) {
        if (byId.put(session.id(), session) == null) {
            places.incrementAndGet();
        }
        String name = session.identity().name();
        if (name != null) {
            byName.put(name, session);
        }
    }

    /** One that is at another gateway now. */
    void remove(Session session) {
        boolean there = byId.remove(session.id(), session);
        if (there) {
            places.decrementAndGet();
        }
        String name = session.identity().name();
        if (there && name != null) {
            boolean unused = byName.remove(name, session);
        }
    }

    /** Sessions there are, attached or not. */
    public int size() {
        return byId.size();
    }
}
