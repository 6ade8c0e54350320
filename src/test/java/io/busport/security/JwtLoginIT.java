package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.busport.testing.TextSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed tokens, through the gateway. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class JwtLoginIT {
    private final ECKey key = Auths.key("k1");
    private final ECKey next = Auths.key("k2");

    @TempDir
    Path dir;

    @Test
    void right_wrong_missing_expired_reused_and_revoked() {
        String right = Auths.signed(Auths.claims(60).build(), key);
        try (GuardedGateway guarded = GuardedGateway.ofJwt(dir.resolve("keys.json"), Auths.jwks(key));
                TextSocket first = guarded.text();
                TextSocket second = guarded.text();
                TextSocket wrong = guarded.text();
                TextSocket missing = guarded.text();
                TextSocket expired = guarded.text();
                TextSocket brief = guarded.text()) {
            assertThat(first.ask("AUTH " + right)).isEqualTo("OK river");
            assertThat(second.ask("AUTH " + right)).isEqualTo("OK river"); // a bearer's: as often as it is said
            assertThat(wrong.ask("AUTH " + Auths.signed(Auths.claims(60).build(), next)))
                    .isEqualTo("! closing: the token is not signed with a key that is known here [login-failed]");
            assertThat(missing.ask("hello")).endsWith("[login-required]");
            assertThat(expired.ask("AUTH " + Auths.signed(Auths.claims(-5).build(), key)))
                    .isEqualTo("! closing: the token has expired [login-failed]");
            assertThat(brief.ask("AUTH " + Auths.signed(Auths.claims(3).build(), key)))
                    .isEqualTo("OK river");
            assertThat(brief.readLine()).isEqualTo("! closing: the token has expired [login-expired]");

            guarded.write(Auths.jwks(key, next)); // a key is added before the issuer uses it: nobody notices
            guarded.write(Auths.jwks(next));
            assertThat(first.readLine()).isEqualTo("! closing: the token is not valid any more [login-revoked]");
            assertThat(second.readLine()).endsWith("[login-revoked]");
            try (TextSocket newer = guarded.text()) {
                assertThat(newer.ask("AUTH " + Auths.signed(Auths.claims(60).build(), next)))
                        .isEqualTo("OK river");
            }
        }
    }
}
