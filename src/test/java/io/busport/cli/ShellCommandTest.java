package io.busport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellCommandTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void what_it_writes_is_the_answer_without_the_last_line_end() {
        assertThat(run("tr a-z A-Z; echo", "hello")).isEqualTo(new ShellCommand.Result(0, "HELLO"));
        assertThat(run("printf 'a\\n\\n'", "")).isEqualTo(new ShellCommand.Result(0, "a\n"));
        assertThat(run("echo $BUSPORT_ADDRESS", "")).isEqualTo(new ShellCommand.Result(0, "demo.a"));
    }

    @Test
    void an_exit_code_is_told_with_the_first_line_of_standard_error() {
        assertThat(run("echo out; echo first >&2; echo second >&2; exit 3", ""))
                .isEqualTo(new ShellCommand.Result(3, "first"));
        assertThat(run("exit 4", "")).isEqualTo(new ShellCommand.Result(4, "exit code 4"));
    }

    @Test
    void what_is_large_goes_in_and_out_at_the_same_time() {
        String large = "x".repeat(1 << 20);
        assertThat(run("cat; head -c 1000000 /dev/zero >&2", large)).isEqualTo(new ShellCommand.Result(0, large));
    }

    @Test
    void a_command_need_not_read_its_input() {
        assertThat(run("echo done", "x".repeat(1 << 20))).isEqualTo(new ShellCommand.Result(0, "done"));
    }

    @Test
    void one_that_takes_too_long_is_killed_with_its_children() {
        ShellCommand slow = new ShellCommand("sleep 60; echo late", Duration.ofMillis(300));
        assertThat(slow.run("demo.a", "")).isEqualTo(new ShellCommand.Result(124, "no result within 300 ms"));
    }

    @Test
    void one_whose_child_holds_its_output_has_no_longer_than_the_others() {
        ShellCommand slow = new ShellCommand("echo early; sleep 60 &", Duration.ofMillis(500));
        // Whether its pipe is seen to end with the command is a race within the JDK; that nobody waits for the child is
        // not.
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(slow.run("demo.a", "").code()).isIn(0, 124));
    }

    private static ShellCommand.Result run(String command, String input) {
        return new ShellCommand(command, LONG).run("demo.a", input);
    }
}
