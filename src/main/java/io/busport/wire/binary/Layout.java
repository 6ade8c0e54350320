package io.busport.wire.binary;

/**
 * The numbers of version 1.
 *
 * <pre>
 *   preface, once in each direction       frame
 *   ┌──────┬──────┐   ┌────────┬───────────┬───────┬───┬──────────┬─────────┬───────┬─────────┬─────────┬─────────┬──────┐
 *   │  B5  │  01  │   │ length │ body kind │ flags │ n │ received │ address │ reply │ timeout │ headers │ failure │ body │
 *   └──────┴──────┘   └────────┴───────────┴───────┴───┴──────────┴─────────┴───────┴─────────┴─────────┴─────────┴──────┘
 *    magic  version    varint   4 bits each         └── texts, varints; each there when its flag is ────────────┘  rest
 *
 *   PING, PONG        … flags │ received │ echo
 *   CONTROL           … flags │ n │ received │ JSON object
 *   ACK               … flags │ received │ messages │ bytes │ JSON array      a window of both; outcomes
 * </pre>
 */
final class Layout {
    static final int MAGIC = 0xB5;
    static final int VERSION = 1;

    /** The bits of byte 0 that are the kind; the others are the body type. */
    static final int KIND = 0x0F;

    static final int PING = 1;
    static final int PONG = 2;
    static final int REGISTER = 3;
    static final int UNREGISTER = 4;
    static final int PUBLISH = 5;
    static final int SEND = 6;
    static final int MESSAGE = 7;
    static final int ERR = 8;
    /** The rare frames of a session: one JSON object. */
    static final int CONTROL = 9;

    static final int ACK = 10;

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

    /** In a MESSAGE, which is never local. */
    static final int REDELIVERED = 0x08;
    /** In a PING or a PONG. */
    static final int ECHO = 0x01;
    /** In an ACK. */
    static final int WINDOW = 0x01;

    static final int OUTCOMES = 0x02;
    /** In any kind that is numbered: its number in the session. */
    static final int NUMBER = 0x40;
    /** In any kind but an ACK: an acknowledgement rides along. */
    static final int RECEIVED = 0x80;

    /** One day, in milliseconds. */
    static final long MAX_TIMEOUT = 86_400_000;
    /** Of a varint: 35 bits, more than any number here needs. */
    static final int MAX_VARINT = 5;
    /** Of a varint that is a number of a session: 63 bits, of which 54 are used at most. */
    static final int MAX_LONG_VARINT = 9;

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
            case CONTROL -> "CONTROL";
            case ACK -> "ACK";
            default -> "kind " + kind;
        };
    }

    /** The flags that mean something for a kind; every other bit must be 0. */
    static int flags(int kind) {
        return switch (kind) {
            case PING, PONG -> ECHO | RECEIVED;
            case REGISTER, UNREGISTER -> REPLY | NUMBER | RECEIVED;
            case PUBLISH -> HEADERS | LOCAL | NUMBER | RECEIVED;
            case SEND -> REPLY | HEADERS | TIMEOUT | LOCAL | FAILURE | NUMBER | RECEIVED;
            case MESSAGE -> REPLY | HEADERS | REDELIVERED | PUBLISHED | NUMBER | RECEIVED;
            case ERR -> REPLY | SOURCE | FAILURE | NUMBER | RECEIVED;
            case CONTROL -> NUMBER | RECEIVED;
            case ACK -> WINDOW | OUTCOMES;
            default -> 0;
        };
    }
}
