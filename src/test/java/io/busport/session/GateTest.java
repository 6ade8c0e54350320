package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();
    private final List<String> passed = new ArrayList<>();

    private void pass(String frame) {
        gate.pass(() -> passed.add(frame));
    }

    @Test
    void it_is_open_at_first() {
        pass("one");
        assertThat(passed).containsExactly("one");
    }

    @Test
    void what_comes_while_it_is_closed_waits_and_passes_in_order() {
        gate.close();
        pass("one");
        pass("two");
        assertThat(passed).isEmpty();
        gate.open();
        pass("three");
        assertThat(passed).containsExactly("one", "two", "three");
    }

    @Test
    void what_comes_because_of_what_waited_passes_behind_it() {
        gate.close();
        gate.pass(() -> {
            passed.add("one");
            pass("because of one");
        });
        pass("two");
        gate.open();
        assertThat(passed).containsExactly("one", "two", "because of one");
    }

    @Test
    void it_can_be_closed_by_what_passes() {
        gate.close();
        gate.pass(() -> {
            passed.add("one");
            gate.close();
        });
        pass("two");
        gate.open();
        pass("three");
        assertThat(passed).containsExactly("one");
        gate.open();
        assertThat(passed).containsExactly("one", "two", "three");
    }

    @Test
    void closed_twice_it_is_opened_once() {
        gate.close();
        gate.close();
        pass("one");
        gate.open();
        gate.open();
        assertThat(passed).containsExactly("one");
    }
}
