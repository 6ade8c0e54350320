package io.busport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class AdminConfigTest {
    private static final String TOKEN = "0123456789abcdef";

    private static BusportConfig config(String admin) {
        return BusportConfig.from(new JsonObject("{\"admin\": " + admin + "}"));
    }

    @Test
    void nobody_may_act_unless_there_is_a_token() {
        assertThat(config("{}").admin().hasToken()).isFalse();
        assertThat(config("{\"token\": \"\"}").admin().hasToken()).isFalse();
        assertThat(config("{\"token\": \"" + TOKEN + "\"}").admin().hasToken()).isTrue();
        assertThat(config("{\"tokenFile\": \"/run/token\"}").admin().hasToken()).isTrue();
    }

    @Test
    void a_token_that_can_be_guessed_is_refused_without_being_said() {
        assertThatThrownBy(() -> config("{\"token\": \"hunter2\"}"))
                .hasMessageContaining("admin.token: 7 characters (expected: at least 16")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> config("{\"token\": \"with blanks in it, twenty\"}"))
                .hasMessageContaining("admin.token: 25 characters");
    }

    @Test
    void a_token_is_in_one_place() {
        assertThatThrownBy(() -> config("{\"token\": \"" + TOKEN + "\", \"tokenFile\": \"/run/token\"}"))
                .hasMessageContaining("admin.tokenFile: /run/token (expected: nothing beside admin.token)");
    }

    @Test
    void a_configuration_that_is_printed_does_not_say_the_token() {
        assertThat(config("{\"token\": \"" + TOKEN + "\"}").toString()).doesNotContain(TOKEN);
    }
}
