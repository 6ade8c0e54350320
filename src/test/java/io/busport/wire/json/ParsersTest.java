package io.busport.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busport.wire.WireException;
import org.junit.jupiter.api.Test;

class ParsersTest {

    @Test
    void the_names_of_a_program_are_kept_from_frame_to_frame() throws WireException {
        read("{\"type\":1,\"address\":2,\"body\":{\"own\":3}}");
        int kept = Parsers.namesKept();
        assertThat(kept).isGreaterThanOrEqualTo(4);
        read("{\"address\":2,\"type\":1,\"body\":{\"own\":4}}");
        assertThat(Parsers.namesKept()).isEqualTo(kept);
    }

    @Test
    void names_without_end_are_not() throws WireException {
        for (int i = 0; i < 5000; i++) {
            read("{\"a%1$d\":{\"b%1$d\":1}}".formatted(i));
            assertThat(Parsers.namesKept()).isLessThanOrEqualTo(502);
        }
    }

    @Test
    void a_large_frame_leaves_no_names_behind() throws WireException {
        int kept = Parsers.namesKept();
        read("{\"%s\":1,\"x1\":2}".formatted("n".repeat(20_000)));
        assertThat(Parsers.namesKept()).isEqualTo(kept);
    }

    private static void read(String json) throws WireException {
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(Envelope.read(bytes, 0, bytes.length, false)).isNotNull();
    }
}
