package io.busport.security;

import io.busport.config.AuthConfig;
import io.busport.config.AuthConfig.LimitsOf;
import io.busport.config.AuthConfig.PrincipalConfig;
import io.busport.config.ConfigException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides who clients are, for all event loops of a gateway. What is believed may be exchanged while it runs; whoever was believed before asks
 * {@link #again} when the {@link #generation} is another. Safe to use from any thread, and nothing here blocks.
 */
public final class Authentication {
    /** Of a token. JSON web tokens have a few KiB. */
    private static final int LONGEST = 16 << 10;

    /**
     * @param authenticator null where no token is believed: in the modes none and mtls
     * @param generation counts the exchanges
     */
    private record State(
            @Nullable Authenticator authenticator,
            LimitsOf limits,
            Map<String, PrincipalConfig> principals,
            long generation) {}

    private final AuthConfig config;
    private final LongSupplier wallMillis;
    private final AtomicReference<State> state;
    private final Meters meters = new Meters();

    /**
     * @param config what needs a restart to change is taken from it
     * @param file what the file of tokens or keys says; empty where there is none
     * @param wallMillis {@link System#currentTimeMillis}, or the clock of a test
     * @throws ConfigException when the file cannot be used
     */
    public Authentication(AuthConfig config, String file, LongSupplier wallMillis) {
        this.config = config;
        this.wallMillis = wallMillis;
        this.state = new AtomicReference<>(
                new State(authenticator(config, file), config.limits(), byName(config.principals()), 0));
    }

    /** Nobody has to log in. */
    public static Authentication none(AuthConfig config) {
        return new Authentication(config, "", System::currentTimeMillis);
    }

    /** The file that says what is believed; null where there is none. */
    public static @Nullable String fileOf(AuthConfig config) {
        return switch (config.mode()) {
            case AuthConfig.TOKENS -> config.tokens().file();
            case AuthConfig.JWT -> config.jwt().keys();
            default -> null;
        };
    }

    private static @Nullable Authenticator authenticator(AuthConfig config, String file) {
        String path = String.valueOf(fileOf(config));
        return switch (config.mode()) {
            case AuthConfig.TOKENS -> TokenTable.parse(path, file);
            case AuthConfig.JWT -> new JwtAuthenticator(config.jwt(), path, file);
            default -> null;
        };
    }

    private static Map<String, PrincipalConfig> byName(List<PrincipalConfig> principals) {
        return principals.stream().collect(Collectors.toUnmodifiableMap(PrincipalConfig::name, Function.identity()));
    }

    private State now() {
        return Objects.requireNonNull(state.get());
    }

    // --- what is believed changes

    /**
     * The file says something else now.
     *
     * @throws ConfigException when it cannot be used; nothing changes then
     */
    public void reload(String file) {
        Authenticator next = authenticator(config, file);
        var unused = state.updateAndGet(s -> new State(next, s.limits, s.principals, s.generation + 1));
    }

    /** Principals may have other authorities now, and take more or less. */
    public void reload(AuthConfig now) {
        var unused = state.updateAndGet(
                s -> new State(s.authenticator, now.limits(), byName(now.principals()), s.generation + 1));
    }

    /** Another number means that what was believed has to be looked at again. */
    public long generation() {
        return now().generation;
    }

    /** For a line of the log: {@code tokens, 12 tokens}. */
    public String summary() {
        Authenticator now = now().authenticator;
        return config.mode() + (now == null ? "" : ", " + now.summary());
    }

    // --- who clients are

    public AuthConfig config() {
        return config;
    }

    /** Who says this token. */
    public Verdict login(String token) {
        State now = now();
        if (now.authenticator == null) {
            return config.isRequired()
                    ? Verdict.no(Outcome.WRONG, "a token (expected: a client certificate, auth.mode is mtls)")
                    : Verdict.of(Identity.NOBODY);
        }
        return token.length() > LONGEST
                ? Verdict.no(
                        Outcome.WRONG,
                        "a token of " + token.length() + " characters (expected: at most " + LONGEST + ")")
                : granted(now.authenticator.check(token, wallMillis.getAsLong()), now);
    }

    /**
     * Who is at the other end before anything is said.
     *
     * @param certificateSubject of the certificate that the TLS handshake has verified; null without one
     * @return null when the client has to say a token
     */
    public @Nullable Verdict atTheDoor(@Nullable String certificateSubject) {
        if (!config.isRequired()) {
            return Verdict.of(Identity.NOBODY);
        }
        if (!config.mode().equals(AuthConfig.MTLS)) {
            return null;
        }
        if (certificateSubject == null || !Identity.isName(certificateSubject)) {
            return Verdict.no(
                    Outcome.MISSING, "no client certificate (expected: one that is verified, auth.mode is mtls)");
        }
        Identity subject = new Identity(certificateSubject, Set.of(), Identity.FOREVER, certificateSubject);
        return granted(Verdict.of(subject), now());
    }

    /** Whether somebody who was believed still is. */
    public Verdict again(Identity known) {
        State now = now();
        if (now.authenticator != null) {
            return granted(now.authenticator.again(known, wallMillis.getAsLong()), now);
        }
        Verdict atTheDoor = atTheDoor(known.proof());
        return atTheDoor == null ? Verdict.of(known) : atTheDoor;
    }

    /** Whether the time of a proof is over. */
    public boolean isExpired(Identity known) {
        return known.expiresMillis() != Identity.FOREVER && known.isExpired(wallMillis.getAsLong());
    }

    /** What the configuration gives a principal beside what it has proven. */
    private static Verdict granted(Verdict verdict, State now) {
        Identity proven = verdict.identity();
        PrincipalConfig more = proven == null ? null : now.principals.get(proven.principal());
        if (proven == null || more == null) {
            return verdict;
        }
        Set<String> all = new HashSet<>(proven.authorities());
        all.addAll(more.authorities());
        return Verdict.of(new Identity(proven.principal(), all, proven.expiresMillis(), proven.proof()));
    }

    // --- what they may take

    /** What a principal may take of this gateway. */
    public LimitsOf limitsOf(String principal) {
        State now = now();
        PrincipalConfig own = now.principals.get(principal);
        return own == null ? now.limits : own.limits();
    }

    /**
     * Where what a principal says is counted.
     *
     * @param now {@link System#nanoTime}
     * @return null when it may say as much as it likes
     */
    public @Nullable Meter meter(String principal, long now) {
        return principal.isEmpty() ? null : meters.of(principal, limitsOf(principal), now);
    }

    /** Called now and then. */
    public void tick(long now) {
        meters.sweep(now);
    }
}
