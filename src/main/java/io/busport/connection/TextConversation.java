package io.busport.connection;

import io.busport.config.BusportConfig;
import io.busport.config.TextConfig;
import io.busport.config.Units;
import io.busport.nat.EndOfInput;
import io.busport.session.Link;
import io.busport.session.Router;
import io.busport.session.Session;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.text.TextEncoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a text connection, both ways, and the pace of it: the client is read from only while the session takes messages and
 * the socket takes answers.
 */
final class TextConversation implements Link {
    private final TextConfig config;
    private final int maxOutbound;
    private final Connection connection;
    private final SocketWriter writer;
    private final ConnectionLog log;
    private final boolean logReceived;
    private final Session session;
    private final TextReader reader;

    private boolean inputEnded;
    private boolean leaving;
    private boolean pumping;
    private @Nullable CloseReason condemned;
    private String verdict = "";
    private long published; // bytes since nothing was queued
    private long messagesIn;
    private long messagesOut;

    TextConversation(
            Vertx vertx,
            BusportConfig config,
            Connection connection,
            Router.Origin origin,
            Router router,
            SocketWriter writer,
            ConnectionLog log) {
        this.config = config.text();
        this.maxOutbound = config.limits().maxOutbound();
        this.connection = connection;
        this.writer = writer;
        this.log = log;
        this.logReceived = config.log().received();
        this.session = new Session(
                origin,
                router,
                this,
                new Session.Window(
                        this.config.maxPending(),
                        this.config.maxPendingBytes(),
                        // Questions are taken until half of the limit waits; their answers have to fit the other half.
                        maxOutbound / 2));
        this.reader = new TextReader(vertx, this.config, session, this::received, this::after);
        this.config.subscribe().forEach(session::subscribe);
    }

    // --- in

    void read(Buffer data) {
        if (EndOfInput.is(data)) {
            inputEnded = true;
            reader.end();
        } else {
            reader.feed(data);
        }
        pump();
    }

    /** The gateway is leaving: what was asked is answered, then the connection is closed. */
    void drain() {
        leaving = true;
        pump();
    }

    private void received(Frame.Send message) {
        messagesIn++;
        if (logReceived) {
            log.received(String.valueOf(message.body()));
        }
    }

    /** Moves what was read on, as far as there is room, and has more read only when some is left. */
    private void pump() {
        if (pumping || condemned != null) {
            return; // a refusal inside the loop below was answered at once; a condemned client has nothing more to say
        }
        pumping = true;
        TextReader.Outcome outcome = writer.queued() < maxOutbound / 2 ? reader.pump() : TextReader.Outcome.FULL;
        pumping = false;
        after(outcome);
    }

    private void after(TextReader.Outcome outcome) {
        switch (outcome) {
            case LINE_TOO_LONG -> condemn(CloseReason.LINE_TOO_LONG, reader.failure());
            case NOT_TEXT ->
                condemn(
                        CloseReason.NOT_TEXT,
                        TextReader.GARBAGE_LIMIT + " messages in a row were no text, the last one " + reader.failure());
            case FULL -> connection.pause();
            case DRAINED -> {
                if (connection.resume()) {
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
        messagesOut++;
        if (writer.queued() == 0) {
            published = 0;
        }
        int size = append(frame);
        if (!isAnswer(frame)) {
            published += size;
            requireRoom();
        }
        return size;
    }

    /** A large answer that the client is still reading is no reason to close it; what was published on top of it may be. */
    private void requireRoom() {
        if (Math.min(published, writer.queued()) > maxOutbound) {
            // What was queued in this turn may still fit the socket; only what then remains waits for the client.
            writer.flush();
            if (writer.queued() > maxOutbound) {
                connection.close(
                        CloseReason.SLOW_CONSUMER,
                        "slow consumer: " + writer.queued() + " bytes wait to be read (expected: at most "
                                + Units.say(maxOutbound) + ", limits.maxOutbound)");
            }
        }
    }

    /** Answers are bounded by reading no more questions; only what is published cannot be slowed. */
    private boolean isAnswer(Frame frame) {
        return !(frame instanceof Frame.Message m) || !config.subscribe().contains(m.address());
    }

    private int append(Frame frame) {
        Buffer tail = writer.tail(TextEncoder.sizeOf(frame));
        int before = tail.length();
        TextEncoder.encode(frame, tail);
        int size = tail.length() - before;
        writer.appended(size);
        return size;
    }

    @Override
    public void answered() {
        if (condemned != null) {
            if (session.pending() == 0) {
                closeWhenDone();
            }
        } else if (connection.isPaused() || inputEnded || leaving || reader.hasRest()) {
            pump();
        }
    }

    /** Bytes have left the queue. */
    void hasRoom() {
        if (connection.isPaused()) {
            pump();
        }
    }

    // --- the end

    /** Nothing more is heard or answered. */
    void end() {
        session.close();
        reader.close();
    }

    void lastWord(CloseReason why, String detail) {
        int unused = append(Frame.Err.of(FailCode.CLOSING, why.lastWord(detail)));
    }

    int pending() {
        return session.pending();
    }

    long messagesIn() {
        return messagesIn;
    }

    long messagesOut() {
        return messagesOut;
    }
}
