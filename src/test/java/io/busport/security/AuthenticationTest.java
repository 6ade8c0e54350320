package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.config.AuthConfig;
import io.busport.config.ConfigException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final String token = TokenHash.newToken();

    private Authentication of(AuthConfig config, String file) {
        return new Authentication(config, file, wall::get);
    }

    @Test
    void where_nobody_has_to_log_in_everybody_is_nobody() {
        Authentication none = of(Auths.config("{}"), "");
        assertThat(none.atTheDoor(null)).isEqualTo(new Verdict(Identity.NOBODY, null));
        assertThat(none.login(token).identity()).isEqualTo(Identity.NOBODY);
    }

    /** All that TLS has to give: the subject of the certificate that it has verified. */
    @Test
    void the_subject_of_a_client_certificate_is_the_principal() {
        Authentication mtls = of(Auths.config("""
                        {"mode": "mtls", "principals": [{"name": "CN=river,O=Example", "authorities": ["clerk"]}]}"""), "");
        Verdict verdict = Objects.requireNonNull(mtls.atTheDoor("CN=river,O=Example"));
        Identity who = Objects.requireNonNull(verdict.identity());
        assertThat(who.principal()).isEqualTo("CN=river,O=Example");
        assertThat(who.authorities()).containsExactly("clerk");
        assertThat(mtls.again(who).identity()).isEqualTo(who);
        Verdict without = Objects.requireNonNull(mtls.atTheDoor(null));
        assertThat(without.refusal()).isNotNull();
        assertThat(mtls.login(token).refusal()).isNotNull();
    }

    @Test
    void a_file_that_cannot_be_used_changes_nothing() {
        Authentication tokens = of(Auths.tokens(), Auths.line("river", token, null));
        long before = tokens.generation();
        assertThatThrownBy(() -> tokens.reload("nonsense")).isInstanceOf(ConfigException.class);
        assertThat(tokens.login(token).identity()).isNotNull();
        assertThat(tokens.generation()).isEqualTo(before);
        tokens.reload("");
        assertThat(tokens.login(token).refusal()).isNotNull();
        assertThat(tokens.generation()).isNotEqualTo(before);
    }

    @Test
    void an_expiry_passes_while_a_client_is_connected() {
        Authentication tokens = of(Auths.tokens(), Auths.line("river", token, Instant.ofEpochMilli(wall.get() + 10)));
        Identity who = Objects.requireNonNull(tokens.login(token).identity());
        assertThat(tokens.isExpired(who)).isFalse();
        wall.addAndGet(10);
        assertThat(tokens.isExpired(who)).isTrue();
    }

    @Test
    void a_token_of_any_length_is_refused_at_little_cost() {
        Refusal refusal = Objects.requireNonNull(
                of(Auths.tokens(), "").login("x".repeat(1 << 20)).refusal());
        assertThat(refusal.sentence()).contains("1048576").doesNotContain("xxx");
    }

    @Test
    void a_principal_has_its_own_limits_or_everybodys_and_they_may_change() {
        AuthConfig config = Auths.config("""
                {"limits": {"messageRate": 10, "sessions": 3}, "principals": [{"name": "river", "messageRate": 20}]}""");
        Authentication authentication = of(config, "");
        assertThat(authentication.limitsOf("river")).isEqualTo(new AuthConfig.LimitsOf(20, 0, 3, 0));
        assertThat(authentication.limitsOf("other")).isEqualTo(new AuthConfig.LimitsOf(10, 0, 3, 0));
        authentication.reload(Auths.config("{}"));
        assertThat(authentication.limitsOf("river")).isEqualTo(new AuthConfig.LimitsOf(0, 0, 0, 0));
    }

    @Test
    void a_rate_gives_a_second_at_once_and_lets_the_rest_wait_until_it_is_paid() {
        Authentication authentication = of(Auths.config("{\"limits\": {\"messageRate\": 10}}"), "");
        Meter meter = Objects.requireNonNull(authentication.meter("river", 0));
        meter.count(10, 1 << 30, 0);
        assertThat(meter.debt(0)).isZero();
        meter.count(5, 0, 0);
        assertThat(meter.debt(0)).isEqualTo(SECOND / 2);
        assertThat(authentication.meter("other", 0)).isNotSameAs(meter);
        authentication.tick(SECOND); // it owes something still, and is the same for all connections
        assertThat(authentication.meter("river", SECOND)).isSameAs(meter);
        assertThat(meter.debt(SECOND)).isNegative();
        authentication.tick(2 * SECOND);
        assertThat(authentication.meter("river", 2 * SECOND)).isNotSameAs(meter);
        assertThat(authentication.meter("", 0)).isNull();
    }
}
