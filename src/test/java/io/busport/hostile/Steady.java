package io.busport.hostile;

import io.busport.client.BusportClient;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client who does nothing wrong and asks two hundred times a second, whether it has been answered or not. Notes how long each answer took from
 * the moment the question was due: who is kept from asking asks late, and that counts too.
 */
final class Steady {
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int LONGEST_WAIT_SECONDS = 20;

    /** Asks, and does not wait for the answer. */
    private interface Question {
        void ask(String text) throws Exception;
    }

    private final String name;
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Map<String, Long> due = new ConcurrentHashMap<>(); // of the questions without an answer, nanoTime
    private final List<Long> nanos = new ArrayList<>(); // guarded by itself
    private AutoCloseable connection = () -> {};
    private @Nullable Thread asking;

    private Steady(String name) {
        this.name = name;
    }

    static Steady onConnection(int port) throws IOException {
        Client client = new Client(Speech.BRIDGE, port);
        Steady steady = new Steady("steady-connection");
        steady.start(() -> steady.answered(client.hear().body()));
        return steady.asks(text -> client.say(Speech.BRIDGE.request("messages", "r", text)), client);
    }

    /** Asks a thread of this process instead of a gateway: it is kept waiting by nothing but the machine. */
    static Steady ofNobody() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket echo = server.accept();
        for (Socket end : List.of(socket, echo)) {
            end.setTcpNoDelay(true);
        }
        Steady steady = new Steady("steady-echo");
        steady.start(() -> {
            if (echo.getInputStream().transferTo(echo.getOutputStream()) >= 0) {
                throw new EOFException("the end");
            }
        });
        DataInputStream in = new DataInputStream(socket.getInputStream());
        steady.start(() -> steady.answered(in.readUTF()));
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        return steady.asks(out::writeUTF, () -> {
            socket.close();
            echo.close();
            server.close();
        });
    }

    static Steady inSession(BusportClient client) {
        Steady steady = new Steady("steady-session");
        return steady.asks(
                text -> {
                    var unused = client.request("messages", text)
                            .onSuccess(answer -> steady.answered(answer.body()))
                            .onFailure(steady::failed);
                },
                () -> client.close().await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS));
    }

    private Steady asks(Question question, AutoCloseable its) {
        connection = its;
        AtomicLong next = new AtomicLong(System.nanoTime());
        AtomicLong n = new AtomicLong();
        asking = start(() -> {
            long when = next.getAndAdd(PACE_NANOS);
            TimeUnit.NANOSECONDS.sleep(when - System.nanoTime());
            String text = "steady " + n.getAndIncrement();
            due.put(text, when);
            question.ask(text);
        });
        return this;
    }

    private interface Step {
        void take() throws Exception;
    }

    private Thread start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!done.get()) {
                            step.take();
                        }
                    } catch (Exception | AssertionError e) {
                        failed(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void failed(Throwable e) {
        if (!done.get()) {
            failure.compareAndSet(null, e);
        }
    }

    private void answered(@Nullable Object heard) {
        Long when = heard == null ? null : due.remove(heard);
        if (when == null) {
            failed(new AssertionError(heard + " (expected: one of " + due.keySet() + ")"));
            return;
        }
        synchronized (nanos) {
            nanos.add(System.nanoTime() - when);
        }
    }

    /** What went wrong, null as long as nothing has. A question that is not answered is a failure. */
    @Nullable
    Throwable failure() {
        long now = System.nanoTime();
        due.forEach((text, when) -> {
            if (now - when > TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS)) {
                failed(new AssertionError("no answer to: " + text));
            }
        });
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
        Thread last = asking;
        done.set(true);
        if (last != null) {
            last.join(TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS));
        }
        connection.close();
    }
}
