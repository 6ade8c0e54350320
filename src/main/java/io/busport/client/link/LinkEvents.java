package io.busport.client.link;

import io.busport.client.BusportException;
import io.busport.client.ClientVerticle;
import io.busport.client.SessionEvent;
import io.busport.wire.FailCode;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What happens to a link: one line of the log and one message on {@link ClientVerticle#EVENTS} each.
 *
 * <p>Messages that are lost come in crowds. The first of an address is told at once, those that follow once a second, as a number.
 */
final class LinkEvents {
    static final String NOT_EXPORTED = "NOT_EXPORTED";
    static final String NOT_IMPORTED = "NOT_IMPORTED";

    private static final Logger log = LoggerFactory.getLogger(ClientVerticle.class);
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);
    private static final long PAUSE_MILLIS = 1000;

    private record Lost(String kind, String address, String code) {}

    private final Vertx vertx;
    private final String link;
    /** Since they were told last. */
    private final Map<Lost, Integer> untold = new LinkedHashMap<>();

    private boolean pausing;

    LinkEvents(Vertx vertx, String link) {
        this.vertx = vertx;
        this.link = link;
    }

    void session(SessionEvent event) {
        boolean isGood = switch (event.kind()) {
            case CONNECTED, RESUMED, REBOUND, GUARANTEE, GOAWAY, CLOSED -> true;
            case FRESH, PARTIAL, GAP, SLOW, LOST, UNREACHABLE, MOVED, FAILED -> false;
        };
        say(event.kind().name(), event.details(), event.text(), isGood);
    }

    void notExported(String address, Throwable e) {
        FailCode code = e instanceof BusportException b ? b.code() : FailCode.INTERNAL;
        notExported(address, code.word(), String.valueOf(e.getMessage()));
    }

    void notExported(String address, String code, String why) {
        lost(new Lost(NOT_EXPORTED, address, code), why);
    }

    void notImported(String address, Throwable e) {
        String code = e instanceof ReplyException r
                ? r.failureType().name().toLowerCase(Locale.ROOT)
                : FailCode.INTERNAL.word();
        lost(new Lost(NOT_IMPORTED, address, code), String.valueOf(e.getMessage()));
    }

    private void lost(Lost lost, String why) {
        Integer before = untold.putIfAbsent(lost, 0);
        if (before != null) {
            untold.put(lost, before + 1);
            return;
        }
        say(lost, 1, why);
        pause();
    }

    private void pause() {
        if (!pausing) {
            pausing = true;
            var unused = vertx.setTimer(PAUSE_MILLIS, t -> {
                pausing = false;
                tell();
            });
        }
    }

    /** Says what was not said yet. */
    void tell() {
        Map<Lost, Integer> all = new LinkedHashMap<>(untold);
        untold.clear();
        all.forEach((lost, count) -> {
            if (count > 0) {
                say(lost, count, "as before");
                untold.put(lost, 0);
                pause();
            }
        });
    }

    private void say(Lost lost, int count, String why) {
        say(
                lost.kind,
                new JsonObject()
                        .put("address", lost.address)
                        .put("code", lost.code)
                        .put("count", count),
                count + " of " + lost.address + " (" + lost.code + "): " + why,
                false);
    }

    private void say(String kind, JsonObject details, String text, boolean isGood) {
        String line = "Link " + link + " " + kind + ": " + text;
        if (isGood) {
            log.info(line);
        } else {
            log.warn(line);
        }
        JsonObject event = new JsonObject()
                .put("link", link)
                .put("kind", kind)
                .put("text", text)
                .put("details", details);
        var unused = vertx.eventBus().publish(ClientVerticle.EVENTS, event, LOCAL);
    }
}
