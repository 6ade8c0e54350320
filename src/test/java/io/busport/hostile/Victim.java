package io.busport.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.busport.testing.AdminClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway as one attack sees it: where to connect, and what came of it. Closing it ends the attack's connections. */
final class Victim implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern CLOSED =
            Pattern.compile("busport_connections_closed_total\\{dialect=\"[^\"]*\",reason=\"([^\"]*)\"} (\\S+)");

    private final int port;
    private final AdminClient admin;
    private final List<Client> clients = new ArrayList<>();
    private final Map<String, Long> before;

    Victim(int port, AdminClient admin) {
        this.port = port;
        this.admin = admin;
        this.before = endings();
    }

    int port() {
        return port;
    }

    AdminClient admin() {
        return admin;
    }

    Client connect(Speech speech) throws IOException {
        return connect(speech, 0);
    }

    /** @param receiveBuffer what the kernel may hold for a client that does not read; 0 leaves it to the kernel */
    Client connect(Speech speech, int receiveBuffer) throws IOException {
        Client client = new Client(speech, port, receiveBuffer);
        clients.add(client);
        return client;
    }

    List<Client> connect(Speech speech, int count, int receiveBuffer) throws IOException {
        List<Client> some = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            some.add(connect(speech, receiveBuffer));
        }
        return some;
    }

    /**
     * Waits until so many connections have ended for one of these reasons since the attack began.
     *
     * @return how many, and why
     */
    String awaitEnded(int count, String... reasons) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(ended(reasons))
                        .as("%s; ended since the attack began: %s", String.join(" or ", reasons), endedBy())
                        .isGreaterThanOrEqualTo(count));
        return count + " " + String.join(" or ", reasons);
    }

    /** Connections that have ended for one of these reasons since the attack began. */
    long ended(String... reasons) {
        Map<String, Long> more = endedBy();
        return Arrays.stream(reasons).mapToLong(r -> more.getOrDefault(r, 0L)).sum();
    }

    private Map<String, Long> endedBy() {
        Map<String, Long> more = new TreeMap<>(endings());
        before.forEach((reason, count) -> more.merge(reason, -count, Long::sum));
        more.values().removeIf(count -> count == 0);
        return more;
    }

    /** The list of connections is long after a flood, and asking for it is work: the counters are not. */
    private Map<String, Long> endings() {
        Map<String, Long> count = new HashMap<>();
        Matcher m = CLOSED.matcher(admin.get("/metrics").body());
        while (m.find()) {
            count.merge(m.group(1), (long) Double.parseDouble(m.group(2)), Long::sum);
        }
        return count;
    }

    /** The value of a metric, all of its labels together. */
    long metric(String name) {
        Matcher m = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)")
                .matcher(admin.get("/metrics").body());
        double sum = 0;
        while (m.find()) {
            sum += Double.parseDouble(m.group(1));
        }
        return (long) sum;
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }
}
