package io.busport.cluster.sessions;

import io.busport.session.SessionMoves;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An operator at any gateway ends a session, wherever it is. Its futures complete on the loop of {@link Circle}. */
final class Expiry {
    private static final String SESSION = "session";
    private static final String EXPIRED = "expired";

    private final Circle circle;
    private final Directory directory;
    private final Supplier<SessionMoves> sessions;

    Expiry(Circle circle, Directory directory, Supplier<SessionMoves> sessions) {
        this.circle = circle;
        this.directory = directory;
        this.sessions = sessions;
    }

    /** @return the gateway that had it; null: none */
    Future<@Nullable String> expire(String session) {
        return circle.here(sessions.get().expire(session))
                .compose(was -> was ? Future.succeededFuture(circle.self()) : elsewhere(session));
    }

    private Future<@Nullable String> elsewhere(String session) {
        return circle.here(directory.get(session)).compose(entry -> {
            if (entry == null || entry.owner().equals(circle.self())) {
                return Future.<@Nullable String>succeededFuture(null);
            }
            String owner = entry.owner();
            return circle.ask(owner, "expire", new JsonObject().put(SESSION, session))
                    .<@Nullable String>map(answer -> answer.getBoolean(EXPIRED) ? owner : null);
        });
    }

    /** What another gateway asks of this one. */
    Future<JsonObject> asked(JsonObject question) {
        return circle.here(sessions.get().expire(question.getString(SESSION)))
                .map(was -> new JsonObject().put(EXPIRED, was));
    }
}
