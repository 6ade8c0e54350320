package io.busport.client.link;

import io.busport.wire.Headers;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Headers on their way from one bus to the other. Names that begin with {@code busport-} are Busport's own and stay where they are. */
final class LinkHeaders {
    /** On everything that a link delivers, with the link's id: whatever has it is never exported, by any link. */
    static final String LINK = "busport-link";

    private static final String OURS = "busport-";

    private LinkHeaders() {}

    /** Each name once, with its last value: more than that JSON cannot say. */
    static Headers toCluster(MultiMap local) {
        if (local.isEmpty()) {
            return Headers.NONE;
        }
        Map<String, String> shown = new LinkedHashMap<>();
        local.forEach(header -> {
            if (!isOurs(header.getKey())) {
                shown.put(header.getKey(), header.getValue());
            }
        });
        return Headers.of(shown.entrySet().stream()
                .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                .toArray(String[]::new));
    }

    static MultiMap toLocal(Headers cluster) {
        MultiMap local = MultiMap.caseInsensitiveMultiMap();
        cluster.forEach((name, value) -> {
            if (!isOurs(name)) {
                var unused = local.add(name, value);
            }
        });
        return local;
    }

    private static boolean isOurs(String name) {
        return name.regionMatches(true, 0, OURS, 0, OURS.length());
    }
}
