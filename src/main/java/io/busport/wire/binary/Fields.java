package io.busport.wire.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.WireException;
import io.busport.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands between the flags and the body. A field whose flag is not set takes no byte. Belongs to one connection.
 *
 * <pre>
 *   address, label   length varint, UTF-8
 *   timeout          varint, milliseconds
 *   headers          count varint, then of each: length varint, name, length varint, value
 *   failure          code zigzag varint, then 00 or length + 1 varint, message
 * </pre>
 */
final class Fields {
    /** Addresses up to this length are remembered. */
    private static final int REMEMBERED = 64;

    private final WireLimits limits;
    /** Connections mostly repeat one address: the same text again costs a comparison, and its hash is known. */
    private String lastAddress = "";

    private byte[] lastBytes = {};

    Fields(WireLimits limits) {
        this.limits = limits;
    }

    String address(Cursor in, int kind) throws WireException {
        int length = in.left() == 0 ? 0 : in.length("address");
        if (length == 0) {
            throw WireException.ofMessage(Frame.Err.of(
                    FailCode.MISSING_ADDRESS,
                    Layout.name(kind) + " without an address (expected: 1 to " + limits.maxAddress() + " bytes)"));
        }
        if (in.skip(lastBytes, length)) {
            return lastAddress;
        }
        requireAddress(length, "address");
        String address = in.text(length, "address");
        if (length <= REMEMBERED) {
            lastAddress = address;
            lastBytes = address.getBytes(UTF_8);
        }
        return address;
    }

    /** Where the answer is wanted, or whom it is for. */
    @Nullable
    String label(Cursor in, int flags) throws WireException {
        return (flags & Layout.REPLY) == 0 ? null : text(in, "reply address");
    }

    /** The address that was asked. */
    @Nullable
    String source(Cursor in, int flags) throws WireException {
        return (flags & Layout.SOURCE) == 0 ? null : text(in, "source address");
    }

    private String text(Cursor in, String what) throws WireException {
        int length = in.length(what);
        if (length == 0) {
            throw WireException.ofMessage("an empty " + what + " (expected: text, or its flag not set)");
        }
        requireAddress(length, what);
        return in.text(length, what);
    }

    private void requireAddress(int length, String what) throws WireException {
        if (length > limits.maxAddress()) {
            throw tooLarge(what + " of " + length + " bytes (expected: at most " + limits.maxAddress() + ")");
        }
    }

    /** Milliseconds; 0 when there is none. */
    long timeout(Cursor in, int flags) throws WireException {
        if ((flags & Layout.TIMEOUT) == 0) {
            return 0;
        }
        long millis = in.varint("timeout");
        if (millis == 0 || millis > Layout.MAX_TIMEOUT) {
            throw WireException.ofMessage(
                    "timeout of " + millis + " ms (expected: 1 to " + Layout.MAX_TIMEOUT + ", or its flag not set)");
        }
        return millis;
    }

    Headers headers(Cursor in, int flags) throws WireException {
        if ((flags & Layout.HEADERS) == 0) {
            return Headers.NONE;
        }
        long count = in.varint("number of headers");
        if (count > limits.maxHeaders()) {
            throw tooLarge(count + " headers (expected: at most " + limits.maxHeaders() + ")");
        }
        if (2 * count > in.left()) { // a name and a value take two bytes at least
            throw WireException.ofMessage(
                    count + " headers (expected: no more than fit the " + in.left() + " bytes left of the frame)");
        }
        String[] texts = new String[2 * (int) count];
        long bytes = 0;
        for (int i = 0; i < texts.length; i++) {
            String what = i % 2 == 0 ? "header name" : "header value";
            int length = in.length(what);
            bytes += length;
            if (bytes > limits.maxHeaderBytes()) {
                throw tooLarge("headers of " + bytes + " bytes and more (expected: at most " + limits.maxHeaderBytes()
                        + " in all)");
            }
            texts[i] = in.text(length, what);
        }
        return Headers.of(texts);
    }

    Frame.@Nullable Failure failure(Cursor in, int flags) throws WireException {
        if ((flags & Layout.FAILURE) == 0) {
            return null;
        }
        long code = in.varint("failure code");
        if (code > 0xFFFF_FFFFL) {
            throw WireException.ofMessage("failure code of more than 32 bits (expected: a zigzag varint of 32 bits)");
        }
        // 0 1 2 3 4 are 0 -1 1 -2 2.
        int number = (int) (code >>> 1 ^ -(code & 1));
        long lengthAndOne = in.varint("failure message");
        if (lengthAndOne == 0) {
            return new Frame.Failure(number, null);
        }
        int length = in.within(lengthAndOne - 1, "failure message");
        return new Frame.Failure(number, in.text(length, "failure message"));
    }

    private static WireException tooLarge(String message) {
        return WireException.ofMessage(Frame.Err.of(FailCode.TOO_LARGE, message));
    }
}
