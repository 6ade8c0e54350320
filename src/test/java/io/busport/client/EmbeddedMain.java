package io.busport.client;

import io.busport.wire.Dialect;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** A program that asks a gateway one question in each dialect, and says the last answer. */
final class EmbeddedMain {
    private EmbeddedMain() {}

    public static void main(String[] endpoints) throws Exception {
        Vertx vertx = Vertx.vertx();
        Object answer = "";
        for (Dialect dialect : new Dialect[] {Dialect.JSON_LINES, Dialect.BRIDGE, Dialect.BINARY}) {
            BusportClient client = BusportClient.connect(
                            vertx, SessionOptions.of(endpoints).dialect(dialect))
                    .await(10, TimeUnit.SECONDS);
            answer = client.request("messages", "hello")
                    .await(10, TimeUnit.SECONDS)
                    .body();
            client.close().await(10, TimeUnit.SECONDS);
        }
        System.out.println("answer: " + answer);
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
