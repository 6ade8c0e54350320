package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();
    private final List<String> passed = new ArrayList<>();

    private void pass(String frame) {
        pass("s", "news", frame);
    }

    private void pass(String session, @Nullable String address, String frame) {
        gate.pass(session, address, () -> passed.add(frame));
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
        gate.pass("s", "news", () -> {
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
        gate.pass("s", "news", () -> {
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
    void while_sessions_move_only_what_concerns_them_waits() {
        gate.hold("round", new Moving(Set.of("mover"), Set.of("heard")));
        pass("mover", "elsewhere", "said by one that moves");
        pass("s", "heard", "said to one that moves");
        pass("other", "elsewhere", "said by others to others");
        pass("third", null, "no message");
        assertThat(passed).containsExactly("said by others to others", "no message");
        gate.release("round");
        assertThat(passed)
                .endsWith("said by one that moves", "said to one that moves")
                .hasSize(4);
    }

    @Test
    void nobody_overtakes_himself() {
        gate.hold("round", new Moving(Set.of(), Set.of("heard")));
        pass("s", "heard", "one");
        pass("s", "elsewhere", "two");
        pass("s", null, "three");
        assertThat(passed).isEmpty();
        gate.release("round");
        pass("s", "heard", "four");
        assertThat(passed).containsExactly("one", "two", "three", "four");
    }

    @Test
    void who_waits_for_two_rounds_goes_on_as_far_as_each_lets_him() {
        gate.hold("one", new Moving(Set.of(), Set.of("a")));
        gate.hold("two", new Moving(Set.of(), Set.of("b")));
        pass("s", "a", "a");
        pass("s", "b", "b");
        pass("s", "c", "c");
        gate.release("one");
        assertThat(passed).containsExactly("a");
        gate.release("one");
        gate.release("two");
        assertThat(passed).containsExactly("a", "b", "c");
    }

    @Test
    void what_is_released_while_it_is_closed_waits_for_both() {
        gate.hold("round", new Moving(Set.of("s"), Set.of()));
        gate.close();
        pass("one");
        gate.release("round");
        assertThat(passed).isEmpty();
        gate.hold("again", new Moving(Set.of("s"), Set.of()));
        gate.open();
        assertThat(passed).isEmpty();
        gate.release("again");
        assertThat(passed).containsExactly("one");
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
