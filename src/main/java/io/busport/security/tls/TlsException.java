package io.busport.security.tls;

/** Certificates that cannot be used. The message is one line: the file, what is wrong with it, what is expected. */
public final class TlsException extends RuntimeException {
    TlsException(String message) {
        super(message, null, false, false);
    }
}
