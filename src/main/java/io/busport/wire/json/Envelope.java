package io.busport.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.busport.wire.Utf8;
import io.busport.wire.WireException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one frame as they came, in any order, before anything is asked of them. A field that is not there is null, as is one
 * whose value is null; of two with one name the later counts.
 *
 * <p>Numbers and lists are looked at when the frame is known that has them: what a frame does not have is no matter.
 */
final class Envelope {
    private static final int SHOWN = 200;

    @Nullable
    String type;

    @Nullable
    String address;

    @Nullable
    String replyAddress;

    /** A map, unless the client is wrong. */
    @Nullable
    Object headers;

    @Nullable
    Object body;

    /** An integer, unless the client is wrong. */
    @Nullable
    Object failureCode;

    @Nullable
    String message;

    /** Whole numbers, unless somebody is wrong. */
    @Nullable
    Object n;

    @Nullable
    Object received;

    @Nullable
    Object echo;

    /** Of an ack: a map and a list. */
    @Nullable
    Object window;

    @Nullable
    Object outcomes;

    // Only gateways say these.

    @Nullable
    String sourceAddress;

    @Nullable
    String failureType;

    @Nullable
    String code;

    @Nullable
    String detail;

    @Nullable
    Object send;

    @Nullable
    Object redelivered;

    private final boolean fromGateway;

    private Envelope(boolean fromGateway) {
        this.fromGateway = fromGateway;
    }

    /**
     * Reads one JSON object.
     *
     * @param fromGateway whether the fields are looked for that only gateways say
     * @throws WireException not fatal, for whatever is wrong with it
     */
    static Envelope read(byte[] bytes, int from, int length, boolean fromGateway) throws WireException {
        Utf8.requireShortest(bytes, from, from + length);
        try (JsonParser parser = Parsers.open(bytes, from, length)) {
            Envelope envelope = new Envelope(fromGateway);
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw WireException.ofMessage(
                        (first == null ? "no JSON in a frame of " + length + " bytes" : "JSON that is no object")
                                + " (expected: one JSON object)");
            }
            envelope.readFields(parser);
            if (parser.nextToken() != null) {
                throw WireException.ofMessage("JSON goes on after the object, before byte " + offset(parser)
                        + " (expected: one JSON object)");
            }
            return envelope;
        } catch (StreamConstraintsException e) {
            throw WireException.ofMessage("JSON beyond a limit (expected: at most 1000 levels, numbers of 1000 digits, "
                    + "names of 50000 characters, strings of 20000000)");
        } catch (JsonEOFException e) {
            throw WireException.ofMessage(
                    "not JSON: it ends too early, after " + length + " bytes (expected: one JSON object)");
        } catch (JsonProcessingException e) {
            throw notJson(
                    e.getOriginalMessage(),
                    e.getLocation() == null ? -1 : e.getLocation().getByteOffset());
        } catch (IOException | RuntimeException e) {
            throw notJson(String.valueOf(e.getMessage()), -1);
        }
    }

    /** All fields of an object that was read before: for rare frames, which have others. */
    static JsonObject object(byte[] bytes, int from, int length) throws WireException {
        try (JsonParser parser = Parsers.open(bytes, from, length)) {
            parser.nextToken();
            return new JsonObject(JacksonCodec.parseObject(parser));
        } catch (IOException | RuntimeException e) {
            throw notJson(String.valueOf(e.getMessage()), -1);
        }
    }

    private static WireException notJson(String message, long at) {
        return WireException.ofMessage("not JSON: " + shortened(message) + (at < 0 ? "" : ", before byte " + at)
                + " (expected: one JSON object)");
    }

    /** Jackson's words, without those that are for its caller. */
    private static String shortened(String message) {
        int source = message.indexOf("[Source:");
        String words = source < 0
                ? message
                : message.substring(0, Math.max(0, message.lastIndexOf('(', source)))
                        .strip();
        return words.length() <= SHOWN ? words : words.substring(0, SHOWN) + "…";
    }

    private static long offset(JsonParser parser) {
        return parser.currentLocation().getByteOffset();
    }

    private void readFields(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "type" -> type = text(value, parser);
                case "address" -> address = text(value, parser);
                case "replyAddress" -> replyAddress = text(value, parser);
                case "headers" -> headers = headers(value, parser);
                case "body" -> body = body(value, parser);
                case "failureCode" -> failureCode = JacksonCodec.parseValue(parser);
                case "message" -> message = text(value, parser);
                case "n" -> n = JacksonCodec.parseValue(parser);
                case "received" -> received = JacksonCodec.parseValue(parser);
                case "echo" -> echo = JacksonCodec.parseValue(parser);
                case "window" -> window = JacksonCodec.parseValue(parser);
                case "outcomes" -> outcomes = JacksonCodec.parseValue(parser);
                default -> {
                    if (!fromGateway || !readGatewayField(name, value, parser)) {
                        parser.skipChildren();
                    }
                }
            }
        }
    }

    /** Whether it is one. */
    private boolean readGatewayField(String name, JsonToken value, JsonParser parser) throws IOException {
        switch (name) {
            case "sourceAddress" -> sourceAddress = text(value, parser);
            case "failureType" -> failureType = text(value, parser);
            case "code" -> code = text(value, parser);
            case "detail" -> detail = text(value, parser);
            case "send" -> send = JacksonCodec.parseValue(parser);
            case "redelivered" -> redelivered = JacksonCodec.parseValue(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(JsonToken token, JsonParser parser) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        Object value = JacksonCodec.parseValue(parser);
        return value == null ? null : Plain.of(value);
    }

    private static @Nullable Object headers(JsonToken token, JsonParser parser) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return JacksonCodec.parseValue(parser);
        }
        String name = parser.nextFieldName();
        if (name == null) {
            return null; // many clients always send an empty object
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        for (; name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            headers.put(name, JacksonCodec.parseValue(parser));
        }
        return headers;
    }

    /** What {@code new JsonObject(text).getValue("body")} gives. */
    private static @Nullable Object body(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case START_OBJECT -> new JsonObject(JacksonCodec.parseObject(parser));
            case START_ARRAY -> new JsonArray(JacksonCodec.parseArray(parser));
            default -> JacksonCodec.parseValue(parser);
        };
    }
}
