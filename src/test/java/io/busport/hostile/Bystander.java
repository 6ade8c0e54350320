package io.busport.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client who did nothing wrong and asks all the time, in one dialect, on one connection. Each answer has to be the right one and has to
 * come within the client's twenty seconds.
 */
final class Bystander implements AutoCloseable {
    /** Where everyone may talk. */
    static final String PLAYGROUND = "demo.";

    private final Client client;
    private final Random random;
    /** What nobody else says: a line without it was published and answers nothing. */
    private final String token;

    private final Thread thread;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean done;

    Bystander(Speech speech, int port, long seed) throws IOException {
        client = new Client(speech, port);
        random = new Random(seed);
        token = "bystander-" + Long.toHexString(random.nextLong()) + "-";
        thread = new Thread(this::askAndAsk, "bystander-" + speech);
        thread.setDaemon(true);
    }

    Bystander start() {
        thread.start();
        return this;
    }

    int answers() {
        return answers.get();
    }

    String localAddress() {
        return client.localAddress();
    }

    /** What went wrong, null as long as nothing has. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    @Override
    public String toString() {
        return client.speech() + " " + answers + " answers, the slowest after "
                + Duration.ofNanos(slowestNanos.get()).toMillis() + " ms";
    }

    /** Stops asking once the last answer has come. The connection stays open until {@link #close}. */
    void finish() {
        done = true;
        try {
            thread.join(Duration.ofSeconds(60).toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            failure.compareAndSet(null, new AssertionError("still waiting (expected: an answer or an error)"));
        }
    }

    private void askAndAsk() {
        try {
            if (client.speech() != Speech.TEXT) {
                client.say(client.speech().register(PLAYGROUND + token));
            }
            for (int n = 0; !done; n++) {
                long start = System.nanoTime();
                round(n);
                slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                answers.incrementAndGet();
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failure.set(new AssertionError(client.speech() + " after " + answers + " answers: " + e, e));
        }
    }

    private void round(int n) throws IOException {
        String body = token + n + "-" + someText();
        if (client.speech() == Speech.TEXT) {
            client.say(client.speech().request("", "", body));
            expect(body, answerAmongNews().body());
        } else if (n % 10 == 3) {
            client.say(client.speech().ping());
            expect("pong", client.hear().type());
        } else if (n % 10 == 6) {
            askMyself("self-" + n, body);
        } else {
            client.say(client.speech().request("messages", "label-" + n, body));
            expect(new Heard("message", "label-" + n, null, body), client.hear());
        }
    }

    /** Is asked over the bus what it asks, and answers. */
    private void askMyself(String label, String body) throws IOException {
        client.say(client.speech().request(PLAYGROUND + token, label, body));
        Heard question = client.hear();
        expect(new Heard("message", PLAYGROUND + token, question.replyAddress(), body), question);
        client.say(client.speech()
                .send(Objects.requireNonNull(question.replyAddress(), "a reply address"), "yes, " + body));
        expect(new Heard("message", label, null, "yes, " + body), client.hear());
    }

    private Heard answerAmongNews() throws IOException {
        Heard heard = client.hear();
        while (!Objects.requireNonNull(heard.body()).startsWith(token)) {
            heard = client.hear();
        }
        return heard;
    }

    private static void expect(@Nullable Object expected, @Nullable Object heard) {
        if (!Objects.equals(expected, heard)) {
            throw new AssertionError(difference(String.valueOf(expected), String.valueOf(heard)));
        }
    }

    /** Where two long texts differ is more telling than how they begin. */
    private static String difference(String expected, String heard) {
        int at = 0;
        while (at < Math.min(expected.length(), heard.length()) && expected.charAt(at) == heard.charAt(at)) {
            at++;
        }
        return "at character " + at + " of " + heard.length() + ": " + shown(heard, at) + " (expected: of "
                + expected.length() + ": " + shown(expected, at) + ")";
    }

    private static String shown(String text, int at) {
        return "'" + text.substring(Math.max(0, at - 30), Math.min(text.length(), at + 50)) + "'";
    }

    /**
     * Mostly short, sometimes longer than a read; of one to four bytes a character, without line ends. A text of many packets could have
     * a pause between them, on a machine that is busy, and a pause ends a message.
     */
    private String someText() {
        int most = client.speech() == Speech.TEXT ? 2000 : 20_000;
        int length = random.nextInt(10) == 0 ? random.nextInt(most) : random.nextInt(200);
        int[] characters = {'a', 'Z', '7', ' ', '"', '\\', '{', 'é', '안', '녕', 0x1F600};
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        done = true;
        client.close();
    }
}
