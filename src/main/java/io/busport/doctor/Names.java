package io.busport.doctor;

import io.busport.client.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names to addresses: every one that a client might be given. */
final class Names {
    /**
     * What became of a name.
     *
     * @param failure why there are no addresses; null when there are
     */
    record Answer(
            Endpoint endpoint,
            List<String> addresses,
            @Nullable String failure) {
        List<Target> targets() {
            return addresses.stream()
                    .map(ip -> new Target(endpoint.host(), new Endpoint(ip, endpoint.port())))
                    .toList();
        }

        private boolean isName() {
            return !addresses.equals(List.of(endpoint.host()));
        }
    }

    private Names() {}

    /** Asks the machine's own resolver, which is what other programs here would ask, on a worker. */
    static Future<Answer> resolve(Vertx vertx, Endpoint endpoint) {
        return vertx.executeBlocking(
                () -> {
                    try {
                        InetAddress[] found = InetAddress.getAllByName(endpoint.host());
                        return new Answer(
                                endpoint,
                                Arrays.stream(found)
                                        .map(InetAddress::getHostAddress)
                                        .toList(),
                                null);
                    } catch (UnknownHostException e) {
                        return new Answer(endpoint, List.of(), "the name is unknown here");
                    }
                },
                false);
    }

    static Section judge(List<Answer> answers) {
        List<Finding> findings = new ArrayList<>();
        for (Answer a : answers) {
            if (a.failure() != null) {
                findings.add(Finding.wrong(
                        a.endpoint().host() + ": " + a.failure(),
                        "a typing error, a name of another network (a VPN, the cluster's own), or no resolver",
                        "compare with `getent hosts " + a.endpoint().host()
                                + "` where it works, or use the node's IP"));
            } else if (a.isName()) {
                findings.add(Finding.well(a.endpoint().host() + " is " + String.join(", ", a.addresses())));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.well("addresses in digits, no name to look up"));
        }
        JsonObject facts = new JsonObject();
        answers.forEach(a -> facts.put(a.endpoint().host(), new JsonArray(a.addresses())));
        return new Section("names", findings, facts);
    }
}
