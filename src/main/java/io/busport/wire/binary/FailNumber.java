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
            case BAD_PROOF -> 14;
            case REPLAYED -> 15;
            case WRONG_PRINCIPAL -> 16;
            case NAME_TAKEN -> 17;
            case OUT_OF_RANGE -> 18;
            case NUMBER_GAP -> 19;
            case BEYOND_WINDOW -> 20;
            case UNEXPECTED -> 21;
            case UNSUPPORTED_VERSION -> 22;
            case UNKNOWN_SESSION -> 23;
            case SESSION_EXPIRED -> 24;
            case TRY_LATER -> 25;
            case NOT_TAKEN -> 26;
            case SLOW_CONSUMER -> 27;
            case SUPERSEDED -> 28;
            case ACKNOWLEDGED -> 29;
            case GATEWAY_LOST -> 30;
            case LOGIN_REQUIRED -> 31;
            case LOGIN_FAILED -> 32;
            case LOGIN_EXPIRED -> 33;
            case LOGIN_REVOKED -> 34;
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
            case 14 -> FailCode.BAD_PROOF;
            case 15 -> FailCode.REPLAYED;
            case 16 -> FailCode.WRONG_PRINCIPAL;
            case 17 -> FailCode.NAME_TAKEN;
            case 18 -> FailCode.OUT_OF_RANGE;
            case 19 -> FailCode.NUMBER_GAP;
            case 20 -> FailCode.BEYOND_WINDOW;
            case 21 -> FailCode.UNEXPECTED;
            case 22 -> FailCode.UNSUPPORTED_VERSION;
            case 23 -> FailCode.UNKNOWN_SESSION;
            case 24 -> FailCode.SESSION_EXPIRED;
            case 25 -> FailCode.TRY_LATER;
            case 26 -> FailCode.NOT_TAKEN;
            case 27 -> FailCode.SLOW_CONSUMER;
            case 28 -> FailCode.SUPERSEDED;
            case 29 -> FailCode.ACKNOWLEDGED;
            case 30 -> FailCode.GATEWAY_LOST;
            case 31 -> FailCode.LOGIN_REQUIRED;
            case 32 -> FailCode.LOGIN_FAILED;
            case 33 -> FailCode.LOGIN_EXPIRED;
            case 34 -> FailCode.LOGIN_REVOKED;
            default -> FailCode.INTERNAL;
        };
    }
}
