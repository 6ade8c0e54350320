package io.busport.connection;

import io.busport.session.Attachment;
import io.busport.session.Dialog;
import io.busport.session.Link;
import io.busport.session.Router;
import io.busport.session.Seat;
import io.busport.session.SessionDesk;
import io.busport.session.SessionLoop;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.GoAway;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Stamped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a connection that carries a session, or asks for one. The session may be on another event loop; then frames are handed over in
 * bursts, in their order.
 *
 * <pre>
 *   loop of the connection                      loop of the session
 *     decoder ─► receive ── burst ──────────────► seat ─► session
 *     outlet ◄── link ◄──────────────── burst ─── attachment
 * </pre>
 */
final class SessionDialog implements Dialog, SessionDesk.Caller {
    /** Bytes that a client may say before those who hear it have caught up, as on a live connection. */
    private static final int UNSETTLED = 256 << 10;

    private final Link link;
    private final Connection connection;
    private final SessionLoop here;
    private final Executor executor;
    private final String dialect;
    private @Nullable Burst<Frame> in;
    private @Nullable Executor home;
    private @Nullable Seat seat;
    private Duration silence = Duration.ZERO;
    private Duration withdrawAfter = Duration.ZERO;
    private Supplier<List<String>> alternatives = List::of;
    private int unsettled; // bytes
    private boolean goodbye;
    private @Nullable Frame lastFrame;
    private boolean closed;
    private String closedBecause = "";
    private String closedDetail = "";

    SessionDialog(Link link, Connection connection, SessionLoop here, String dialect) {
        this.link = link;
        this.connection = connection;
        this.here = here;
        this.executor = here.executor();
        this.dialect = dialect;
    }

    void greet(Hello hello, GreetingDesk desk) {
        silence = Duration.ofMillis(desk.settings().silenceFor(hello));
        connection.promised(Duration.ofMillis(hello.heartbeatMillis()), silence);
        withdrawAfter = desk.goAwayWithin();
        alternatives = desk.desk().gateways()::alternatives;
        desk.desk().greet(hello, this);
    }

    // --- the answer to the hello

    @Override
    public SessionLoop loop() {
        return here;
    }

    @Override
    public Attachment attachment(Executor homeExecutor, Executor laterAtHome) {
        home = homeExecutor;
        in = new Burst<>(here.later(), homeExecutor, homeExecutor == executor, frames -> {
            Seat now = seat;
            if (now != null) {
                frames.forEach(now::receive);
            }
        });
        return new Outward(new Burst<>(laterAtHome, executor, homeExecutor == executor, this::write));
    }

    @Override
    public void seated(Seat taken) {
        seat = taken;
        if (closed) {
            leave(taken);
        } else {
            link.answered(); // reading goes on
        }
    }

    @Override
    public void refused(Frame.Err why) {
        end(why, why.code() == FailCode.TRY_LATER ? CloseReason.TRY_LATER : CloseReason.SESSION_REFUSED);
    }

    // --- from the client

    @Override
    public void receive(Frame frame) {
        if (in == null || seat == null) {
            return; // refused, and about to be closed
        }
        in.add(frame);
        int before = unsettled;
        unsettled += sizeOf(frame);
        if (before < UNSETTLED && unsettled >= UNSETTLED) {
            settle(seat);
        }
    }

    private static int sizeOf(Frame frame) {
        Frame inside = frame instanceof Stamped s ? s.frame() : frame;
        return inside instanceof Frame.Send m ? m.size() : inside instanceof Frame.Publish p ? p.size() : 0;
    }

    /** Behind the frames that were added. */
    private void settle(Seat at) {
        here.later()
                .execute(() -> toHome(() -> at.whenSettled(() -> executor.execute(() -> {
                    unsettled = 0;
                    link.answered();
                }))));
    }

    private void toHome(Runnable task) {
        if (home != null) {
            home.execute(task);
        }
    }

    @Override
    public boolean isFull() {
        return seat == null || unsettled >= UNSETTLED;
    }

    @Override
    public int pending() {
        return 0; // whatever is owed is owed by the session
    }

    @Override
    public void tick(long now) {
        // The session's own loop looks at its deadlines.
    }

    @Override
    public void inputEnded() {
        // The end of the input without a goodbye is the end of the connection, which is told.
    }

    @Override
    public void close(String reason, String detail) {
        if (!closed) {
            closed = true;
            closedBecause = reason;
            closedDetail = detail;
            if (seat != null) {
                leave(seat);
            }
        }
    }

    /** Behind what the client said last. */
    private void leave(Seat at) {
        here.later().execute(() -> toHome(() -> at.leave(closedBecause, closedDetail)));
    }

    /** The session that it carries; null while none has been found. */
    @Nullable
    String session() {
        return seat == null ? null : seat.session();
    }

    /** The longest silence of the client; longer, and the connection is dead. */
    Duration silence() {
        return silence;
    }

    /** Asks the client to leave. */
    void goAway() {
        link.write(new GoAway(withdrawAfter.toMillis(), "drain", alternatives.get()));
    }

    /** Whether the session has let go of the connection, and {@link #sayLastWord} knows what to say. */
    boolean hasLetGo() {
        return goodbye;
    }

    void sayLastWord() {
        if (lastFrame != null) {
            link.write(lastFrame);
        }
    }

    /** The client is believed again, perhaps with other authorities. */
    void moved(Router.Origin origin) {
        Seat at = seat;
        if (at != null) {
            here.later().execute(() -> toHome(() -> at.moved(origin)));
        }
    }

    // --- to the client

    private void write(List<Frame> frames) {
        frames.forEach(link::write);
    }

    private void end(@Nullable Frame last, CloseReason why) {
        if (!goodbye) {
            goodbye = true;
            lastFrame = last;
            connection.close(why, last instanceof Frame.Err err ? err.message() : "");
        }
    }

    /** What the session writes to, on its own loop. */
    private final class Outward implements Attachment {
        private final Burst<Frame> out;
        private final Router.Origin origin = connection.origin();

        Outward(Burst<Frame> out) {
            this.out = out;
        }

        @Override
        public void write(Frame frame) {
            out.add(frame);
        }

        @Override
        public void end(@Nullable Frame last, End why) {
            out.then(() -> SessionDialog.this.end(last, reasonOf(why)));
        }

        @Override
        public Router.Origin origin() {
            return origin;
        }

        @Override
        public String dialect() {
            return dialect;
        }
    }

    private static CloseReason reasonOf(Attachment.End why) {
        return switch (why) {
            case MOVED -> CloseReason.MOVED;
            case REFUSED -> CloseReason.SESSION_REFUSED;
            case DRAINED -> CloseReason.DRAIN;
            case ELSEWHERE -> CloseReason.NO_MAJORITY;
            case BYE -> CloseReason.BYE;
            case SLOW -> CloseReason.SLOW_CONSUMER;
            case ADMIN -> CloseReason.ADMIN;
        };
    }
}
