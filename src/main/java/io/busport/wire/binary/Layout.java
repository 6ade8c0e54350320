package io.busport.wire.binary;

/**
 * The numbers of version 1.
 *
 * <pre>
 *   preface, once in each direction       frame
 *   ┌──────┬──────┐   ┌────────────┬───────────┬───────┬─────────┬───────┬─────────┬─────────┬─────────┬──────┐
 *   │  B5  │  01  │   │   length   │ body kind │ flags │ address │ reply │ timeout │ headers │ failure │ body │
 *   └──────┴──────┘   └────────────┴───────────┴───────┴─────────┴───────┴─────────┴─────────┴─────────┴──────┘
 *    magic  version    varint       4 bits each         └── texts, varints; each there when its flag is ──┘  rest
 * </pre>
 */
final class Layout {
    static final int MAGIC = 0xB5;
    static final int VERSION = 1;

    static final int PING = 1;
    static final int PONG = 2;
    static final int REGISTER = 3;
    static final int UNREGISTER = 4;
    static final int PUBLISH = 5;
    static final int SEND = 6;
    static final int MESSAGE = 7;
    static final int ERR = 8;

    static final int NOTHING = 0;
    static final int STRING = 1;
    static final int JSON = 2;
    static final int BYTES = 3;

    static final int REPLY = 0x01;
    static final int HEADERS = 0x02;
    static final int TIMEOUT = 0x04;
    static final int LOCAL = 0x08;
    static final int FAILURE = 0x10;
    static final int PUBLISHED = 0x20;
    /** In an ERR, where no headers are. */
    static final int SOURCE = 0x02;

    /** One day, in milliseconds. */
    static final long MAX_TIMEOUT = 86_400_000;
    /** Of a varint: 35 bits, more than any number here needs. */
    static final int MAX_VARINT = 5;

    private Layout() {}

    /** For messages to people. */
    static String name(int kind) {
        return switch (kind) {
            case PING -> "PING";
            case PONG -> "PONG";
            case REGISTER -> "REGISTER";
            case UNREGISTER -> "UNREGISTER";
            case PUBLISH -> "PUBLISH";
            case SEND -> "SEND";
            case MESSAGE -> "MESSAGE";
            case ERR -> "ERR";
            default -> "kind " + kind;
        };
    }

    /** The flags that mean something for a kind; every other bit must be 0. */
    static int flags(int kind) {
        return switch (kind) {
            case REGISTER, UNREGISTER -> REPLY;
            case PUBLISH -> HEADERS | LOCAL;
            case SEND -> REPLY | HEADERS | TIMEOUT | LOCAL | FAILURE;
            case MESSAGE -> REPLY | HEADERS | PUBLISHED;
            case ERR -> REPLY | SOURCE | FAILURE;
            default -> 0;
        };
    }
}
