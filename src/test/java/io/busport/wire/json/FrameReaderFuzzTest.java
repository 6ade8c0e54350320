package io.busport.wire.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames with random faults, against what Vert.x reads in the same bytes. The seed is in the message of a failure. */
class FrameReaderFuzzTest {
    private static final int ROUNDS = 10_000;
    private static final WireLimits LIMITS = new WireLimits(1 << 20, 8, 256, 64);
    private static final Set<String> TYPES = Set.of("ping", "register", "unregister", "publish", "send");
    private static final String[] FRAMES = {
        "{\"type\":\"ping\"}",
        "{\"type\":\"register\",\"address\":\"news\",\"headers\":{}}",
        "{\"type\":\"publish\",\"address\":\"news\",\"body\":[1,2.5,\"x\",null,true],\"headers\":{\"a\":\"b\"}}",
        "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"r\",\"body\":{\"a\":{\"b\":[{}]}},\"headers\":{\"timeout\":5}}",
        "{\"type\":\"send\",\"address\":\"r\",\"failureCode\":42,\"message\":\"no \\u00e9 \\n\"}",
        "{ /* c */ \"x\" : [[]] , \"type\" : \"send\" , \"address\" : 7 , \"body\" : -1e-5 }"
    };
    private static final String PIECES = "{}[]\",:\\/* \n\t0123456789.-+eEtrufalsn\u0000\u0001xyz";

    private final FrameReader reader = new FrameReader(LIMITS, true);

    @Test
    void whatever_the_fault_a_frame_is_read_as_vertx_reads_it_or_refused() {
        int read = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String json = faulty(FRAMES[random.nextInt(FRAMES.length)], random);
            byte[] bytes = json.getBytes(ISO_8859_1);
            try {
                Frame frame = reader.read(bytes, 0, bytes.length);
                read++;
                requireSame(frame, new JsonObject(json), "seed " + seed + ": " + json);
            } catch (WireException e) {
                requireReason(e, json, "seed " + seed + ": " + json);
            }
        }
        assertThat(read).as("faults that leave a frame").isBetween(ROUNDS / 20, ROUNDS / 2);
    }

    @Test
    void random_bytes_are_read_or_refused_and_nothing_else() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = FRAMES[random.nextInt(FRAMES.length)].getBytes(UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(reader.read(bytes, 0, bytes.length)).isNotNull();
            } catch (WireException e) {
                assertThat(e.isFatal()).as("seed %d", seed).isFalse();
                assertThat(e.err().message()).as("seed %d", seed).contains("(expected: ");
            }
        }
    }

    private static String faulty(String json, Random random) {
        StringBuilder text = new StringBuilder(json);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                case 2 -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                default -> {
                    int end = at + random.nextInt(text.length() - at);
                    text.insert(random.nextInt(text.length()), text.substring(at, end));
                }
            }
        }
        return text.toString();
    }

    private static void requireSame(Frame frame, JsonObject json, String what) {
        assertThat(frame.kind().name().toLowerCase(Locale.ROOT)).as(what).isEqualTo(json.getString("type"));
        if (frame instanceof Frame.Send send) {
            assertThat(send.address()).as(what).isEqualTo(json.getString("address"));
            assertThat(send.replyAddress()).as(what).isEqualTo(json.getString("replyAddress"));
            requireSameBody(send.body(), json, what);
        } else if (frame instanceof Frame.Publish publish) {
            assertThat(publish.address()).as(what).isEqualTo(json.getString("address"));
            requireSameBody(publish.body(), json, what);
        } else if (frame instanceof Frame.Register register) {
            assertThat(register.address()).as(what).isEqualTo(json.getString("address"));
        }
    }

    private static void requireSameBody(@Nullable Object body, JsonObject json, String what) {
        assertThat(Values.described(body)).as(what).isEqualTo(Values.described(json.getValue("body")));
    }

    /** What is refused as no JSON is none to Vert.x either; and what has no type or no address there has none here. */
    private static void requireReason(WireException refusal, String json, String what) {
        JsonObject object;
        try {
            object = new JsonObject(json);
        } catch (DecodeException e) {
            assertThat(refusal.err().code()).as(what).isEqualTo(FailCode.MALFORMED);
            return;
        }
        String type = object.getString("type");
        FailCode expected = type == null || !TYPES.contains(type)
                ? FailCode.UNKNOWN_TYPE
                : object.getString("address") == null ? FailCode.MISSING_ADDRESS : null;
        if (expected == null) {
            assertThat(refusal.err().message())
                    .as(what)
                    .containsAnyOf("header", "failureCode is", "address of", "replyAddress of");
        } else {
            assertThat(refusal.err().code()).as(what).isEqualTo(expected);
        }
    }
}
