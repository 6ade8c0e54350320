package io.busport.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin HTTP server listens, and what it asks of whoever wants to act.
 *
 * @param port 0 takes a free port
 * @param token what an operator proves to be one with; null: not here
 * @param tokenFile the file that has it, read again for each action; null: none
 */
public record AdminConfig(
        String host,
        int port,
        @Nullable String token,
        @Nullable String tokenFile) {
    /** As many characters as 80 random bits take in base 32: nobody guesses them over a network. */
    public static final int SHORTEST_TOKEN = 16;

    static AdminConfig from(ConfigNode node) {
        try (node) {
            AdminConfig config = new AdminConfig(
                    node.string("host", "127.0.0.1"),
                    node.port("port", 8080),
                    node.optional("token"),
                    node.optional("tokenFile"));
            if (config.token != null && !isToken(config.token)) {
                // Its value is not for a log.
                node.reject("token", config.token.length() + " characters", EXPECTED);
            }
            if (config.token != null && config.tokenFile != null) {
                node.reject("tokenFile", config.tokenFile, "nothing beside admin.token");
            }
            return config;
        }
    }

    /** What a token is to be. */
    public static final String EXPECTED = "at least " + SHORTEST_TOKEN + " characters that an HTTP header can carry";

    /** Whether somebody can prove to be an operator with it. */
    public static boolean isToken(String text) {
        return text.length() >= SHORTEST_TOKEN && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Whether anybody may act at all. */
    public boolean hasToken() {
        return token != null || tokenFile != null;
    }

    /** Whether the same token counts. */
    public boolean hasTokenOf(AdminConfig other) {
        return Objects.equals(token, other.token) && Objects.equals(tokenFile, other.tokenFile);
    }

    /** Without the token: configurations end up in logs. */
    @Override
    public String toString() {
        return host + ":" + port + (hasToken() ? ", actions with a token" : ", no actions");
    }
}
