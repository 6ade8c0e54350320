package io.busport.client.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a link keeps when its way to the gateway breaks, when it is ended, and when links meet each other. */
@Timeout(60)
class LinkInTroubleIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String BOTH = "{\"export\": [\"demo.out\"], \"import\": [\"demo.in\"]}";

    private LocalGateway gateway;
    private Site site;
    private Road road;
    private final Queue<Object> atGateway = new ConcurrentLinkedQueue<>();
    private final Queue<Object> atSite = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() {
        gateway = new LocalGateway("{}");
        site = new Site();
        road = new Road(gateway.port());
    }

    @AfterEach
    void close() {
        site.close();
        road.close();
        gateway.close();
    }

    @Test
    void a_road_that_is_cut_costs_nothing_and_keeps_the_order() {
        site.link(road.port(), BOTH);
        hear(gateway.bus(), "demo.out", atGateway);
        hear(site.bus(), "demo.in", atSite);
        for (int round = 0; round < 3; round++) {
            say(round * 400, round * 400 + 200);
            road.cut();
            say(round * 400 + 200, round * 400 + 400);
            road.mend();
            int resumed = round + 1;
            await().atMost(LONG).until(() -> site.events("RESUMED").size() == resumed);
        }
        await().atMost(LONG).until(() -> atGateway.size() >= 1200 && atSite.size() >= 1200);
        List<Object> all = new ArrayList<>(IntStream.range(0, 1200).boxed().toList());
        assertThat(List.copyOf(atGateway)).isEqualTo(all);
        assertThat(List.copyOf(atSite)).isEqualTo(all);
        assertThat(site.events("NOT_EXPORTED")).isEmpty();
        assertThat(site.events("LOST")).hasSize(3);
    }

    @Test
    void what_is_asked_while_the_road_is_cut_is_answered_when_it_is_mended() throws Exception {
        site.link(road.port(), BOTH);
        gateway.bus().consumer("demo.out", m -> m.reply("from the cluster: " + m.body()));
        site.bus().consumer("demo.in", m -> m.reply("from the site: " + m.body()));
        road.cut();
        Future<Message<Object>> out = site.bus().request("demo.out", 1);
        Future<Message<Object>> in = gateway.bus().request("demo.in", 2);
        road.mend();
        assertThat(out.await(20, SECONDS).body()).isEqualTo("from the cluster: 1");
        assertThat(in.await(20, SECONDS).body()).isEqualTo("from the site: 2");
    }

    @Test
    void what_has_no_room_while_the_road_is_cut_is_told() {
        site.link(road.port(), BOTH);
        hear(gateway.bus(), "demo.out", atGateway);
        road.cut();
        await().atMost(LONG).until(() -> site.events("LOST").size() == 1);
        IntStream.range(0, 10_100).forEach(i -> site.bus().publish("demo.out", i));
        ReplyException refused = catchThrowableOfType(
                ReplyException.class, () -> site.bus().request("demo.out", "x").await(5, SECONDS));
        assertThat(refused.failureType()).isEqualTo(ReplyFailure.ERROR);
        assertThat(refused).hasMessageContaining("too_many").hasMessageContaining("expected: at most 10000");
        await().atMost(LONG).until(() -> lost("too_many") == 100);
        assertThat(site.events("NOT_EXPORTED").size()).isLessThan(10);

        road.mend();
        await().atMost(LONG).until(() -> atGateway.size() == 10_000);
        assertThat(List.copyOf(atGateway))
                .isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void what_a_link_has_brought_leaves_through_no_link() {
        site.link(gateway.port(), "{\"name\": \"in\", \"import\": [\"demo.ring\"]}");
        site.link(gateway.port(), "{\"name\": \"out\", \"export\": [\"demo.ring\"]}");
        hear(site.bus(), "demo.ring", atSite);
        hear(gateway.bus(), "demo.ring", atGateway);

        var unused = gateway.bus().publish("demo.ring", "from the cluster");
        await().until(() -> !site.events("NOT_EXPORTED").isEmpty());
        assertThat(site.events("NOT_EXPORTED").get(0).getString("text"))
                .isEqualTo("1 of demo.ring (loop): came through the link in and does not leave again");
        var unusedToo = site.bus().publish("demo.ring", "from the site");
        // Back through the other link, and there it ends.
        await().until(() -> lost("loop") == 2);
        assertThat(atGateway).containsExactly("from the cluster", "from the site");
        assertThat(atSite).containsExactly("from the cluster", "from the site", "from the site");
    }

    @Test
    void a_request_that_could_only_leave_again_fails() throws Exception {
        site.link(gateway.port(), "{\"name\": \"in\", \"import\": [{\"address\": \"demo.a\", \"as\": \"demo.b\"}]}");
        site.link(gateway.port(), "{\"name\": \"out\", \"export\": [\"demo.b\"]}");
        ReplyException e = catchThrowableOfType(
                ReplyException.class, () -> gateway.bus().request("demo.a", "x").await(5, SECONDS));
        assertThat(e).hasMessage("a message to demo.b that came through the link in and does not leave again");
    }

    @Test
    void a_link_with_a_state_file_goes_on_where_it_ended(@TempDir Path dir) {
        String config = new JsonObject(BOTH)
                .put("name", "river")
                .put("state", dir.resolve("state").toString())
                .encode();
        hear(site.bus(), "demo.in", atSite);
        site.unlink(site.link(gateway.port(), config));
        IntStream.range(0, 100).forEach(i -> gateway.bus().publish("demo.in", i));
        assertThat(atSite).isEmpty();

        site.link(gateway.port(), config);
        await().until(() -> atSite.size() >= 100);
        assertThat(List.copyOf(atSite))
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(site.events("RESUMED")).hasSize(1);
    }

    @Test
    void a_name_without_a_state_file_is_free_when_its_link_ends() {
        String config = new JsonObject(BOTH).put("name", "river").encode();
        site.unlink(site.link(gateway.port(), config));
        site.link(gateway.port(), config);
        assertThat(site.events("CONNECTED")).hasSize(2);
    }

    @Test
    void a_link_whose_session_was_taken_says_so_and_fails_who_asks(@TempDir Path dir) throws IOException {
        Path state = dir.resolve("state");
        Path stolen = dir.resolve("stolen");
        site.link(
                gateway.port(),
                new JsonObject(BOTH).put("state", state.toString()).encode());
        Files.copy(state, stolen);
        try (Site other = new Site()) {
            other.link(
                    gateway.port(),
                    new JsonObject(BOTH).put("state", stolen.toString()).encode());
            await().until(() -> site.events("MOVED").size() == 1);
            ReplyException e = catchThrowableOfType(
                    ReplyException.class,
                    () -> site.bus().request("demo.out", "x").await(5, SECONDS));
            assertThat(e.failureType()).isEqualTo(ReplyFailure.ERROR);
            assertThat(e).hasMessageContaining("the session is over");
        }
    }

    private void say(int from, int to) {
        for (int i = from; i < to; i++) {
            var unused = site.bus().publish("demo.out", i);
            var unusedToo = gateway.bus().publish("demo.in", i);
        }
    }

    private static void hear(EventBus bus, String address, Queue<Object> heard) {
        var unused = bus.consumer(address, m -> heard.add(m.body()));
    }

    private int lost(String code) {
        return site.events("NOT_EXPORTED").stream()
                .map(e -> e.getJsonObject("details"))
                .filter(d -> d.getString("code").equals(code))
                .mapToInt(d -> d.getInteger("count"))
                .sum();
    }
}
