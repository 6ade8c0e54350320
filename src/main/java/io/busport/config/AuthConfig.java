package io.busport.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How clients prove who they are, and what each may take. The reason for each number stands beside it in {@code conf/busport.yaml}.
 *
 * @param mode {@code none}, {@code tokens}, {@code jwt} or {@code mtls}
 * @param loginTimeout from accept to login
 * @param maxUnauthenticated connections of one gateway that have not logged in, those that failed to included
 * @param failureDelay how long a login that failed waits for its answer; zero: not at all
 * @param limits of every principal
 * @param principals what single ones may have beside what they prove, and take instead
 */
public record AuthConfig(
        String mode,
        TokensConfig tokens,
        JwtConfig jwt,
        Duration loginTimeout,
        int maxUnauthenticated,
        Duration failureDelay,
        LimitsOf limits,
        List<PrincipalConfig> principals) {

    /** Nobody has to log in. */
    public static final String NONE = "none";

    public static final String TOKENS = "tokens";
    public static final String JWT = "jwt";
    /** The certificate of the TLS connection is the proof. */
    public static final String MTLS = "mtls";

    private static final int MANY = 10_000_000;

    /** @param file one JSON object a line, as {@code busport token} writes them; null when there is none */
    public record TokensConfig(@Nullable String file) {}

    /**
     * Which JSON web tokens are believed.
     *
     * @param keys file with the JWKS of the issuer; null when there is none
     * @param issuer what {@code iss} has to be
     * @param audience what {@code aud} has to have
     * @param leeway by how much clocks may differ
     * @param principalClaim says who it is
     * @param authoritiesClaim says what they may: a list of texts, or one text with spaces
     */
    public record JwtConfig(
            @Nullable String keys,
            @Nullable String issuer,
            @Nullable String audience,
            Duration leeway,
            String principalClaim,
            String authoritiesClaim) {}

    /**
     * What one principal may take of one gateway with all its connections together; 0 is off.
     *
     * @param messageRate messages a second
     * @param byteRate bytes a second, as they are read
     * @param sessions attached or not
     * @param outbox bytes kept for its sessions
     */
    public record LimitsOf(int messageRate, int byteRate, int sessions, int outbox) {
        private static LimitsOf from(ConfigNode node, LimitsOf orElse) {
            return new LimitsOf(
                    node.integer("messageRate", orElse.messageRate, 0, MANY),
                    node.size("byteRate", orElse.byteRate, 0, Integer.MAX_VALUE),
                    node.integer("sessions", orElse.sessions, 0, MANY),
                    node.size("outbox", orElse.outbox, 0, Integer.MAX_VALUE));
        }
    }

    /** @param authorities beside those that it proves */
    public record PrincipalConfig(String name, List<String> authorities, LimitsOf limits) {}

    static AuthConfig from(ConfigNode node, TlsConfig tls) {
        try (node) {
            LimitsOf limits = limits(node.section("limits"));
            AuthConfig auth = new AuthConfig(
                    node.oneOf("mode", NONE, List.of(NONE, TOKENS, JWT, MTLS)),
                    tokens(node.section("tokens")),
                    jwt(node.section("jwt")),
                    node.duration("loginTimeout", Duration.ofSeconds(10), Duration.ofMillis(100), false),
                    node.integer("maxUnauthenticated", 1000, 1, MANY),
                    node.duration("failureDelay", Duration.ofMillis(500), Duration.ofMillis(1), true),
                    limits,
                    principals(node, limits));
            auth.check(node, tls);
            return auth;
        }
    }

    private static LimitsOf limits(ConfigNode node) {
        try (node) {
            return LimitsOf.from(node, new LimitsOf(0, 0, 0, 0));
        }
    }

    private static TokensConfig tokens(ConfigNode node) {
        try (node) {
            return new TokensConfig(node.optional("file"));
        }
    }

    private static JwtConfig jwt(ConfigNode node) {
        try (node) {
            return new JwtConfig(
                    node.optional("keys"),
                    node.optional("issuer"),
                    node.optional("audience"),
                    node.duration("leeway", Duration.ofSeconds(30), Duration.ZERO, Duration.ofMinutes(10), false),
                    node.string("principalClaim", "sub"),
                    node.string("authoritiesClaim", "authorities"));
        }
    }

    private static List<PrincipalConfig> principals(ConfigNode node, LimitsOf limits) {
        List<ConfigNode> entries = node.sections("principals", "name");
        if (entries == null) {
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        return entries.stream().map(e -> principal(e, limits, seen)).toList();
    }

    private static PrincipalConfig principal(ConfigNode node, LimitsOf limits, Set<String> seen) {
        try (node) {
            String name = node.string("name", "");
            if (name.isEmpty() || !seen.add(name)) {
                node.reject("name", name.isEmpty() ? "nothing" : name, "the name of a principal, each once");
            }
            return new PrincipalConfig(name, node.strings("authorities", List.of()), LimitsOf.from(node, limits));
        }
    }

    private void check(ConfigNode node, TlsConfig tls) {
        if (mode.equals(TOKENS)) {
            require(node, "tokens.file", tokens.file, "the file that busport token writes lines for");
        } else if (mode.equals(JWT)) {
            require(node, "jwt.keys", jwt.keys, "a file with the JWKS of the issuer");
            require(node, "jwt.issuer", jwt.issuer, "what iss has to be");
            require(
                    node,
                    "jwt.audience",
                    jwt.audience,
                    "what aud has to have: a token for somebody else is none for us");
        } else if (mode.equals(MTLS) && !(tls.isOn() && tls.asksClients())) {
            node.reject(
                    "mode",
                    mode,
                    "another one, or tls.clientAuth optional or required: nobody shows a certificate that is not asked for");
        }
    }

    private void require(ConfigNode node, String key, @Nullable String value, String expected) {
        if (value == null) {
            node.reject(key, "nothing", expected + ", for auth.mode " + mode);
        }
    }

    /** Whether a client has to log in before anything else. */
    public boolean isRequired() {
        return !mode.equals(NONE);
    }
}
