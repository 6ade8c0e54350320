package io.busport.client.text;

import io.busport.client.Endpoint;
import io.busport.config.ListenConfig.KeepAlive;
import io.busport.security.tls.ClientTls;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a client behaves.
 *
 * @param endpoints the gateway's addresses, tried in turn; at least one
 * @param connectTimeout for one address; the kernel would take 133 s
 * @param firstRetry a lost connection is tried again after a random time up to this, so that the clients of a lost gateway do not
 *     all come at once
 * @param longestRetry the random time doubles up to this
 * @param healthyAfter a connection that stood this long starts the doubling anew
 * @param keepAlive TCP keepalive, see {@code listen.keepAlive} of the gateway
 * @param userTimeout TCP_USER_TIMEOUT, the same for data in flight
 * @param maxUnanswered messages without an answer; beyond it new ones wait
 * @param maxUnread lines the program has not dealt with; beyond it the connection is not read
 * @param resend whether messages without an answer are sent again on a new connection: they may then arrive twice. Otherwise they are
 *     given up, and the loss is reported
 * @param giveUpAfter how long a client that finishes waits while no answer comes and nothing it says goes on its way
 * @param tls null to connect without
 * @param token what the client proves itself with, asked for each connection; null: nothing
 */
public record TextClientOptions(
        List<Endpoint> endpoints,
        Duration connectTimeout,
        Duration firstRetry,
        Duration longestRetry,
        Duration healthyAfter,
        KeepAlive keepAlive,
        Duration userTimeout,
        int maxUnanswered,
        int maxUnread,
        boolean resend,
        Duration giveUpAfter,
        @Nullable ClientTls tls,
        Supplier<@Nullable String> token) {

    public TextClientOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoints (expected: at least one)");
        }
    }

    public static TextClientOptions of(List<Endpoint> endpoints, boolean resend) {
        return of(endpoints, resend, null, () -> null);
    }

    public static TextClientOptions of(
            List<Endpoint> endpoints, boolean resend, @Nullable ClientTls tls, Supplier<@Nullable String> token) {
        return new TextClientOptions(
                endpoints,
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                new KeepAlive(Duration.ofSeconds(15), Duration.ofSeconds(5), 3),
                Duration.ofSeconds(20),
                1000,
                256,
                resend,
                Duration.ofSeconds(30),
                tls,
                token);
    }
}
