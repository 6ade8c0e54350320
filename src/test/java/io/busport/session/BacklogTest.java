package io.busport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.session.Overflow.Policy;
import io.busport.session.SessionSettings.OutboxLimits;
import io.busport.wire.FailCode;
import io.busport.wire.Frame;
import io.busport.wire.Headers;
import io.busport.wire.SessionFrames.Gap;
import io.busport.wire.SessionFrames.Limits;
import io.busport.wire.SessionFrames.Slow;
import io.busport.wire.SessionFrames.Stamped;
import io.busport.wire.SessionFrames.Window;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int MOST = 8;

    private final Outbox outbox = new Outbox(new Window(1000, 1 << 20));
    private final Budget budget = new Budget(1 << 20);
    private final List<String> said = new ArrayList<>();
    private final Backlog.Owner owner = new Backlog.Owner() {
        @Override
        public void slow(Slow warning) {
            said.add("slow " + warning.messages() + " " + warning.policy());
        }

        @Override
        public void hold(boolean wait) {
            said.add(wait ? "hold" : "release");
        }

        @Override
        public void tooSlow(String sentence) {
            said.add("too slow");
        }
    };

    private Backlog backlog(Policy policy, @Nullable String key, long maxAge) {
        Overflow rule = new Overflow(Pattern.compile("news"), policy, key);
        SessionSettings settings = new SessionSettings(
                "g",
                1,
                1,
                1,
                1,
                new Window(10, 10),
                new Window(10, 10),
                new OutboxLimits(MOST, 1 << 20, maxAge),
                1,
                new Limits(1, 1, 1),
                new LiveSession.Limits(1, 1, 1, 1),
                List.of(rule));
        return new Backlog(settings, outbox, budget, "", owner);
    }

    private static Frame.Message published(Object body) {
        return new Frame.Message("news", null, Headers.NONE, body, false);
    }

    private static void publish(Backlog backlog, int from, int to) {
        for (int i = from; i <= to; i++) {
            assertThat(backlog.deliver(published("m" + i), i)).isTrue();
        }
    }

    private List<Stamped> rest() {
        List<Stamped> all = new ArrayList<>();
        for (@Nullable Stamped s = outbox.next(); s != null; s = outbox.next()) {
            all.add(s);
        }
        return all;
    }

    @Test
    void the_oldest_go_and_one_gap_with_their_numbers_takes_their_place() {
        Backlog backlog = backlog(Policy.DROP_OLDEST, null, 0);
        publish(backlog, 1, 11);
        List<Stamped> all = rest();
        assertThat(all).hasSize(1 + MOST);
        Gap gap = (Gap) all.get(0).frame();
        assertThat(all.get(0).n()).isEqualTo(3);
        assertThat(gap.from()).isEqualTo(1);
        assertThat(gap.count()).isEqualTo(3);
        assertThat(gap.address()).isEqualTo("news");
        assertThat(gap.sinceMillis()).isEqualTo(1);
        assertThat(gap.code()).isEqualTo(FailCode.SLOW_CONSUMER);
        assertThat(all.get(1)).isEqualTo(new Stamped(4, -1, false, published("m4")));
        assertThat(backlog.lost()).isEqualTo(3);
        assertThat(said).containsExactly("hold", "slow 5 drop-oldest");
    }

    @Test
    void what_was_sent_once_is_never_dropped() {
        Backlog backlog = backlog(Policy.DROP_OLDEST, null, 0);
        publish(backlog, 1, MOST);
        assertThat(rest()).hasSize(MOST);
        publish(backlog, MOST + 1, MOST + 3);
        outbox.rewind();
        assertThat(rest().stream().limit(MOST)).allSatisfy(s -> {
            assertThat(s.redelivered()).isTrue();
            assertThat(s.frame()).isInstanceOf(Frame.Message.class);
        });
    }

    @Test
    void the_warning_comes_once_and_again_after_the_client_has_caught_up() {
        Backlog backlog = backlog(Policy.CONFIRM, null, 0);
        publish(backlog, 1, MOST);
        assertThat(said).containsExactly("hold", "slow 5 confirm");
        int sent = rest().size();
        assertThat(outbox.acknowledge(sent)).isTrue();
        backlog.acknowledged();
        assertThat(said).containsExactly("hold", "slow 5 confirm", "release");
        publish(backlog, 1, MOST);
        assertThat(said).endsWith("hold", "slow 5 confirm");
    }

    @Test
    void of_one_key_only_the_newest_is_kept_and_the_numbers_have_no_hole() {
        Backlog backlog = backlog(Policy.LATEST, "symbol", 0);
        for (String price : List.of("a1", "b1", "a2", "a3", "b2")) {
            JsonObject body =
                    new JsonObject().put("symbol", price.substring(0, 1)).put("price", price);
            assertThat(backlog.deliver(published(body), 1)).isTrue();
        }
        List<Stamped> all = rest();
        long next = 1;
        List<String> prices = new ArrayList<>();
        for (Stamped s : all) {
            assertThat(s.frame() instanceof Gap gap ? gap.from() : s.n()).isEqualTo(next);
            next = s.n() + 1;
            if (s.frame() instanceof Frame.Message m) {
                prices.add(new JsonObject(String.valueOf(m.body())).getString("price"));
            } else {
                assertThat(((Gap) s.frame()).code()).isEqualTo(FailCode.SUPERSEDED);
            }
        }
        assertThat(prices).containsExactly("a3", "b2");
    }

    @Test
    void under_close_the_connection_is_given_up_and_the_newest_are_kept() {
        Backlog backlog = backlog(Policy.CLOSE, null, 0);
        publish(backlog, 1, MOST + 1);
        assertThat(said).contains("too slow");
        assertThat(outbox.messages()).isEqualTo(MOST);
    }

    @Test
    void what_is_sent_to_one_client_alone_is_not_taken_when_there_is_no_room() {
        Backlog backlog = backlog(Policy.DROP_OLDEST, null, 0);
        publish(backlog, 1, MOST);
        assertThat(backlog.deliver(Frame.Message.of("news", "for you"), 1)).isFalse();
        backlog.answer(Frame.Message.of("label", "you asked"), 1);
        assertThat(outbox.messages()).isEqualTo(MOST + 1);
    }

    @Test
    void what_has_waited_too_long_goes() {
        Backlog backlog = backlog(Policy.DROP_OLDEST, null, 100);
        publish(backlog, 1, 3);
        backlog.tick(102);
        assertThat(outbox.messages()).isEqualTo(2);
        assertThat(((Gap) rest().get(0).frame()).code()).isEqualTo(FailCode.TIMEOUT);
    }

    @Test
    void the_budget_is_given_back() {
        Backlog backlog = backlog(Policy.DROP_OLDEST, null, 0);
        publish(backlog, 1, 3);
        assertThat(budget.used()).isGreaterThan(Budget.OF_SESSION);
        backlog.end();
        assertThat(budget.used()).isZero();
    }
}
