package io.busport.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busport.config.ConfigException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTableTest {
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private final String token = TokenHash.newToken();
    private final TokenTable table =
            TokenTable.parse("tokens", "# whom we know\n\n" + Auths.line("river", token, END, "reader", "clerk"));

    @Test
    void a_token_is_its_principals_until_it_expires() {
        assertThat(table.check(token, END.toEpochMilli() - 1).identity())
                .isEqualTo(new Identity("river", Set.of("clerk", "reader"), END.toEpochMilli(), TokenHash.of(token)));
        assertThat(outcome(table.check(token, END.toEpochMilli()))).isEqualTo(Outcome.EXPIRED);
    }

    @Test
    void another_token_is_nobodys() {
        for (String wrong : new String[] {TokenHash.newToken(), "", token + "x", TokenHash.of(token)}) {
            Verdict verdict = table.check(wrong, 0);
            assertThat(outcome(verdict)).isEqualTo(Outcome.WRONG);
            assertThat(verdict.toString()).doesNotContain(wrong.isEmpty() ? "\0" : wrong);
        }
    }

    @Test
    void who_was_believed_is_not_when_the_line_is_gone_and_has_what_the_line_says_now() {
        Identity known = Objects.requireNonNull(table.check(token, 0).identity());
        TokenTable other = TokenTable.parse("tokens", Auths.line("river", token, null, "auditor"));
        assertThat(other.again(known, 0).identity())
                .isNotNull()
                .satisfies(now -> assertThat(now.authorities()).containsExactly("auditor"));
        assertThat(outcome(TokenTable.parse("tokens", "").again(known, 0))).isEqualTo(Outcome.REVOKED);
    }

    @Test
    void a_file_that_cannot_be_used_says_all_that_is_wrong_and_no_secret() {
        String file =
                token + "\n{\"principal\": \"\", \"sha256\": \"" + token + "\", \"expires\": \"soon\", \"role\": 1}\n"
                        + Auths.line("a", token, null) + Auths.line("b", token, null);
        assertThatThrownBy(() -> TokenTable.parse("tokens", file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "tokens line 1: no JSON",
                        "tokens line 2 principal:",
                        "tokens line 2 sha256: no hash",
                        "tokens line 2 expires: soon",
                        "tokens line 2 role: unknown key",
                        "tokens line 4 sha256: there twice")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(token));
    }

    @Test
    void tokens_are_long_and_never_the_same() {
        assertThat(token).matches("bp_[A-Za-z0-9_-]{43}").isNotEqualTo(TokenHash.newToken());
        assertThat(TokenHash.of("")).startsWith("e3b0c442"); // SHA-256 of nothing
    }

    private static Outcome outcome(Verdict verdict) {
        Refusal refusal = verdict.refusal();
        return refusal == null ? Outcome.OK : refusal.outcome();
    }
}
