package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.busport.config.ConfigException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {
    private final ECKey key = Auths.key("k1");
    private final JwtAuthenticator authenticator = believing(key);

    private static JwtAuthenticator believing(ECKey... keys) {
        return new JwtAuthenticator(Auths.jwt().jwt(), "keys.json", Auths.jwks(keys));
    }

    @Test
    void a_token_that_its_issuer_has_signed_for_us_is_believed_as_often_as_it_is_said() {
        String token = Auths.signed(Auths.claims(60).build(), key);
        for (int i = 0; i < 2; i++) {
            Identity who = Objects.requireNonNull(authenticator.check(token, 0).identity());
            assertThat(who.principal()).isEqualTo("river");
            assertThat(who.authorities()).containsExactly("clerk");
            assertThat(who.toString()).doesNotContain(token);
        }
    }

    @Test
    void authorities_may_be_one_text_with_spaces() {
        Identity who = authenticator
                .check(
                        Auths.signed(
                                Auths.claims(60)
                                        .claim("authorities", "clerk  reader")
                                        .build(),
                                key),
                        0)
                .identity();
        assertThat(Objects.requireNonNull(who).authorities()).isEqualTo(Set.of("clerk", "reader"));
    }

    @Test
    void whatever_is_not_as_it_should_be_is_refused() {
        assertThat(outcome(Auths.signed(Auths.claims(-1).build(), key))).isEqualTo(Outcome.EXPIRED);
        assertThat(List.of(
                        "",
                        "a.b.c",
                        new PlainJWT(Auths.claims(60).build()).serialize(),
                        Auths.signed(Auths.claims(60).build(), Auths.key("k1")),
                        Auths.signed(
                                Auths.claims(60).issuer("https://other.example").build(), key),
                        Auths.signed(Auths.claims(60).audience("other").build(), key),
                        Auths.signed(Auths.claims(60).subject(null).build(), key),
                        Auths.signed(Auths.claims(60).subject("two\nlines").build(), key),
                        Auths.signed(Auths.claims(60).expirationTime(null).build(), key)))
                .allSatisfy(token -> assertThat(outcome(token)).isEqualTo(Outcome.WRONG));
    }

    /** The public key is known to everybody: as the secret of a symmetric signature it proves nothing. */
    @Test
    void what_the_token_says_of_its_own_signature_is_not_believed() throws JOSEException {
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                Auths.claims(60).build());
        forged.sign(new MACSigner(key.toPublicJWK().toJSONString()));
        assertThat(outcome(forged.serialize())).isEqualTo(Outcome.WRONG);
    }

    @Test
    void who_was_believed_is_not_when_the_key_is_gone() {
        Identity known = Objects.requireNonNull(authenticator
                .check(Auths.signed(Auths.claims(60).build(), key), 0)
                .identity());
        assertThat(authenticator.again(known, 0).identity()).isEqualTo(known);
        Refusal refusal = Objects.requireNonNull(
                believing(Auths.key("k2")).again(known, 0).refusal());
        assertThat(refusal.outcome()).isEqualTo(Outcome.REVOKED);
    }

    @Test
    void keys_that_cannot_be_used_are_said_at_the_start() {
        for (String file : new String[] {"", "{}", "{\"keys\": []}", "secret"}) {
            assertThatThrownBy(() -> new JwtAuthenticator(Auths.jwt().jwt(), "keys.json", file))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("keys.json: no ")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    private Outcome outcome(String token) {
        Refusal refusal = authenticator.check(token, 0).refusal();
        return refusal == null ? Outcome.OK : refusal.outcome();
    }
}
