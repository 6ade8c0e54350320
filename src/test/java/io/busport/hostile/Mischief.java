package io.busport.hostile;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What one bad client does in its life. The same seed makes the same lives.
 *
 * <pre>
 *   noise, or a conversation ──damage──► bytes ──cut into pieces──► steps ──an end of one of five kinds──► Life
 * </pre>
 */
final class Mischief {
    /** Addresses a client may use, must not use, and that nobody serves. */
    private static final String[] ADDRESSES = {
        "messages", "messages", "broadcast", "demo.a", "demo.b", "demo.nobody", "busport.events", "__vertx.reply.1", ""
    };

    private final Random random;
    private int frames;

    /**
     * @param frames that were sent whole, before any damage to them
     * @param deaf never reads
     */
    record Life(List<Step> steps, int frames, boolean deaf) {}

    /**
     * One thing done.
     *
     * @param bytes to send, of a {@link Act#SEND}
     * @param millis to wait, of a {@link Act#WAIT}
     */
    record Step(Act act, ByteBuffer bytes, int millis) {}

    enum Act {
        SEND,
        WAIT,
        END_OUTPUT,
        CLOSE,
        RESET
    }

    private Mischief(long seed) {
        random = new Random(seed);
    }

    /** @param number of the client, from 0 */
    static Life life(long seed, long number) {
        return new Mischief(seed ^ (number * 0x9E3779B97F4A7C15L)).life();
    }

    private Life life() {
        byte[] bytes = random.nextInt(5) == 0 ? noise(random.nextInt(20_000)) : damaged(conversation());
        List<Step> steps = new ArrayList<>();
        cut(bytes, steps);
        end(steps);
        return new Life(steps, frames, random.nextInt(8) == 0);
    }

    // --- what is said

    private List<byte[]> conversation() {
        Speech speech = oneOf(Speech.values());
        List<byte[]> said = new ArrayList<>();
        said.add(speech.preface());
        boolean inSession = random.nextInt(3) == 0;
        if (inSession) {
            said.add(speech.object(hello()));
        }
        int length = 1 + random.nextInt(30);
        for (int n = 1; n <= length; n++) {
            said.add(inSession ? speech.object(numbered(n)) : frame(speech));
        }
        frames = said.size() - 1;
        return said;
    }

    private byte[] frame(Speech speech) {
        String address = oneOf(ADDRESSES);
        return switch (random.nextInt(8)) {
            case 0 -> speech.ping();
            case 1 -> speech.register(address);
            case 2 -> speech.unregister(address);
            case 3 -> speech.publish(address, text());
            case 4 -> speech.send(address, text());
            default -> speech.request(address, "label-" + random.nextInt(5), text());
        };
    }

    private JsonObject hello() {
        JsonObject hello = new JsonObject().put("type", "hello").put("version", random.nextInt(10) == 0 ? 2 : 1);
        if (random.nextInt(3) == 0) {
            hello.put(
                    "session",
                    new JsonObject().put("name", "n" + random.nextInt(50)).put("expiry", 2000));
        }
        if (random.nextInt(3) == 0) {
            hello.put(
                    "window",
                    new JsonObject().put("messages", random.nextInt(3)).put("bytes", random.nextInt()));
        }
        if (random.nextInt(4) == 0) {
            hello.put(
                    "resume",
                    new JsonObject()
                            .put("session", "s" + random.nextInt())
                            .put("epoch", random.nextInt(3))
                            .put("counter", random.nextLong())
                            .put("received", random.nextInt())
                            .put("floor", random.nextInt())
                            .put("proof", "0".repeat(random.nextInt(70))));
        }
        return hello;
    }

    private JsonObject numbered(int n) {
        String address = oneOf(ADDRESSES);
        JsonObject frame = new JsonObject().put("n", random.nextInt(20) == 0 ? random.nextLong() : n);
        return switch (random.nextInt(8)) {
            case 0 -> new JsonObject().put("type", "ack").put("received", random.nextInt(20) == 0 ? 1_000 : n / 2);
            case 1 -> new JsonObject().put("type", "ping").put("echo", n);
            case 2 -> frame.put("type", "register").put("address", address);
            case 3 ->
                frame.put("type", "send")
                        .put("address", address)
                        .put("replyAddress", "r")
                        .put("body", text());
            case 4 -> frame.put("type", "unregister").put("address", address);
            case 5 -> new JsonObject().put("type", "bye").put("keep", random.nextBoolean());
            default -> frame.put("type", "publish").put("address", address).put("body", text());
        };
    }

    /** Rarely long enough to need several reads. */
    private String text() {
        int length = random.nextInt(20) == 0 ? random.nextInt(30_000) : random.nextInt(300);
        char[] text = new char[length];
        Arrays.fill(text, (char) (random.nextInt(10) == 0 ? random.nextInt(0xD800) : 'a' + random.nextInt(26)));
        return new String(text);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    // --- damage

    private byte[] damaged(List<byte[]> said) {
        int i = random.nextInt(said.size());
        switch (random.nextInt(10)) {
            case 0 -> said.set(i, lengthChanged(said.get(i)));
            case 1 -> said.add(i, said.get(random.nextInt(said.size())));
            case 2 -> said.add(i, frame(oneOf(Speech.values())));
            case 3 -> said.remove(i);
            default -> {}
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        said.forEach(all::writeBytes);
        byte[] bytes = all.toByteArray();
        return switch (random.nextInt(8)) {
            case 0 -> bitsFlipped(bytes);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> spliced(bytes, noise(random.nextInt(200)));
            case 3 -> {
                int from = random.nextInt(bytes.length + 1);
                yield spliced(bytes, Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from + 1)));
            }
            default -> bytes;
        };
    }

    /** The first bytes of a frame are its length, where it has one. */
    private byte[] lengthChanged(byte[] frame) {
        byte[][] lengths = {
            {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
            {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
            {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {0, 0x10, 0, 0},
            {0, 0, 0, 0},
            noise(4)
        };
        byte[] changed = frame.clone();
        byte[] length = oneOf(lengths);
        System.arraycopy(length, 0, changed, 0, Math.min(length.length, changed.length));
        return changed;
    }

    private byte[] bitsFlipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int n = 1 + random.nextInt(10); n > 0 && changed.length > 0; n--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private byte[] spliced(byte[] bytes, byte[] middle) {
        int at = random.nextInt(bytes.length + 1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, at);
        all.writeBytes(middle);
        all.write(bytes, at, bytes.length - at);
        return all.toByteArray();
    }

    // --- how it is sent

    private void cut(byte[] bytes, List<Step> steps) {
        int most = random.nextInt(3) == 0 ? bytes.length + 1 : random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(2000);
        boolean resting = random.nextBoolean();
        int pieces = 0;
        for (int from = 0; from < bytes.length; pieces++) {
            // A life of single bytes would be a long one: the rest comes at once.
            int length = pieces > 300 ? bytes.length : most == 1 ? 1 : 1 + random.nextInt(most);
            int to = Math.min(bytes.length, from + length);
            steps.add(new Step(Act.SEND, ByteBuffer.wrap(bytes, from, to - from), 0));
            if (resting && random.nextInt(4) == 0) {
                steps.add(rest(80)); // text.flushAfter is 50 ms
            }
            from = to;
        }
    }

    private void end(List<Step> steps) {
        switch (random.nextInt(5)) {
            case 0 -> steps.add(only(Act.RESET));
            case 1 -> steps.add(only(Act.CLOSE));
            case 2 -> steps.addAll(List.of(only(Act.END_OUTPUT), rest(3000)));
            case 3 -> steps.addAll(List.of(rest(1000), only(Act.RESET)));
            default -> steps.add(rest(3000));
        }
    }

    private static Step only(Act act) {
        return new Step(act, ByteBuffer.allocate(0), 0);
    }

    private Step rest(int most) {
        return new Step(Act.WAIT, ByteBuffer.allocate(0), random.nextInt(most));
    }

    @SafeVarargs
    private <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }
}
