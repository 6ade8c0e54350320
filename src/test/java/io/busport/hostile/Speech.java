package io.busport.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a client says in each dialect, written by hand and not with the gateway's own encoders: their mistakes would cancel out. */
enum Speech {
    /** A line is a question; there is nothing else to say. */
    TEXT {
        @Override
        byte[] request(String address, String label, String body) {
            return (body + "\n").getBytes(UTF_8);
        }

        @Override
        byte[] ping() {
            return "ping\n".getBytes(UTF_8);
        }

        @Override
        byte[] frame(String type, @Nullable String address, @Nullable String label, @Nullable String body) {
            return (body == null ? type + "\n" : body + "\n").getBytes(UTF_8);
        }
    },
    /** {@code {"type":…}⏎}. */
    JSON_LINES {
        @Override
        byte[] object(JsonObject object) {
            return (object.encode() + "\n").getBytes(UTF_8);
        }

        @Override
        byte[] frame(String type, @Nullable String address, @Nullable String label, @Nullable String body) {
            return (json(type, address, label, body) + "\n").getBytes(UTF_8);
        }
    },
    /** {@code 00 00 00 0F {"type":…}}. */
    BRIDGE {
        @Override
        byte[] frame(String type, @Nullable String address, @Nullable String label, @Nullable String body) {
            return object(new JsonObject(json(type, address, label, body)));
        }

        @Override
        byte[] object(JsonObject object) {
            byte[] json = object.encode().getBytes(UTF_8);
            return ByteBuffer.allocate(4 + json.length)
                    .putInt(json.length)
                    .put(json)
                    .array();
        }
    },
    /** {@code length, body type and kind, flags, address, label, body}. */
    BINARY {
        @Override
        byte[] preface() {
            return new byte[] {(byte) 0xB5, 0x01};
        }

        @Override
        byte[] frame(String type, @Nullable String address, @Nullable String label, @Nullable String body) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.write(kind(type) | (body == null ? 0 : 0x10));
            content.write(label == null ? 0 : 0x01);
            text(content, address);
            text(content, label);
            content.writeBytes(body == null ? new byte[0] : body.getBytes(UTF_8));
            return framed(content);
        }

        @Override
        byte[] object(JsonObject object) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.write(0x29); // JSON, CONTROL
            content.write(0);
            content.writeBytes(object.encode().getBytes(UTF_8));
            return framed(content);
        }

        private byte[] framed(ByteArrayOutputStream content) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            varint(frame, content.size());
            frame.writeBytes(content.toByteArray());
            return frame.toByteArray();
        }
    };

    /** What is said once, before anything else. */
    byte[] preface() {
        return new byte[0];
    }

    byte[] ping() {
        return frame("ping", null, null, null);
    }

    /** Hears an address from now on. */
    byte[] register(String address) {
        return frame("register", address, null, null);
    }

    byte[] unregister(String address) {
        return frame("unregister", address, null, null);
    }

    byte[] publish(String address, String body) {
        return frame("publish", address, null, body);
    }

    /** Without an answer; or, to the reply address of a message, the answer itself. */
    byte[] send(String address, String body) {
        return frame("send", address, null, body);
    }

    /** @param label of the answer */
    byte[] request(String address, String label, String body) {
        return frame("send", address, label, body);
    }

    /** A frame of a session, as JSON where the dialect has that; binary has it for the rare ones. */
    byte[] object(JsonObject object) {
        return new byte[0];
    }

    abstract byte[] frame(String type, @Nullable String address, @Nullable String label, @Nullable String body);

    private static String json(String type, @Nullable String address, @Nullable String label, @Nullable String body) {
        JsonObject json = new JsonObject().put("type", type);
        if (address != null) {
            json.put("address", address);
        }
        if (label != null) {
            json.put("replyAddress", label);
        }
        return (body == null ? json : json.put("body", body)).encode();
    }

    private static int kind(String type) {
        return switch (type) {
            case "ping" -> 1;
            case "register" -> 3;
            case "unregister" -> 4;
            case "publish" -> 5;
            case "send" -> 6;
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static void text(ByteArrayOutputStream out, @Nullable String text) {
        if (text != null) {
            byte[] utf8 = text.getBytes(UTF_8);
            varint(out, utf8.length);
            out.writeBytes(utf8);
        }
    }

    /** Seven bits a byte, the lowest first, the high bit on all but the last. */
    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write((rest & 0x7F) | 0x80);
        }
        out.write(rest);
    }
}
