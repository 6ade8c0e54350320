package io.busport.ops;

import io.busport.cluster.sessions.Fleet;
import io.busport.connection.Connections;
import io.busport.connection.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator may do, with the header {@code Authorization: Bearer TOKEN}. No form of a web page can send that header, and no script of
 * another origin may: nobody acts by being shown a link.
 *
 * <pre>
 *   POST /connections/ID/disconnect   ends a connection of this gateway; its client may come back at once
 *   POST /sessions/ID/expire          ends a session, at whichever gateway of the cluster it is
 * </pre>
 *
 * <p>Used on the event loop of the admin server.
 */
public final class AdminActions {
    private static final Logger log = LoggerFactory.getLogger(AdminActions.class);
    private static final Pattern PATH =
            Pattern.compile("/(connections/[^/]{1,100}/disconnect|sessions/[^/]{1,100}/expire)");
    /** Whoever guesses does not fill the log. */
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final AdminToken token;
    private final Connections connections;
    private final Sessions sessions;
    private final @Nullable Fleet fleet;
    private long quietUntil = System.nanoTime();
    private int unsaid;

    /** @param fleet null when this gateway is alone */
    public AdminActions(AdminToken token, Connections connections, Sessions sessions, @Nullable Fleet fleet) {
        this.token = token;
        this.connections = connections;
        this.sessions = sessions;
        this.fleet = fleet;
    }

    /** Whether this is the path of an action. */
    static boolean isAction(String path) {
        return PATH.matcher(path).matches();
    }

    /** Answers the request of an action. */
    void run(HttpServerRequest request) {
        var unused = token.check(request.getHeader("Authorization")).onSuccess(verdict -> {
            switch (verdict) {
                case RIGHT -> act(request);
                case WRONG -> refuse(request);
                case OFF -> answer(request, 403, "admin actions are off", "admin.token or admin.tokenFile");
                case UNREADABLE -> {
                    log.warn("Admin: no token can be read from admin.tokenFile, so nobody may act");
                    answer(request, 503, "admin.tokenFile", "a file with the token and nothing else");
                }
            }
        });
    }

    private void act(HttpServerRequest request) {
        String[] path = request.path().split("/", -1);
        String id = path[2];
        boolean ofConnection = path[1].equals("connections");
        // Another gateway's answer comes on a loop of its own.
        Promise<@Nullable JsonObject> here = ContextInternal.current().promise();
        var unused = (ofConnection ? disconnect(id) : expire(id)).onComplete(here);
        var unusedToo = here.future().onComplete((done, failure) -> {
            if (failure != null) {
                answer(request, 503, failure.toString(), "an answer of its gateway");
            } else if (done != null) {
                log.info("Admin: {}, as {} asked", done.encode(), request.remoteAddress());
                AdminVerticle.answer(request, 200, done.encode());
            } else if (ofConnection) {
                String expected = "an open connection of this gateway, " + connections.gateway() + "-…";
                answer(request, 404, "connection " + id, expected);
            } else {
                answer(request, 404, "session " + id, "a session that is there");
            }
        });
    }

    private Future<@Nullable JsonObject> disconnect(String id) {
        return connections.disconnect(id).map(was -> was ? new JsonObject().put("disconnected", id) : null);
    }

    private Future<@Nullable JsonObject> expire(String id) {
        Future<@Nullable String> gateway = fleet == null
                ? sessions.moves().expire(id).map(was -> was ? connections.gateway() : null)
                : fleet.expire(id);
        return gateway.map(
                g -> g == null ? null : new JsonObject().put("expired", id).put("gateway", g));
    }

    private void refuse(HttpServerRequest request) {
        long now = System.nanoTime();
        if (now - quietUntil >= 0) {
            log.warn(
                    "Admin: wrong or no token from {}; {} more before that were not logged",
                    request.remoteAddress(),
                    unsaid);
            quietUntil = now + QUIET_NANOS;
            unsaid = 0;
        } else {
            unsaid++;
        }
        var unused = request.response().putHeader("WWW-Authenticate", "Bearer realm=\"busport\"");
        answer(request, 401, "wrong or no token", "Authorization: Bearer TOKEN");
    }

    private static void answer(HttpServerRequest request, int status, String value, String expected) {
        AdminVerticle.answer(request, status, AdminVerticle.error(value, expected));
    }
}
