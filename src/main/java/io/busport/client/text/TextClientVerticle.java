package io.busport.client.text;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.busport.client.Backoff;
import io.busport.client.Dialer;
import io.busport.client.Endpoint;
import io.busport.client.text.TextClientEvent.Kind;
import io.busport.nat.EndOfInput;
import io.busport.nat.Tcp;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.text.TextDecoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges messages between a connection to a gateway and the local event bus, at {@link TextClientAddresses}. The connection is made by the
 * start, which fails when no address can be reached, or the token is not believed; a connection lost later is replaced by a new one, for ever.
 *
 * <p>Speaks the text dialect. All state belongs to the verticle's event loop.
 */
public final class TextClientVerticle extends VerticleBase {
    /** A gateway's longest line is its service's choice; beyond this it is not text. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final String LAST_WORD = "! closing: ";
    /** The last word to a client whose next unanswered message can never be taken. */
    private static final String REFUSED = "[line-too-long]";

    /** The last words to a client that would only be told the same again. */
    private static final List<String> LOGIN_REFUSED = List.of("[login-failed]", "[login-required]");

    private final TextClientOptions options;
    private final Mailbox mailbox;
    private final Backoff backoff;
    private @Nullable Dialer dialer;
    private @Nullable NetSocketInternal socket;
    private TextDecoder decoder = new TextDecoder("", LONGEST_LINE);
    private Endpoint endpoint;
    private String lostBecause = "";
    private long connectedAt;
    private long lastProgress;
    private int unread;
    private int lost;
    private boolean sending;
    private int inFlight; // writes to the present socket that have not reached the kernel
    private boolean outputEnded;
    private final Promise<Void> loggedIn = Promise.promise(); // for the first time, where there is a token
    private boolean awaitsLogin; // the token was said, and the answer is due
    private boolean refused; // and not believed: there is no other connection
    private @Nullable Message<Object> finishing;

    public TextClientVerticle(TextClientOptions options) {
        this.options = options;
        this.mailbox = new Mailbox(options.maxUnanswered());
        this.backoff = new Backoff(options.firstRetry(), options.longestRetry(), ThreadLocalRandom.current());
        this.endpoint = options.endpoints().get(0);
    }

    @Override
    public Future<?> start() {
        Dialer made =
                new Dialer(vertx, options.connectTimeout(), options.keepAlive(), options.userTimeout(), options.tls());
        dialer = made;
        return vertx.eventBus()
                .<String>localConsumer(TextClientAddresses.SEND, this::send)
                .completion()
                .compose(v -> vertx.eventBus()
                        .<Object>localConsumer(TextClientAddresses.FINISH, this::finish)
                        .completion())
                .compose(v -> made.dial(options.endpoints()))
                .compose(line -> {
                    attach(line);
                    return loggedIn.future().timeout(options.connectTimeout().toMillis(), MILLISECONDS);
                });
    }

    // --- the connection

    private void attach(Dialer.Line line) {
        NetSocketInternal fresh = (NetSocketInternal) line.socket();
        Tcp.tune(fresh.channelHandlerContext().channel());
        EndOfInput.keepOrder(fresh);
        socket = fresh;
        endpoint = line.endpoint();
        decoder = new TextDecoder("", LONGEST_LINE);
        lostBecause = "closed by the server";
        connectedAt = lastProgress = System.nanoTime();
        outputEnded = false;
        inFlight = 0;
        fresh.handler(this::onData)
                .drainHandler(v -> sendSoon())
                .exceptionHandler(e -> lostBecause = Dialer.reason(e))
                .closeHandler(v -> detach(fresh));
        tell(Kind.CONNECTED, "");
        logIn(fresh);
        if (fresh.channelHandlerContext().channel().isActive()) {
            sendSoon();
        } else {
            detach(fresh); // gone again before anybody listened for it
        }
    }

    private void logIn(NetSocket fresh) {
        String token = null;
        try {
            token = options.token().get();
        } catch (RuntimeException e) { // whoever knows it has none now
            lostBecause = String.valueOf(e.getMessage());
        }
        awaitsLogin = token != null && !token.isEmpty();
        if (awaitsLogin) {
            write(fresh, Buffer.buffer("AUTH " + token + "\n"));
        } else {
            var unused = loggedIn.tryComplete();
        }
    }

    private void detach(NetSocket gone) {
        if (socket != gone) {
            return;
        }
        socket = null;
        var unused = loggedIn.tryFail(lostBecause);
        if (System.nanoTime() - connectedAt > options.healthyAfter().toNanos()) {
            backoff.reset();
        }
        if (finishing != null && mailbox.size() == 0) {
            finished();
            return;
        }
        if (refused) {
            giveUp();
            return;
        }
        tell(Kind.LOST, lostBecause);
        if (options.resend()) {
            mailbox.sendAgain();
        } else {
            lost += mailbox.giveUpUnanswered();
        }
        redial();
    }

    /** What was to be said will not be. */
    private void giveUp() {
        lost += mailbox.fail(lostBecause);
        finished();
    }

    private void redial() {
        Dialer made = dialer;
        if (made == null) {
            return;
        }
        vertx.timer(backoff.next(), MILLISECONDS)
                .compose(t -> made.dial(options.endpoints()))
                .onSuccess(this::attach)
                .onFailure(e -> {
                    tell(Kind.UNREACHABLE, String.valueOf(e.getMessage()));
                    redial();
                });
    }

    // --- out

    private void send(Message<String> message) {
        if (message.body() == null || message.body().indexOf('\n') >= 0) {
            message.fail(1, "a text with a line end, or none at all (expected: one line)");
            return;
        }
        if (refused) {
            message.fail(1, lostBecause);
            return;
        }
        mailbox.offer(message);
        sendSoon();
    }

    /** What is offered in one turn leaves in one write. */
    private void sendSoon() {
        if (!sending) {
            sending = true;
            context.runOnContext(v -> {
                sending = false;
                sendNow();
            });
        }
    }

    private void sendNow() {
        if (socket == null || awaitsLogin || socket.writeQueueFull()) {
            return;
        }
        Buffer lines = Buffer.buffer();
        String next;
        while (lines.length() < 64 << 10 && (next = mailbox.take()) != null) {
            lines.appendString(next).appendByte((byte) '\n');
        }
        if (lines.length() > 0) {
            write(socket, lines);
        } else {
            endOutputWhenFinished();
        }
    }

    /** A write that fails is a connection that is gone, which its close handler tells. */
    private void write(NetSocket to, Buffer lines) {
        inFlight++;
        to.write(lines).onSuccess(v -> {
            if (to == socket) {
                inFlight--;
                lastProgress = System.nanoTime();
                sendNow();
            }
        });
    }

    /**
     * The end of our output is a question too: the gateway closes when it has answered everything before it. Netty drops what is still
     * queued when the output is ended, so that waits for the last write.
     */
    private void endOutputWhenFinished() {
        if (finishing != null && socket != null && inFlight == 0 && !outputEnded && !mailbox.hasToSend()) {
            outputEnded = true;
            Tcp.shutdownOutput(socket.channelHandlerContext().channel());
        }
    }

    private void finish(Message<Object> request) {
        finishing = request;
        if (refused && socket == null) {
            finished();
            return;
        }
        lastProgress = System.nanoTime();
        giveUpWhenSilent(0);
        sendSoon();
    }

    /** A gateway that accepts and never answers is as good as none; every answer, and every write that goes on its way, buys more time. */
    private void giveUpWhenSilent(long timer) {
        long silentMillis = (System.nanoTime() - lastProgress) / 1_000_000;
        long limitMillis = options.giveUpAfter().toMillis();
        if (finishing == null) {
            return;
        }
        if (silentMillis < limitMillis) {
            vertx.setTimer(limitMillis - silentMillis, this::giveUpWhenSilent);
        } else {
            lost += mailbox.size();
            finished();
        }
    }

    private void finished() {
        Message<Object> request = finishing;
        finishing = null;
        dialer = null;
        if (request != null && refused) {
            request.fail(1, lostBecause);
        } else if (request != null && lost == 0) {
            request.reply(null);
        } else if (request != null) {
            request.fail(lost, "messages that were not answered: " + lost);
        }
    }

    // --- in

    private void onData(Buffer data) {
        lastProgress = System.nanoTime();
        try {
            if (EndOfInput.is(data)) {
                if (socket != null) {
                    var unused = socket.channelHandlerContext().close();
                }
                return;
            }
            decoder.feed(data);
            Frame.Send line;
            while ((line = nextLine()) != null) {
                received(String.valueOf(line.body()));
            }
        } catch (WireException | RuntimeException e) {
            lostBecause = "unreadable: " + e.getMessage();
            if (socket != null) {
                Tcp.reset(socket.channelHandlerContext());
            }
        }
    }

    private Frame.@Nullable Send nextLine() throws WireException {
        try {
            return decoder.next();
        } catch (WireException e) {
            if (e.isFatal()) {
                throw e;
            }
            return Frame.Send.of("", "! " + e.getMessage(), 0);
        }
    }

    private void received(String line) {
        if (line.startsWith(LAST_WORD)) {
            lostBecause = line.substring(LAST_WORD.length());
            tell(Kind.DISMISSED, lostBecause);
            refused = LOGIN_REFUSED.stream().anyMatch(line::endsWith);
            if (line.endsWith(REFUSED)) {
                lost++;
                mailbox.answered(); // sent again, it would only be refused again
            }
            return;
        }
        if (awaitsLogin) {
            awaitsLogin = false;
            var unused = loggedIn.tryComplete();
            sendSoon();
            return;
        }
        mailbox.answered();
        deliver(line);
    }

    private void deliver(String line) {
        NetSocket from = socket;
        if (++unread == options.maxUnread() && from != null) {
            from.pause();
        }
        vertx.eventBus()
                .request(TextClientAddresses.RECEIVED, line, Local.PATIENTLY)
                .onComplete(done -> {
                    if (unread-- == options.maxUnread() && socket != null) {
                        socket.resume();
                    }
                });
    }

    private void tell(Kind kind, String reason) {
        vertx.eventBus()
                .publish(
                        TextClientAddresses.EVENTS,
                        new TextClientEvent(kind, endpoint.toString(), reason, mailbox.unanswered()).toJson(),
                        Local.ONLY);
    }
}
