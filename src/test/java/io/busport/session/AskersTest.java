package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.testing.FakeAsker;
import io.busport.wire.Frame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AskersTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Askers askers = new Askers("c-1", SECOND, 2);
    private final FakeAsker first = new FakeAsker();
    private final FakeAsker second = new FakeAsker();

    @Test
    void a_reply_address_is_good_for_one_answer() {
        String address = askers.keep(first);
        assertThat(askers.take(address)).isSameAs(first);
        assertThat(askers.take(address)).isNull();
    }

    @Test
    void a_guess_leads_nowhere() {
        String address = askers.keep(first);
        assertThat(askers.take("__vertx.reply.1")).isNull();
        assertThat(askers.take(address.replace("c-1", "c-2"))).isNull();
        assertThat(askers.take(address)).isSameAs(first);
    }

    @Test
    void every_asker_has_an_address_of_its_own() {
        assertThat(askers.keep(first)).startsWith("__vertx.reply.").isNotEqualTo(askers.keep(second));
    }

    @Test
    void who_waits_too_long_is_told_and_the_address_is_spent() {
        String address = askers.keep(first);
        askers.expire(System.nanoTime());
        assertThat(first.got).isEmpty();
        askers.expire(System.nanoTime() + SECOND);
        assertThat(first.got).containsExactly(new Frame.Failure(-1, "the client did not answer within 1000 ms"));
        assertThat(askers.take(address)).isNull();
        assertThat(askers.isEmpty()).isTrue();
    }

    @Test
    void who_was_answered_does_not_expire() {
        var unused = askers.take(askers.keep(first));
        String kept = askers.keep(second);
        askers.expire(System.nanoTime() + SECOND / 2);
        assertThat(askers.take(kept)).isSameAs(second);
        askers.expire(System.nanoTime() + 2 * SECOND);
        assertThat(first.got).isEmpty();
        assertThat(second.got).isEmpty();
    }

    @Test
    void at_the_end_everybody_is_told_once() {
        var unused = askers.keep(first);
        var unused2 = askers.keep(second);
        assertThat(askers.isFull()).isTrue();
        askers.failAll("gone");
        askers.failAll("gone");
        assertThat(first.got).containsExactly(new Frame.Failure(-1, "gone"));
        assertThat(second.got).hasSize(1);
    }

    @Test
    void answered_ones_take_no_room_behind_one_that_waits() {
        String oldest = askers.keep(first);
        for (int i = 0; i < 1000; i++) {
            assertThat(askers.take(askers.keep(second))).isSameAs(second);
        }
        assertThat(askers.remembered()).isLessThan(10);
        assertThat(askers.take(oldest)).isSameAs(first);
    }
}
