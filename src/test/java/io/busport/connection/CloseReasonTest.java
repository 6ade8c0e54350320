package io.busport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CloseReasonTest {

    @Test
    void labels_are_what_operators_and_scripts_rely_on() {
        assertThat(CloseReason.values())
                .extracting(CloseReason::label)
                .contains(
                        "client-closed",
                        "client-reset",
                        "unreachable",
                        "never-spoke",
                        "stranger",
                        "not-text",
                        "line-too-long",
                        "unfinished",
                        "idle",
                        "slow-consumer",
                        "write-stalled",
                        "drain",
                        "internal-error");
    }

    @Test
    void the_last_word_names_the_reason_in_words_and_as_a_label() {
        assertThat(CloseReason.SLOW_CONSUMER.lastWord("too much waits"))
                .isEqualTo("closing: too much waits [slow-consumer]");
    }

    @Test
    void an_error_of_the_socket_is_a_reset_or_a_path_that_is_gone() {
        assertThat(CloseReason.ofFailure(new IOException("Connection reset by peer")))
                .isEqualTo(CloseReason.CLIENT_RESET);
        assertThat(CloseReason.ofFailure(new IOException("Broken pipe"))).isEqualTo(CloseReason.CLIENT_RESET);
        assertThat(CloseReason.ofFailure(
                        new IOException("recvAddress(..) failed with error(-110): Connection timed out")))
                .isEqualTo(CloseReason.UNREACHABLE);
        assertThat(CloseReason.ofFailure(new IOException("No route to host"))).isEqualTo(CloseReason.UNREACHABLE);
        assertThat(CloseReason.ofFailure(new IOException())).isEqualTo(CloseReason.CLIENT_RESET);
    }
}
