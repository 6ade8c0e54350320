package io.busport.bridge;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Whose bridge it is. */
enum Side {
    OFFICIAL {
        @Override
        Bridge start(JsonObject config, Duration patience) {
            return new OfficialBridge(config, patience);
        }
    },
    OURS {
        @Override
        Bridge start(JsonObject config, Duration patience) {
            return new GatewayBridge(config, patience);
        }
    };

    /** @param config keys of a gateway's configuration that differ from the default */
    abstract Bridge start(JsonObject config, Duration patience);
}
