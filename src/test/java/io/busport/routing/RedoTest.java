package io.busport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.busport.routing.Neighbours.Repeat;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedoTest {
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final Redo redo = new Redo(neighbours);
    private final List<String> sentAgain = new ArrayList<>();

    private static Repeat message(String id) {
        return new Repeat("news", MultiMap.caseInsensitiveMultiMap(), "x", id);
    }

    private Future<Void> sent(String id) {
        return redo.sent(message(id), () -> {
            sentAgain.add(id);
            return Future.succeededFuture();
        });
    }

    @Test
    void nobody_is_asked_when_nothing_is_uncertain() {
        assertThat(redo.run().succeeded()).isTrue();
        assertThat(neighbours.asked).isEmpty();
        assertThat(neighbours.passing).isEmpty();
    }

    @Test
    void what_was_published_is_repeated_in_its_order_and_done_when_that_has_passed() {
        Future<Void> one = redo.published(message("x/1"));
        Future<Void> two = redo.published(message("y/1"));
        Future<Void> three = redo.published(message("x/2"));
        assertThat(neighbours.asked).isEmpty();
        Future<Void> run = redo.run();
        assertThat(neighbours.asked).containsExactly("repeat x/1", "repeat y/1", "repeat x/2");
        assertThat(List.of(run, one, two, three)).noneMatch(Future::isComplete);
        neighbours.pass();
        assertThat(List.of(run, one, two, three)).allMatch(Future::succeeded);
        assertThat(redo.run().succeeded()).isTrue();
        assertThat(neighbours.asked).as("once").hasSize(3);
    }

    @Test
    void when_another_gateway_is_lost_meanwhile_it_is_as_uncertain_as_before() {
        Future<Void> one = redo.published(message("x/1"));
        Future<Void> run = redo.run();
        neighbours.lose();
        neighbours.pass();
        assertThat(run.failed()).isTrue();
        assertThat(one.isComplete()).isFalse();
        run = redo.run();
        neighbours.pass();
        assertThat(List.of(run, one)).allMatch(Future::succeeded);
        assertThat(neighbours.asked).containsExactly("repeat x/1", "repeat x/1");
    }

    @Test
    void what_is_repeated_while_nobody_knows_where_messages_arrive_stays_uncertain() {
        neighbours.stamp = Neighbours.UNKNOWN;
        Future<Void> one = redo.published(message("x/1"));
        Future<Void> unused = redo.run();
        neighbours.pass();
        assertThat(one.isComplete()).isFalse();
    }

    @Test
    void what_could_not_be_repeated_or_did_not_pass_stays_uncertain_and_in_its_order() {
        Future<Void> one = redo.published(message("x/1"));
        Future<Void> two = redo.published(message("x/2"));
        neighbours.repeated = Future.failedFuture("no answer");
        assertThat(redo.run().failed()).isTrue();
        assertThat(neighbours.passing).isEmpty();
        neighbours.repeated = Future.succeededFuture();
        Future<Void> run = redo.run();
        neighbours.passNot();
        assertThat(run.failed()).isTrue();
        assertThat(List.of(one, two)).noneMatch(Future::isComplete);
        neighbours.asked.clear();
        run = redo.run();
        neighbours.pass();
        assertThat(List.of(run, one, two)).allMatch(Future::succeeded);
        assertThat(neighbours.asked).containsExactly("repeat x/1", "repeat x/2");
    }

    @Test
    void what_was_sent_is_sent_again_unless_a_session_has_it() {
        Future<Void> one = sent("x/1");
        Future<Void> two = sent("x/2");
        Future<Void> three = sent("x/3");
        neighbours.taken = Future.succeededFuture(Set.of("x/2"));
        assertThat(redo.run().succeeded()).isTrue();
        assertThat(neighbours.asked).containsExactly("taken x/1", "taken x/2", "taken x/3");
        assertThat(sentAgain).containsExactly("x/1", "x/3");
        assertThat(List.of(one, two, three)).allMatch(Future::succeeded);
    }

    @Test
    void nothing_is_sent_again_while_nobody_knows_who_has_it() {
        Future<Void> one = sent("x/1");
        neighbours.taken = Future.failedFuture("no answer");
        assertThat(redo.run().failed()).isTrue();
        assertThat(sentAgain).isEmpty();
        assertThat(one.isComplete()).isFalse();
        neighbours.taken = Future.succeededFuture(Set.of());
        assertThat(redo.run().succeeded()).isTrue();
        assertThat(sentAgain).containsExactly("x/1");
        assertThat(one.succeeded()).isTrue();
    }

    @Test
    void what_is_sent_again_is_done_when_somebody_has_it_or_fails() {
        Promise<Void> arrival = Promise.promise();
        Future<Void> one = redo.sent(message("x/1"), arrival::future);
        Future<Void> two = redo.sent(message("x/2"), () -> Future.failedFuture("nobody"));
        assertThat(redo.run().succeeded()).isTrue();
        assertThat(one.isComplete()).isFalse();
        assertThat(two.failed()).isTrue();
        arrival.complete();
        assertThat(one.succeeded()).isTrue();
    }

    @Test
    void what_was_sent_follows_what_was_published() {
        Future<Void> sent = sent("x/1");
        Future<Void> published = redo.published(message("x/2"));
        Future<Void> run = redo.run();
        assertThat(neighbours.asked).containsExactly("repeat x/2");
        assertThat(sentAgain).isEmpty();
        neighbours.pass();
        assertThat(sentAgain).containsExactly("x/1");
        assertThat(List.of(run, sent, published)).allMatch(Future::succeeded);
    }

    @Test
    void what_was_sent_is_sent_again_even_if_what_was_published_is_not_certain() {
        Future<Void> published = redo.published(message("x/1"));
        Future<Void> sent = sent("x/2");
        Future<Void> run = redo.run();
        neighbours.passNot();
        assertThat(run.failed()).isTrue();
        assertThat(sent.succeeded()).isTrue();
        assertThat(published.isComplete()).isFalse();
    }

    @Test
    void what_becomes_uncertain_while_it_runs_waits_for_the_next_time() {
        Future<Void> one = redo.published(message("x/1"));
        Future<Void> run = redo.run();
        Future<Void> two = redo.published(message("x/2"));
        neighbours.pass();
        assertThat(one.succeeded()).isTrue();
        assertThat(run.failed()).isTrue();
        assertThat(two.isComplete()).isFalse();
        assertThat(neighbours.asked).containsExactly("repeat x/1");
    }

    @Test
    void what_is_asked_is_asked_again_until_it_is_answered() {
        List<String> asked = new ArrayList<>();
        Asking one = new Asking(redo, answer -> asked.add("one"), (frame, asker) -> {});
        Asking two = new Asking(redo, answer -> asked.add("two"), (frame, asker) -> {});
        one.begin();
        two.begin();
        assertThat(redo.run().succeeded()).isTrue();
        redo.ended(one);
        assertThat(redo.run().succeeded()).isTrue();
        assertThat(asked).containsExactly("one", "two", "one", "two", "two");
    }
}
