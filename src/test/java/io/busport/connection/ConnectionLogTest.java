package io.busport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLogTest {

    @Test
    void text_is_shown_as_it_is() {
        assertThat(ConnectionLog.printable("안녕하세요 😀")).isEqualTo("안녕하세요 😀");
    }

    @Test
    void control_characters_cannot_forge_a_line_or_move_a_cursor() {
        assertThat(ConnectionLog.printable("a\nb\rc\td\u001B[2Je\u0085f\u2028g"))
                .isEqualTo("a\\nb\\rc\\td\\u001b[2Je\\u0085f\\u2028g");
    }

    @Test
    void long_text_is_shortened_and_its_length_is_said() {
        assertThat(ConnectionLog.printable("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(ConnectionLog.printable("x".repeat(201))).isEqualTo("x".repeat(200) + "… (201 characters)");
    }

    @Test
    void it_is_not_cut_inside_a_character() {
        String shown = ConnectionLog.printable("x".repeat(199) + "😀😀");
        assertThat(shown).startsWith("x".repeat(199)).endsWith("… (203 characters)");
        assertThat(shown.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
    }
}
