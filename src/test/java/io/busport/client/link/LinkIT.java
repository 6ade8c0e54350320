package io.busport.client.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.busport.testing.LocalGateway;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two event buses, and what passes between them: as on one bus, in both directions. */
@Timeout(60)
class LinkIT {
    private static final String BOTH = """
            {"name": "river", "requestTimeout": "2s", "export": ["demo.out", {"address": "readings", "as": "demo.readings"}],
             "import": ["demo.in", {"address": "demo.site7", "as": "command"}]}""";

    private static LocalGateway gateway;

    private Site site;
    private String link;
    private final List<MessageConsumer<?>> atGateway = new ArrayList<>();
    private final Queue<Object> heard = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void open_gateway() {
        gateway = new LocalGateway("{}");
    }

    @AfterAll
    static void close_gateway() {
        gateway.close();
    }

    @BeforeEach
    void open_site() {
        site = new Site();
        link = site.link(gateway.port(), BOTH);
    }

    @AfterEach
    void close_site() {
        atGateway.forEach(c -> wait(c.unregister()));
        site.close();
    }

    static Stream<Object> bodies() {
        return Stream.of(
                "text",
                42,
                42_000_000_000L,
                0.5,
                true,
                new JsonObject().put("a", 1),
                new JsonArray().add("b"),
                Buffer.buffer("c"));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("bodies")
    void every_body_of_the_bus_goes_there_and_back(@Nullable Object body) {
        echo(gateway.bus(), "demo.out");
        echo(site.bus(), "demo.in");
        assertThat(ask(site.bus(), "demo.out", body).body()).isEqualTo(body);
        assertThat(ask(gateway.bus(), "demo.in", body).body()).isEqualTo(body);
    }

    @Test
    void what_is_published_is_heard_by_all_and_what_is_sent_by_one() {
        for (EventBus there : List.of(gateway.bus(), site.bus())) {
            EventBus here = there == site.bus() ? gateway.bus() : site.bus();
            String address = there == site.bus() ? "demo.in" : "demo.out";
            heard.clear();
            hear(there, address);
            hear(there, address);
            EventBus unused = here.publish(address, "published");
            await().until(() -> heard.size() == 2);
            unused = here.send(address, "sent");
            await().until(() -> heard.size() == 3);
            ask(here, address, "asked"); // what would come late has come
            assertThat(heard).containsExactly("published", "published", "sent", "asked");
        }
    }

    @Test
    void an_address_may_have_another_name_on_the_other_side() {
        echo(gateway.bus(), "demo.readings");
        echo(site.bus(), "command");
        assertThat(ask(site.bus(), "readings", "a").body()).isEqualTo("a");
        assertThat(ask(gateway.bus(), "demo.site7", "b").body()).isEqualTo("b");
    }

    @Test
    void headers_travel_both_ways_but_busports_own_stay() {
        for (EventBus there : List.of(gateway.bus(), site.bus())) {
            EventBus here = there == site.bus() ? gateway.bus() : site.bus();
            String address = there == site.bus() ? "demo.in" : "demo.out";
            heard.clear();
            consume(there, address, m -> {
                heard.add(m.headers().get("trace") + " " + m.headers().get("busport-mine"));
                m.reply("ok", new DeliveryOptions().addHeader("cost", "3").addHeader("busport-yours", "x"));
            });
            Message<Object> reply = wait(here.request(
                    address, "x", new DeliveryOptions().addHeader("trace", "t1").addHeader("busport-mine", "x")));
            assertThat(heard).containsExactly("t1 null");
            assertThat(reply.headers().get("cost")).isEqualTo("3");
            assertThat(reply.headers().contains("busport-yours")).isFalse();
        }
    }

    @Test
    void a_consumers_failure_arrives_with_its_code_and_text() {
        consume(gateway.bus(), "demo.out", m -> m.fail(42, "out of stock"));
        consume(site.bus(), "demo.in", m -> m.fail(43, "밖"));
        assertFailed(site.bus(), "demo.out", ReplyFailure.RECIPIENT_FAILURE, 42, "out of stock");
        assertFailed(gateway.bus(), "demo.in", ReplyFailure.RECIPIENT_FAILURE, 43, "밖");
    }

    @Test
    void nobody_there_is_a_failure() {
        assertFailed(site.bus(), "demo.out", ReplyFailure.NO_HANDLERS, -1, "No handlers for address demo.out");
        assertFailed(
                gateway.bus(),
                "demo.in",
                ReplyFailure.RECIPIENT_FAILURE,
                -1,
                "no handlers for demo.in behind the link river");
    }

    @Test
    void no_answer_is_a_failure_in_time() {
        consume(gateway.bus(), "demo.out", m -> {});
        consume(site.bus(), "demo.in", m -> {});
        assertThat(failure(site.bus(), "demo.out", "x").failureType()).isEqualTo(ReplyFailure.TIMEOUT);
        assertFailed(
                gateway.bus(),
                "demo.in",
                ReplyFailure.RECIPIENT_FAILURE,
                -1,
                "no answer from demo.in behind the link river");
    }

    @Test
    void an_answer_may_itself_be_answered() {
        for (EventBus there : List.of(gateway.bus(), site.bus())) {
            EventBus here = there == site.bus() ? gateway.bus() : site.bus();
            String address = there == site.bus() ? "demo.in" : "demo.out";
            consume(
                    there,
                    address,
                    m -> m.<String>replyAndRequest(m.body() + " b").onSuccess(next -> next.reply(next.body() + " d")));
            Message<Object> last =
                    wait(here.request(address, "a").compose(m -> m.<Object>replyAndRequest(m.body() + " c")));
            assertThat(last.body()).isEqualTo("a b c d");
        }
    }

    @Test
    void a_body_that_cannot_travel_is_a_failure_that_says_so() {
        record Pojo(int a) {}
        Local.register(site.bus(), Pojo.class);
        Local.register(gateway.bus(), Pojo.class);
        consume(site.bus(), "demo.in", m -> m.reply(new Pojo(1)));

        ReplyException there = failure(site.bus(), "demo.out", new Pojo(1));
        assertThat(there.failureType()).isEqualTo(ReplyFailure.ERROR);
        assertThat(there.getMessage()).contains("not_writable").contains("Pojo").contains("expected: null, String");
        assertThat(failure(gateway.bus(), "demo.in", "x").getMessage())
                .contains("not_writable")
                .contains("Pojo");

        var unused = site.bus().publish("demo.out", new Pojo(2));
        await().until(() -> site.events("NOT_EXPORTED").size() == 1);
        JsonObject details = site.events("NOT_EXPORTED").get(0).getJsonObject("details");
        assertThat(details)
                .isEqualTo(new JsonObject("{\"address\":\"demo.out\",\"code\":\"not_writable\",\"count\":1}"));
    }

    @Test
    void what_is_sent_to_nobody_is_an_event() {
        var unused = site.bus().send("demo.out", "x");
        await().until(() -> !site.events("NOT_EXPORTED").isEmpty());
        assertThat(site.events("NOT_EXPORTED").get(0).getJsonObject("details").getString("code"))
                .isEqualTo("no_handlers");
        var unusedToo = gateway.bus().send("demo.in", "x");
        await().until(() -> !site.events("NOT_IMPORTED").isEmpty());
        assertThat(site.events("NOT_IMPORTED").get(0).getJsonObject("details").getString("address"))
                .isEqualTo("demo.in");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_thousand_messages_each_way_keep_their_order(boolean publish) {
        List<Object> numbers = new ArrayList<>();
        Queue<Object> there = new ConcurrentLinkedQueue<>();
        consume(gateway.bus(), "demo.out", m -> there.add(m.body()));
        consume(site.bus(), "demo.in", m -> heard.add(m.body()));
        for (int i = 0; i < 1000; i++) {
            numbers.add(i);
            var unused =
                    publish ? site.bus().publish("demo.out", i) : site.bus().send("demo.out", i);
            var unusedToo = publish
                    ? gateway.bus().publish("demo.in", i)
                    : gateway.bus().send("demo.in", i);
        }
        await().until(() -> there.size() >= 1000 && heard.size() >= 1000);
        assertThat(List.copyOf(there)).isEqualTo(numbers);
        assertThat(List.copyOf(heard)).isEqualTo(numbers);
    }

    @Test
    void after_the_end_of_the_link_nobody_is_there() {
        echo(site.bus(), "demo.in");
        site.unlink(link);
        assertFailed(site.bus(), "demo.out", ReplyFailure.NO_HANDLERS, -1, "No handlers for address demo.out");
        await().untilAsserted(() ->
                assertThat(failure(gateway.bus(), "demo.in", "x").failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
        assertThat(site.events("CLOSED")).hasSize(1);
    }

    @Test
    void an_import_that_is_denied_is_no_link() {
        assertThat(catchThrowable(() -> site.link(gateway.port(), "{\"import\": [\"secret\"]}")))
                .hasMessageContaining("import of secret: access_denied");
    }

    private void echo(EventBus bus, String address) {
        consume(bus, address, m -> m.reply(m.body()));
    }

    private void hear(EventBus bus, String address) {
        consume(bus, address, m -> {
            heard.add(m.body());
            if (m.replyAddress() != null) {
                m.reply("ok");
            }
        });
    }

    private void consume(EventBus bus, String address, Handler<Message<Object>> handler) {
        MessageConsumer<?> consumer = bus.consumer(address, handler);
        if (bus == gateway.bus()) {
            atGateway.add(consumer);
        }
    }

    private static Message<Object> ask(EventBus bus, String address, @Nullable Object body) {
        return wait(bus.request(address, body));
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.await(10, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static ReplyException failure(EventBus bus, String address, Object body) {
        ReplyException e = catchThrowableOfType(ReplyException.class, () -> ask(bus, address, body));
        assertThat(e).isNotNull();
        return e;
    }

    private static void assertFailed(EventBus bus, String address, ReplyFailure type, int code, String message) {
        ReplyException e = failure(bus, address, "x");
        assertThat(e.failureType()).isEqualTo(type);
        assertThat(e.failureCode()).isEqualTo(code);
        assertThat(e).hasMessage(message);
    }
}
