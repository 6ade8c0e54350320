package io.busport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.client.BusportClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client who does nothing wrong and asks two hundred times a second. Notes how long each answer took from the moment the question was due:
 * who is kept waiting asks late, and every late question counts.
 */
final class Steady {
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Questions that are made up for. On a machine that is too slow for the pace every wait would be longer than the one before. */
    private static final int MOST_BEHIND = 10;

    /** Asks, and fails when the answer is a wrong one or does not come. */
    private interface Question {
        void ask(String text) throws Exception;
    }

    private final Question question;
    private final AutoCloseable connection;
    private final Thread thread;
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Long> nanos = new ArrayList<>(); // guarded by itself

    private Steady(String name, Question question, AutoCloseable connection) {
        this.question = question;
        this.connection = connection;
        thread = new Thread(this::askAndAsk, name);
        thread.setDaemon(true);
        thread.start();
    }

    static Steady onConnection(int port) throws IOException {
        Client client = new Client(Speech.BRIDGE, port);
        return new Steady(
                "steady-connection",
                text -> {
                    Heard heard = client.say(Speech.BRIDGE.request("messages", "r", text))
                            .hear();
                    expect(text, heard.body());
                },
                client);
    }

    /** Asks a thread of this process instead of a gateway: it is kept waiting by nothing but the machine. */
    static Steady ofNobody() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket echo = server.accept();
        for (Socket end : List.of(socket, echo)) {
            end.setTcpNoDelay(true);
        }
        Thread echoing = new Thread(
                () -> {
                    try {
                        var unused = echo.getInputStream().transferTo(echo.getOutputStream());
                    } catch (IOException closed) {
                        // The end.
                    }
                },
                "echo");
        echoing.setDaemon(true);
        echoing.start();
        return new Steady(
                "steady-echo",
                text -> {
                    byte[] bytes = text.getBytes(UTF_8);
                    socket.getOutputStream().write(bytes);
                    expect(text, new String(socket.getInputStream().readNBytes(bytes.length), UTF_8));
                },
                () -> {
                    socket.close();
                    echo.close();
                    server.close();
                });
    }

    static Steady inSession(BusportClient client) {
        return new Steady(
                "steady-session",
                text -> expect(
                        text,
                        client.request("messages", text)
                                .await(20, TimeUnit.SECONDS)
                                .body()),
                () -> client.close().await(20, TimeUnit.SECONDS));
    }

    private static void expect(String text, @Nullable Object heard) {
        if (!text.equals(heard)) {
            throw new AssertionError(heard + " (expected: " + text + ")");
        }
    }

    private void askAndAsk() {
        long due = System.nanoTime();
        try {
            for (int n = 0; !done.get(); n++) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                question.ask("steady " + n);
                long took = System.nanoTime() - due;
                synchronized (nanos) {
                    nanos.add(took);
                }
                due = Math.max(due + PACE_NANOS, System.nanoTime() - MOST_BEHIND * PACE_NANOS);
            }
        } catch (Exception | AssertionError e) {
            if (!done.get()) {
                failure.set(e);
            }
        }
    }

    /** What went wrong, null as long as nothing has. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** How long the answers took that have come since this was asked last, in nanoseconds. */
    private List<Long> take() {
        synchronized (nanos) {
            List<Long> taken = List.copyOf(nanos);
            nanos.clear();
            return taken;
        }
    }

    /** Answers of all of them since this was asked last. */
    static Waits waits(List<Steady> all) {
        return new Waits(all.stream()
                .flatMap(s -> s.take().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray());
    }

    /** How long many answers took. */
    static final class Waits {
        private final long[] nanos; // sorted

        private Waits(long[] nanos) {
            this.nanos = nanos;
        }

        int count() {
            return nanos.length;
        }

        /** The wait that one in a hundred was longer than, in milliseconds. */
        double p99() {
            return nanos.length == 0 ? Double.POSITIVE_INFINITY : nanos[(nanos.length - 1) * 99 / 100] / 1e6;
        }

        double longest() {
            return Arrays.stream(nanos).max().orElse(Long.MAX_VALUE) / 1e6;
        }
    }

    void close() throws Exception {
        done.set(true);
        thread.join(20_000);
        connection.close();
    }
}
