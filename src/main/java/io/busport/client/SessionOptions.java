package io.busport.client;

import io.busport.security.tls.ClientTls;
import io.busport.wire.Dialect;
import io.busport.wire.SessionFrames.Window;
import io.busport.wire.Token;
import io.vertx.core.Handler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link BusportClient} behaves. The defaults are for the internet: mappings of home and carrier NATs live 240 s and longer, loss of
 * 20 % delays an answer by half a second, and a pod that is replaced is gone for about 10 s.
 */
public final class SessionOptions implements Cloneable {
    /** The longest silence that is promised and tried, below the shortest common lifetime of a mapping, 240 s. */
    static final Duration CEILING = Duration.ofSeconds(200);

    /** What is kept unacknowledged. */
    public record Backlog(int messages, long bytes) {}

    private final List<Endpoint> endpoints;
    private Dialect dialect = Dialect.BINARY;
    private @Nullable String name;
    private Supplier<@Nullable String> token = () -> null;
    private @Nullable Duration expiry;
    private Duration heartbeat = Duration.ofSeconds(15);
    private boolean adaptive;
    private Duration answerTime = Duration.ofSeconds(10);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration welcomeTimeout = Duration.ofSeconds(5);
    private Duration probeAfter = Duration.ofSeconds(5);
    private Duration probeDeadline = Duration.ofSeconds(5);
    private Duration ackDeadline = Duration.ofSeconds(25);
    private Duration firstRetry = Duration.ofMillis(500);
    private Duration longestRetry = Duration.ofSeconds(15);
    private Duration healthyAfter = Duration.ofSeconds(30);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private Backlog backlog = new Backlog(10_000, 8 << 20);
    private Window window = new Window(1000, 1 << 20);
    private int maxFrame = 16 << 20;
    private @Nullable Path stateFile;
    private @Nullable Path spool;
    private @Nullable ClientTls tls;
    private Handler<SessionEvent> onEvent = event -> {};

    /** @param endpoints the gateway's addresses, tried in turn; at least one */
    public SessionOptions(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoints (expected: at least one)");
        }
    }

    /** @param endpoints as {@link Endpoint#parse} reads them */
    public static SessionOptions of(String... endpoints) {
        return new SessionOptions(
                List.of(endpoints).stream().map(Endpoint::parse).toList());
    }

    SessionOptions copy() {
        try {
            return (SessionOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The default is binary; the JSON dialects are for reading along. */
    public SessionOptions dialect(Dialect value) {
        if (value == Dialect.TEXT) {
            throw new IllegalArgumentException("text (expected: a dialect with frames)");
        }
        dialect = value;
        return this;
    }

    /**
     * What the client proves itself with, where it has to.
     *
     * @param value asked on the client's event loop for each connection, so that a renewed token is used for the next; null: nothing
     */
    public SessionOptions token(Supplier<@Nullable String> value) {
        token = value;
        return this;
    }

    @Nullable
    Token token() {
        String now = token.get();
        return now == null || now.isEmpty() ? null : new Token(now);
    }

    /** By which others reach this client. */
    public SessionOptions name(@Nullable String value) {
        name = value;
        return this;
    }

    /** How long the gateway keeps the session without a connection; by default what the gateway is configured for. */
    public SessionOptions expiry(Duration value) {
        expiry = value;
        return this;
    }

    /** A ping when nothing else was sent for this long. */
    public SessionOptions heartbeat(Duration value) {
        heartbeat = atMost(positive(value), CEILING);
        return this;
    }

    /** Stretches the heartbeat step by step as far as the path's NAT lets it, up to 200 s. For batteries and metered links. */
    public SessionOptions adaptiveHeartbeat(boolean value) {
        adaptive = value;
        return this;
    }

    /** Not a byte for a heartbeat and this much longer: the connection is given up. Default 10 s, so 25 s in all. */
    public SessionOptions silence(Duration value) {
        answerTime = positive(value);
        return this;
    }

    public SessionOptions connectTimeout(Duration value) {
        connectTimeout = positive(value);
        return this;
    }

    /** For the answer to the first words: a frozen gateway accepts connections, too. */
    public SessionOptions welcomeTimeout(Duration value) {
        welcomeTimeout = positive(value);
        return this;
    }

    /** A frame that is not acknowledged for this long is reason enough to ask for a sign of life. */
    public SessionOptions probeAfter(Duration value) {
        probeAfter = positive(value);
        return this;
    }

    /** For the sign of life. */
    public SessionOptions probeDeadline(Duration value) {
        probeDeadline = positive(value);
        return this;
    }

    /** Signs of life, but no acknowledgement: the connection is given up after this. */
    public SessionOptions ackDeadline(Duration value) {
        ackDeadline = positive(value);
        return this;
    }

    /** A lost connection is made again after a random time up to this, so that the clients of a lost gateway do not all come at once. */
    public SessionOptions firstRetry(Duration value) {
        firstRetry = positive(value);
        return this;
    }

    /** The random time doubles up to this. */
    public SessionOptions longestRetry(Duration value) {
        longestRetry = positive(value);
        return this;
    }

    /** A connection that stood this long starts the doubling anew. */
    public SessionOptions healthyAfter(Duration value) {
        healthyAfter = positive(value);
        return this;
    }

    /** For an answer, from the call on. */
    public SessionOptions requestTimeout(Duration value) {
        requestTimeout = positive(value);
        return this;
    }

    /** For what is still to be delivered when the client is closed. */
    public SessionOptions closeTimeout(Duration value) {
        closeTimeout = positive(value);
        return this;
    }

    /** What is kept unacknowledged; beyond it futures fail with {@code too_many}. */
    public SessionOptions backlog(int messages, long bytes) {
        backlog = new Backlog(messages, bytes);
        return this;
    }

    /** What the gateway may have on its way to this client. */
    public SessionOptions window(int messages, int bytes) {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(messages + " messages, " + bytes + " bytes (expected: at least 1)");
        }
        window = new Window(messages, bytes);
        return this;
    }

    /** The largest frame that is taken from the gateway, in bytes. */
    public SessionOptions maxFrame(int value) {
        maxFrame = value;
        return this;
    }

    /** Where the session's identity is kept, so that the process can be started anew and go on. One process at a time. */
    public SessionOptions stateFile(@Nullable Path value) {
        stateFile = value;
        return this;
    }

    /** A directory for frames that are not acknowledged: they survive a kill of the process. Without a state file it has one of its own. */
    public SessionOptions spool(@Nullable Path value) {
        spool = value;
        return this;
    }

    /** Connects with TLS. The default, null, is without. */
    public SessionOptions tls(@Nullable ClientTls value) {
        tls = value;
        return this;
    }

    /** Told what happens, from the first connection on. On the client's event loop. */
    public SessionOptions onEvent(Handler<SessionEvent> value) {
        onEvent = value;
        return this;
    }

    private static Duration positive(Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(value + " (expected: at least 1 ms)");
        }
        return value;
    }

    private static Duration atMost(Duration value, Duration most) {
        if (value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    value + " (expected: at most " + most + ", NAT mappings live not much longer)");
        }
        return value;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    Dialect dialect() {
        return dialect;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    Duration expiry() {
        return expiry;
    }

    Duration heartbeat() {
        return heartbeat;
    }

    boolean adaptiveHeartbeat() {
        return adaptive;
    }

    /** At least this often something is said. */
    Duration promisedHeartbeat() {
        return adaptive ? CEILING : heartbeat;
    }

    Duration answerTime() {
        return answerTime;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration welcomeTimeout() {
        return welcomeTimeout;
    }

    Duration probeAfter() {
        return probeAfter;
    }

    Duration probeDeadline() {
        return probeDeadline;
    }

    Duration ackDeadline() {
        return ackDeadline;
    }

    Duration firstRetry() {
        return firstRetry;
    }

    Duration longestRetry() {
        return longestRetry;
    }

    Duration healthyAfter() {
        return healthyAfter;
    }

    Duration requestTimeout() {
        return requestTimeout;
    }

    Duration closeTimeout() {
        return closeTimeout;
    }

    Backlog backlog() {
        return backlog;
    }

    Window window() {
        return window;
    }

    int maxFrame() {
        return maxFrame;
    }

    @Nullable
    Path stateFile() {
        return stateFile == null && spool != null ? spool.resolve("state.json") : stateFile;
    }

    @Nullable
    Path spool() {
        return spool;
    }

    @Nullable
    ClientTls tls() {
        return tls;
    }

    Handler<SessionEvent> onEvent() {
        return onEvent;
    }
}
