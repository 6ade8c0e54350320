package io.busport.bridge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a bridge: what several clients say and somebody on the bus does, and a record of what each of them hears.
 *
 * <p>In the record, and only there, reply addresses that clients hear are {@code R1}, {@code R2}… in the order in which they appear, and
 * those that somebody on the bus learns are {@code B1}, {@code B2}…
 */
final class Talk implements AutoCloseable {
    /** Where clients register to be spoken to. */
    private static final List<String> TOPICS = List.of("topic.x", "topic.y");

    private static final Pattern REPLY_ADDRESS = Pattern.compile("__vertx\\.reply\\.[0-9A-Za-z-]+(\\.[0-9]+)*");

    private final Bridge bridge;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final List<String> heardAddresses = new ArrayList<>();
    private final List<String> busAddresses = new ArrayList<>();
    private final List<String> record = new ArrayList<>();

    Talk(Bridge bridge) {
        this.bridge = bridge;
    }

    /** The client of that name; connects it when it is named for the first time. */
    Client client(String name) {
        return clients.computeIfAbsent(name, n -> new Client(n, this, bridge.connect()));
    }

    /** Waits until the bridge has noticed that they are gone: who speaks to an address then speaks to nobody. */
    void everybodyGoes() {
        clients.values().forEach(Client::close);
        clients.clear();
        TOPICS.forEach(bridge::awaitNobodyAt);
    }

    EventBus bus() {
        return bridge.bus();
    }

    /** A consumer for as long as the conversation lasts. */
    Inbox listen(String address) {
        Inbox inbox = new Inbox(this);
        consumers.add(bus().consumer(address, inbox));
        return inbox;
    }

    /** What is published on the bus to clients who hear the address. */
    void publish(String address, @Nullable Object body, DeliveryOptions options) {
        EventBus unused = bus().publish(address, body, options);
    }

    void publish(String address, @Nullable Object body) {
        publish(address, body, new DeliveryOptions());
    }

    void send(String address, @Nullable Object body) {
        EventBus unused = bus().send(address, body);
    }

    /** What somebody on the bus asks. */
    Future<Message<Object>> request(String address, @Nullable Object body) {
        return bus().request(address, body, new DeliveryOptions().setSendTimeout(20_000));
    }

    /** Records what became of a question on the bus. */
    @Nullable
    Message<Object> learns(Future<Message<Object>> outcome) {
        try {
            Message<Object> answer = bridge.await(outcome);
            noteOfBus("learns " + describe(answer));
            return answer;
        } catch (ReplyException e) {
            noteOfBus("learns " + e.failureType() + " " + e.failureCode() + " " + e.getMessage());
            return null;
        }
    }

    /** A message as its consumer sees it: the types of the body, and the headers but for our own. */
    static String describe(Message<?> message) {
        StringBuilder text = new StringBuilder(describe(message.body()));
        headers(message.headers()).forEach(h -> text.append(' ').append(h));
        return text.toString();
    }

    private static List<String> headers(MultiMap headers) {
        return headers.entries().stream()
                .filter(h -> !h.getKey().startsWith("busport-"))
                .map(h -> h.getKey() + "=" + h.getValue())
                .toList();
    }

    private static String describe(@Nullable Object body) {
        if (body == null) {
            return "null";
        }
        String type = body instanceof Buffer ? "Buffer" : body.getClass().getSimpleName();
        return type + " " + (body instanceof byte[] bytes ? Arrays.toString(bytes) : body);
    }

    void noteOfClient(String line) {
        note(line, "R", heardAddresses);
    }

    void noteOfBus(String line) {
        note("the bus " + line, "B", busAddresses);
    }

    private void note(String line, String letter, List<String> known) {
        Matcher matcher = REPLY_ADDRESS.matcher(line);
        record.add(matcher.replaceAll(m -> {
            if (!known.contains(m.group())) {
                known.add(m.group());
            }
            return letter + (1 + known.indexOf(m.group()));
        }));
    }

    /** Lines that came in an order that is nobody's promise. */
    void inAnyOrder(Runnable part) {
        int start = record.size();
        part.run();
        record.subList(start, record.size()).sort(null);
    }

    List<String> record() {
        return List.copyOf(record);
    }

    Bridge bridge() {
        return bridge;
    }

    @Override
    public void close() {
        everybodyGoes();
        consumers.forEach(c -> bridge.await(c.unregister()));
    }
}
