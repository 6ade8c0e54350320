package io.busport.k8s;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * Vert.x' JSON as the gateway has it.
 *
 * <p>The Kubernetes model puts Jackson's databind on the path of the tests. Vert.x would find it and write any object as JSON, which
 * fails in the gateway, where databind is not. Named in {@code META-INF/services}.
 */
public final class GatewayJson implements JsonFactory {
    private static final JsonCodec WITHOUT_DATABIND = new JacksonCodec();

    @Override
    public JsonCodec codec() {
        return WITHOUT_DATABIND;
    }
}
