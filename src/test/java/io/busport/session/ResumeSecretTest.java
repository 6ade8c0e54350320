package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/protocol.md, computed again. */
class ResumeSecretTest {
    static Stream<Map<String, String>> vectors() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/vectors/session.txt"));
        return Arrays.stream(text.split("\n\n"))
                .filter(block -> block.startsWith("name: "))
                .map(block -> block.lines()
                        .map(line -> line.split(": ", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_vector(Map<String, String> vector) {
        HexFormat hex = HexFormat.of();
        String text = String.valueOf(vector.get("text"));
        byte[] secret = hex.parseHex(vector.get("secret"));
        byte[] stored = ResumeSecret.stored(secret);
        assertThat(hex.formatHex(stored)).isEqualTo(vector.get("stored"));
        String proof = ResumeSecret.prove(secret, text);
        assertThat(proof).isEqualTo(vector.get("proof"));
        assertThat(ResumeSecret.check(stored, text, proof)).isEqualTo(secret);
        assertThat(hex.formatHex(ResumeSecret.next(secret, hex.parseHex(vector.get("nonce")))))
                .isEqualTo(vector.get("next secret"));
    }

    @Test
    void there_are_some() throws IOException {
        assertThat(vectors()).hasSizeGreaterThan(3);
    }

    @Test
    void a_proof_with_one_bit_changed_is_none() {
        byte[] secret = ResumeSecret.random();
        byte[] stored = ResumeSecret.stored(secret);
        byte[] proof = HexFormat.of().parseHex(ResumeSecret.prove(secret, "s|1|2|3|4"));
        for (int i = 0; i < 8 * proof.length; i++) {
            byte[] changed = proof.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertThat(ResumeSecret.check(stored, "s|1|2|3|4", HexFormat.of().formatHex(changed)))
                    .as("bit %d", i)
                    .isNull();
        }
    }
}
