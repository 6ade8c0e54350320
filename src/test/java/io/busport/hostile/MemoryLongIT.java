package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import io.busport.testing.BusportProcess;
import io.busport.testing.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What would fill the memory of a gateway that lets it: 200 MiB at a time, against a heap of 96 MiB. Meanwhile others are served.
 */
@Timeout(120)
@ExtendWith(Verdict.class)
class MemoryLongIT {
    private static final int MANY_MIB = 200;
    private static final String BODY_64_KIB = "x".repeat(64 << 10);

    private final BusportProcess gateway = Gateways.small("96m")
            // The bystanders hear nothing but their answers.
            .env("BUSPORT_TEXT_SUBSCRIBE", "demo.nothing")
            .start();
    private final AdminClient admin = gateway.admin();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Bystanders bystanders;

    MemoryLongIT() throws IOException {
        bystanders = new Bystanders(gateway.port(), 1, Speech.BRIDGE, Speech.TEXT);
    }

    @BeforeEach
    void others_are_served() {
        await().atMost(Duration.ofSeconds(20)).until(bystanders::areAllServed);
    }

    @AfterEach
    void others_were_served_all_the_time() throws Exception {
        try {
            bystanders.finish();
            bystanders.assertNobodyIsHarmed();
            Gateways.assertUnharmed(gateway);
            assertThat(gateway.residentBytes()).isLessThan(400L << 20);
        } finally {
            for (AutoCloseable c : opened) {
                c.close();
            }
            bystanders.close();
            gateway.close();
        }
    }

    @Test
    void a_frame_of_2_gib_is_refused_when_its_length_is_read() throws IOException {
        Client client = connect(Speech.BRIDGE);
        assertThat(client.say(Speech.BRIDGE.ping()).hear().type()).isEqualTo("pong");
        flood(client, Integer.MAX_VALUE);
        assertThat(closeReason(client)).isEqualTo("frame-too-large");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FFFFFFF, 0x00FFFFFF})
    void so_is_one_that_nothing_was_said_before(int length) throws IOException {
        Client client = connect(Speech.BRIDGE);
        flood(client, length);
        assertThat(closeReason(client)).isEqualTo("frame-too-large");
    }

    @Test
    void a_subscriber_that_never_reads_is_closed_and_the_publisher_goes_on() throws IOException {
        Client deaf = deafSubscriber();
        publish(publisher());
        assertThat(closeReason(deaf)).isEqualTo("slow-consumer");
    }

    @Test
    void both_at_once() throws IOException {
        Client liar = connect(Speech.BRIDGE);
        assertThat(liar.say(Speech.BRIDGE.ping()).hear().type()).isEqualTo("pong");
        Client deaf = deafSubscriber();
        Client publisher = publisher();
        CompletableFuture<Void> flood = inBackground(c -> flood(c, Integer.MAX_VALUE), liar);
        publish(publisher);
        flood.join();
        assertThat(closeReason(liar)).isEqualTo("frame-too-large");
        assertThat(closeReason(deaf)).isEqualTo("slow-consumer");
    }

    @Test
    void answers_that_nobody_reads_are_bounded() throws IOException {
        Client client = connect(Speech.BRIDGE);
        CompletableFuture<Void> asking = inBackground(
                c -> {
                    byte[] question = Speech.BRIDGE.request("messages", "label", BODY_64_KIB);
                    sayUntilClosed(c, question, 10_000);
                },
                client);
        assertThat(closeReason(client)).isIn("write-stalled", "slow-consumer");
        asking.join();
    }

    // --- who does what

    private Client connect(Speech speech) throws IOException {
        Client client = new Client(speech, gateway.port(), 4096);
        opened.add(client);
        return client;
    }

    private Client deafSubscriber() throws IOException {
        Client deaf = connect(Speech.BRIDGE);
        deaf.say(Speech.BRIDGE.register("broadcast")).say(Speech.BRIDGE.ping());
        assertThat(deaf.hear().type()).isEqualTo("pong");
        return deaf;
    }

    private Client publisher() throws IOException {
        Client publisher = new Client(Speech.BRIDGE, gateway.port());
        opened.add(publisher);
        return publisher;
    }

    /** As fast as it is read; and then the publisher is still served. */
    private static void publish(Client publisher) throws IOException {
        byte[] news = Speech.BRIDGE.publish("broadcast", BODY_64_KIB);
        for (int n = MANY_MIB << 4; n > 0; n--) {
            publisher.say(news);
        }
        assertThat(publisher.say(Speech.BRIDGE.ping()).hear().type()).isEqualTo("pong");
    }

    /** Announces a frame of so many bytes, and sends as many of them as it can. */
    private static void flood(Client client, int length) {
        sayUntilClosed(client, ByteBuffer.allocate(4).putInt(length).array(), 1);
        sayUntilClosed(client, new byte[1 << 20], MANY_MIB);
    }

    private static void sayUntilClosed(Client client, byte[] bytes, int times) {
        try {
            for (int n = 0; n < times; n++) {
                client.say(bytes);
            }
        } catch (IOException closed) {
            // As it should be: the gateway has had enough.
        }
    }

    private static CompletableFuture<Void> inBackground(Consumer<Client> what, Client client) {
        return CompletableFuture.runAsync(() -> what.accept(client), task -> new Thread(task).start());
    }

    private String closeReason(Client client) {
        return admin.awaitCloseReason(client.localAddress(), Duration.ofSeconds(30));
    }
}
