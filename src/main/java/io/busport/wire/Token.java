package io.busport.wire;

import java.util.Objects;

/**
 * What a client proves itself with. Whoever has it is the client, so a frame that carries it may be printed, and it may not.
 *
 * @param secret the token itself, as the client says it
 */
public record Token(String secret) {
    public Token {
        Objects.requireNonNull(secret, "secret");
    }

    /** Its length, and nothing of it. */
    @Override
    public String toString() {
        return "Token[" + secret.length() + " characters]";
    }
}
