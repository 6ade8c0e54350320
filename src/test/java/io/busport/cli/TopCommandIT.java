package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.LocalGateway;
import io.busport.testing.TextSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code top}, of a gateway in this process. */
@Timeout(60)
class TopCommandIT {
    private final Run run = new Run();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shows_who_is_connected() {
        try (LocalGateway gateway = new LocalGateway("{}");
                TextSocket client = gateway.connect()) {
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(run.now("top", "--once", "--interval", "100ms", "127.0.0.1:" + gateway.adminPort()))
                    .as(run.said())
                    .isZero();
            assertThat(run.printed())
                    .anyMatch(l -> l.contains(", serving  connections 1  sessions 0 attached, 0 detached"))
                    .anyMatch(l -> l.matches("\\S+ +text +127\\.0\\.0\\.1:\\d+ .*"));
        }
    }

    @Test
    void an_admin_port_that_is_not_there_is_exit_code_1() {
        assertThat(run.now("top", "--once", "127.0.0.1:1")).isEqualTo(1);
        assertThat(run.said()).contains("The admin port 127.0.0.1:1 does not answer: ");
        assertThat(run.printed()).isEmpty();
    }

    @Test
    void wrong_usage_is_exit_code_2() {
        assertThat(run.now("top", "--sort", "luck")).isEqualTo(2);
        assertThat(run.said()).contains("'luck' (expected: one of rate, bytes, queued, rtt, idle, age)");
        assertThat(run.now("top", "--rows", "0")).isEqualTo(2);
    }
}
