package io.busport.connection;

import io.busport.config.BusportConfig;
import io.busport.config.TextConfig;
import io.busport.nat.EndOfInput;
import io.busport.session.Link;
import io.busport.session.Router;
import io.busport.session.TextSession;
import io.busport.wire.Dialect;
import io.busport.wire.Frame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a text connection, both ways, and the pace of it: the client is read from only while the session takes messages and
 * the socket takes answers.
 */
final class TextConversation implements Conversation, Link {
    /** Begins the line in which a client says its token. It is not a message, and not logged. */
    private static final String AUTH = "AUTH ";

    private final TextConfig config;
    private final Connection connection;
    private final Outlet outlet;
    private final ConnectionLog log;
    private final boolean logReceived;
    private final TextSession session;
    private final TextReader reader;

    private boolean inputEnded;
    private boolean leaving;
    private boolean pumping;
    private @Nullable CloseReason condemned;
    private String verdict = "";
    private final Router router;
    private long messagesIn;
    private boolean subscribed;

    TextConversation(
            Vertx vertx, BusportConfig config, Connection connection, Router router, Outlet outlet, ConnectionLog log) {
        this.config = config.text();
        this.connection = connection;
        this.outlet = outlet;
        this.log = log;
        this.router = router;
        this.logReceived = config.log().received();
        this.session = new TextSession(
                router,
                this,
                new TextSession.Window(
                        this.config.maxPending(),
                        this.config.maxPendingBytes(),
                        // Questions are taken until half of the limit waits; their answers have to fit the other half.
                        outlet.room()));
        this.reader =
                new TextReader(vertx, this.config, session, connection.inflow().turn(), this::received, this::after);
    }

    // --- in

    @Override
    public void loggedIn(Router.Origin origin) {
        router.moved(origin);
        if (!subscribed) {
            subscribed = true;
            config.subscribe().forEach(session::subscribe);
        }
    }

    @Override
    public void read(Buffer data) {
        if (EndOfInput.is(data)) {
            inputEnded = true;
            reader.end();
        } else {
            reader.feed(data);
        }
        pump();
    }

    @Override
    public void drain() {
        leaving = true;
        pump();
    }

    private void received(Frame.Send message) {
        String line = String.valueOf(message.body());
        messagesIn++;
        if (line.startsWith(AUTH) && (connection.login().isRequired() || messagesIn == 1)) {
            logIn(line.substring(AUTH.length()).strip());
            return;
        }
        if (!connection.login().isDone()) {
            connection.login().require("AUTH and a token in the first line");
            return;
        }
        connection.throttle().count(1, 0);
        if (logReceived) {
            log.received(line);
        }
        session.receive(message);
    }

    private void logIn(String token) {
        if (connection.login().present(token)) {
            session.answer(
                    Frame.Message.of("", "OK " + connection.login().identity().principal()));
        }
    }

    /** Moves what was read on, as far as there is room, and has more read only when some is left. */
    private void pump() {
        if (pumping || condemned != null || connection.login().isRefused()) {
            return; // a refusal inside the loop below was answered at once; a condemned client has nothing more to say
        }
        pumping = true;
        TextReader.Outcome outcome =
                outlet.hasRoom() && connection.throttle().isOpen() ? reader.pump() : TextReader.Outcome.FULL;
        pumping = false;
        after(outcome);
    }

    private void after(TextReader.Outcome outcome) {
        if (connection.login().isRefused()) {
            return;
        }
        switch (outcome) {
            case LINE_TOO_LONG -> condemn(CloseReason.LINE_TOO_LONG, reader.failure());
            case NOT_TEXT ->
                condemn(
                        CloseReason.NOT_TEXT,
                        TextReader.GARBAGE_LIMIT + " messages in a row were no text, the last one " + reader.failure());
            case FULL -> connection.pause();
            case DRAINED -> {
                if (connection.inflow().resume()) {
                    reader.resumed();
                }
                if (session.pending() == 0) {
                    closeWhenDone();
                }
            }
        }
    }

    /** The client cannot be read any further. What it said before is still answered, then it is told and closed. */
    private void condemn(CloseReason why, String words) {
        condemned = why;
        verdict = words;
        connection.pause();
        if (session.pending() == 0) {
            closeWhenDone();
        }
    }

    private void closeWhenDone() {
        if (condemned != null) {
            connection.close(condemned, verdict);
        } else if (reader.isDone()) {
            connection.close(CloseReason.CLIENT_CLOSED, "");
        } else if (leaving && !reader.hasRest()) {
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
            if (session.pending() == 0) {
                closeWhenDone();
            }
        } else if (connection.inflow().isPaused() || inputEnded || leaving || reader.hasRest()) {
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
    public void end(CloseReason why, String detail) {
        session.close();
        reader.close();
    }

    @Override
    public void lastWord(CloseReason why, String detail) {
        outlet.lastWord(why.lastWord(detail));
    }

    // --- facts

    @Override
    public Dialect dialect() {
        return Dialect.TEXT;
    }

    @Override
    public void tick(long now) {
        // The quiet time needs a finer timer than this.
    }

    @Override
    public Duration idleTimeout() {
        return config.idleTimeout();
    }

    @Override
    public Duration silenceTimeout() {
        return Duration.ZERO;
    }

    @Override
    public int rest() {
        return connection.inflow().isFull() ? 0 : reader.rest();
    }

    @Override
    public int pending() {
        return session.pending();
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
