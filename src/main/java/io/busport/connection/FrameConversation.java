package io.busport.connection;

import io.busport.nat.EndOfInput;
import io.busport.security.Identity;
import io.busport.session.Dialog;
import io.busport.session.Link;
import io.busport.session.LiveSession;
import io.busport.session.Router;
import io.busport.wire.Decoder;
import io.busport.wire.Dialect;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.LoginFrames;
import io.busport.wire.LoginFrames.Auth;
import io.busport.wire.LoginFrames.Authenticated;
import io.busport.wire.SessionFrames.Hello;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.Token;
import io.busport.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a connection whose dialect has frames, both ways, and the pace of it: frames are decoded only while the session takes
 * them and the socket takes answers.
 */
final class FrameConversation implements Conversation, Link {
    private final Dialect dialect;
    private final Connection connection;
    private final Decoder decoder;
    private final Outlet outlet;
    private final GreetingDesk desk;
    private final Router router; // of a client without a session
    private Dialog dialog;

    private boolean inputEnded;
    private @Nullable SessionDialog session; // the dialog, once there is a session
    private boolean leaving;
    private boolean pumping;
    private @Nullable CloseReason condemned;
    private String verdict = "";
    private long messagesIn;
    private long logins; // frames of these that were about nothing else

    FrameConversation(
            Dialect dialect,
            Connection connection,
            Decoder decoder,
            Outlet outlet,
            Router router,
            LiveSession.Limits limits,
            GreetingDesk desk) {
        this.dialect = dialect;
        this.connection = connection;
        this.decoder = decoder;
        this.outlet = outlet;
        this.desk = desk;
        this.router = router;
        this.dialog = new LiveSession(connection.id(), router, this, limits);
    }

    // --- in

    @Override
    public void loggedIn(Router.Origin origin) {
        if (session == null) {
            router.moved(origin);
        } else {
            session.moved(origin);
        }
    }

    @Override
    public void read(Buffer data) {
        if (EndOfInput.is(data)) {
            inputEnded = true;
        } else {
            decoder.feed(data);
        }
        pump();
    }

    @Override
    public void drain() {
        leaving = true;
        if (session != null) {
            session.goAway();
        } else {
            pump();
        }
    }

    @Override
    public boolean goAway() {
        if (session == null) {
            return false;
        }
        session.goAway();
        return true;
    }

    /** Hands over every whole frame there is room for, and has more read only when some is left. */
    private void pump() {
        if (pumping || condemned != null || connection.login().isRefused()) {
            return; // an answer inside the loop below came at once; a condemned client has nothing more to say
        }
        pumping = true;
        boolean drained = false;
        while (!drained && mayGoOn()) {
            drained = !step();
        }
        pumping = false;
        if (drained) {
            boolean unused = connection.inflow().resume();
            if (inputEnded) {
                dialog.inputEnded();
            }
        } else {
            connection.pause();
        }
        closeWhenDone(drained);
    }

    private boolean mayGoOn() {
        return condemned == null
                && !connection.login().isRefused()
                && !dialog.isFull()
                && hasRoom(dialog)
                && connection.isOpen()
                && connection.throttle().isOpen()
                && !connection.inflow().turn().isOver();
    }

    /** Acknowledgements and signs of life of a session are always read; its windows bound what waits for the client. */
    private boolean hasRoom(Dialog now) {
        return now == session || outlet.hasRoom();
    }

    /** @return whether there was a frame, or what should have been one */
    private boolean step() {
        try {
            Frame frame = decoder.next();
            if (frame == null && inputEnded) {
                frame = decoder.finish();
            }
            if (frame == null) {
                return false;
            }
            messagesIn++;
            Frame inside = frame instanceof Stamped s ? s.frame() : frame;
            connection.inflow().turn().count(workOf(inside.kind()));
            if (inside instanceof Frame.Ping) {
                connection.heartbeat();
            } else if (inside instanceof Frame.Send || inside instanceof Frame.Publish) {
                connection.throttle().count(1, 0);
            }
            receive(frame);
        } catch (WireException e) {
            connection.inflow().turn().count(1);
            if (session != null && e.number() > 0) {
                dialog.receive(Stamped.of(e.number(), e.err())); // its number is taken all the same
            } else {
                int unused = outlet.write(e.err());
            }
            if (e.isFatal()) {
                condemn(e.err());
            }
        }
        return true;
    }

    /** To begin and to end a bus consumer takes five times as long as to hand a message over. */
    private static int workOf(Frame.Kind kind) {
        return kind == Frame.Kind.REGISTER || kind == Frame.Kind.UNREGISTER ? 5 : 1;
    }

    private void receive(Frame frame) {
        if (frame instanceof Auth auth) {
            logins++;
            logIn(auth.token());
            return;
        }
        if (frame instanceof Hello hello
                && hello.auth() != null
                && !connection.login().present(hello.auth().secret())) {
            return;
        }
        if (!connection.login().isDone() && !(frame instanceof Frame.Ping)) {
            connection.login().require("an auth frame, or a hello with auth, before anything else");
            return;
        }
        if (frame instanceof Hello hello && messagesIn == 1 + logins) {
            SessionDialog inSession = new SessionDialog(this, connection, desk.loop(), dialect.label());
            dialog = inSession;
            session = inSession;
            inSession.greet(hello, desk);
        } else {
            dialog.receive(frame);
        }
    }

    private void logIn(Token token) {
        if (connection.login().present(token.secret())) {
            Identity who = connection.login().identity();
            long expires = who.expiresMillis() == Identity.FOREVER ? LoginFrames.NEVER : who.expiresMillis();
            int unused = outlet.write(new Authenticated(who.principal(), expires));
        }
    }

    /** Where the next frame starts is unknown. What the client asked before is still answered, then it is closed. */
    private void condemn(Frame.Err why) {
        condemned = why.code() == FailCode.TOO_LARGE ? CloseReason.FRAME_TOO_LARGE : CloseReason.MALFORMED;
        verdict = why.message();
    }

    private void closeWhenDone(boolean drained) {
        if (dialog.pending() > 0) {
            return;
        }
        if (condemned != null) {
            connection.close(condemned, verdict);
        } else if (drained && inputEnded) {
            connection.close(CloseReason.CLIENT_CLOSED, "");
        } else if (drained && leaving && session == null) {
            connection.close(CloseReason.DRAIN, Connection.LEAVING);
        }
    }

    // --- out: Link

    @Override
    public int write(Frame frame) {
        return outlet.write(frame);
    }

    @Override
    public boolean deliver(Frame.Message message) {
        return outlet.deliver(message);
    }

    @Override
    public void answered() {
        if (condemned != null) {
            closeWhenDone(false);
        } else if (connection.inflow().isPaused() || inputEnded || leaving) {
            pump();
        }
    }

    @Override
    public void hasRoom() {
        if (connection.inflow().isPaused()) {
            pump();
        }
    }

    // --- the end

    @Override
    public void tick(long now) {
        dialog.tick(now);
    }

    @Override
    public void end(CloseReason why, String detail) {
        dialog.close(why.label(), detail);
        decoder.clear();
    }

    /** Clients of the official bridge do not expect frames they did not ask for: some die of one. */
    @Override
    public void lastWord(CloseReason why, String detail) {
        if (session != null && session.hasLetGo()) {
            session.sayLastWord();
            return;
        }
        FailCode login = why.loginCode();
        if (login != null) {
            int unused = outlet.write(Frame.Err.of(login, detail));
            return;
        }
        boolean told = why == CloseReason.FRAME_TOO_LARGE || why == CloseReason.MALFORMED;
        if (dialect != Dialect.BRIDGE && !told) {
            outlet.lastWord(why.lastWord(detail));
        }
    }

    // --- facts

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public @Nullable String session() {
        return session == null ? null : session.session();
    }

    /** Silent connections are kept: old clients never expect to be asked. TCP keepalive finds the dead. */
    @Override
    public Duration idleTimeout() {
        return Duration.ZERO;
    }

    @Override
    public Duration silenceTimeout() {
        return session == null ? Duration.ZERO : session.silence();
    }

    @Override
    public int rest() {
        return connection.inflow().isFull() ? 0 : decoder.rest();
    }

    @Override
    public int pending() {
        return dialog.pending();
    }

    @Override
    public long messagesIn() {
        return messagesIn;
    }

    @Override
    public long messagesOut() {
        return outlet.messages();
    }
}
