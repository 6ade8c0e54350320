package io.busport.wire.binary;

import io.busport.wire.FailCode;

/** Fail codes as one byte. The numbers are part of the protocol, whatever order the enum has. */
final class FailNumber {
    private FailNumber() {}

    static int of(FailCode code) {
        return switch (code) {
            case NO_HANDLERS -> 1;
            case TIMEOUT -> 2;
            case RECIPIENT_FAILURE -> 3;
            case DENIED -> 4;
            case MISSING_ADDRESS -> 5;
            case UNKNOWN_ADDRESS -> 6;
            case UNKNOWN_TYPE -> 7;
            case MALFORMED -> 8;
            case TOO_LARGE -> 9;
            case TOO_MANY -> 10;
            case NOT_WRITABLE -> 11;
            case CLOSING -> 12;
            case INTERNAL -> 13;
        };
    }

    /** A number that a later gateway may have and this class does not is {@code INTERNAL}: its sentence says what it is. */
    static FailCode code(int number) {
        return switch (number) {
            case 1 -> FailCode.NO_HANDLERS;
            case 2 -> FailCode.TIMEOUT;
            case 3 -> FailCode.RECIPIENT_FAILURE;
            case 4 -> FailCode.DENIED;
            case 5 -> FailCode.MISSING_ADDRESS;
            case 6 -> FailCode.UNKNOWN_ADDRESS;
            case 7 -> FailCode.UNKNOWN_TYPE;
            case 8 -> FailCode.MALFORMED;
            case 9 -> FailCode.TOO_LARGE;
            case 10 -> FailCode.TOO_MANY;
            case 11 -> FailCode.NOT_WRITABLE;
            case 12 -> FailCode.CLOSING;
            default -> FailCode.INTERNAL;
        };
    }
}
