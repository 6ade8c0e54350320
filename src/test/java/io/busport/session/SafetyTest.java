package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafetyTest {
    private final FakeKeeper keeper = new FakeKeeper();
    private final Ward ward = new Ward() {
        @Override
        public String id() {
            return "s";
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public SessionSnapshot snapshot(long after) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void safe(SessionSnapshot snapshot) {}
    };
    private final Safety safety = new Safety(keeper, ward);
    private final List<String> done = new ArrayList<>();

    private void changeAndWait(String what) {
        safety.changed();
        safety.whenSafe(() -> done.add(what));
    }

    @Test
    void who_waits_goes_on_when_all_that_was_before_is_kept() {
        changeAndWait("one");
        assertThat(keeper.hasWork()).isTrue();
        assertThat(done).isEmpty();
        safety.safe(safety.version());
        assertThat(done).containsExactly("one");
    }

    @Test
    void those_who_wait_go_on_in_their_order_and_no_further_than_what_is_kept() {
        changeAndWait("one");
        changeAndWait("two");
        long two = safety.version();
        safety.whenSafe(() -> done.add("two as well"));
        changeAndWait("three");
        safety.safe(two);
        assertThat(done).containsExactly("one", "two", "two as well");
        safety.safe(safety.version());
        assertThat(done).hasSize(4).last().isEqualTo("three");
    }

    @Test
    void nobody_waits_when_nothing_has_changed() {
        safety.whenSafe(() -> done.add("new"));
        changeAndWait("one");
        safety.safe(safety.version());
        safety.whenSafe(() -> done.add("nothing since"));
        assertThat(done).containsExactly("new", "one", "nothing since");
    }

    @Test
    void what_is_told_late_takes_nothing_back() {
        changeAndWait("one");
        long one = safety.version();
        changeAndWait("two");
        safety.safe(safety.version());
        safety.safe(one);
        safety.whenSafe(() -> done.add("three"));
        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void where_nobody_keeps_anything_nobody_waits() {
        keeper.keeps = false;
        assertThat(safety.isKept()).isFalse();
        changeAndWait("one");
        assertThat(done).containsExactly("one");
    }

    @Test
    void at_the_end_nobody_goes_on_and_what_is_kept_is_not_needed() {
        changeAndWait("one");
        safety.end();
        safety.safe(safety.version());
        assertThat(done).isEmpty();
        assertThat(keeper.ended).containsExactly("s");
        assertThat(keeper.left).isEmpty();
    }

    @Test
    void when_it_leaves_what_is_kept_is_left_to_others() {
        changeAndWait("one");
        safety.leave();
        safety.safe(safety.version());
        assertThat(done).isEmpty();
        assertThat(keeper.left).containsExactly("s");
        assertThat(keeper.ended).isEmpty();
    }
}
