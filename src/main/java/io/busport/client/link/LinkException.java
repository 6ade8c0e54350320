package io.busport.client.link;

/** Why a link cannot stand. Has no stack trace: it says nothing about the program. */
public final class LinkException extends RuntimeException {
    public LinkException(String message) {
        super(message, null, false, false);
    }
}
