package io.busport.cluster.sessions;

import io.busport.cluster.sessions.Directory.Entry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Whose name a new session may take, whichever gateway has the session that has it. Safe to use from any thread. */
final class Names {
    private final Circle circle;
    private final GatewayLine line;
    private final Directory directory;

    Names(Circle circle, GatewayLine line, Directory directory) {
        this.circle = circle;
        this.line = line;
        this.directory = directory;
    }

    /**
     * Enters a new session of this gateway, with its name.
     *
     * @return false when the name belongs to another session, which does not give it up
     */
    Future<Boolean> claim(String session, @Nullable String name) {
        Entry ours = new Entry(circle.self(), 1, 1);
        if (name == null) {
            return directory.put(session, ours).map(true);
        }
        return directory.claim(name, session).compose(holder -> {
            if (holder == null) {
                return directory.put(session, ours).map(true);
            }
            return circle.here(mayHave(name, holder))
                    .compose(free -> free ? claim(session, name) : Future.succeededFuture(false));
        });
    }

    /** Whether the one who has a name gives it up. */
    private Future<Boolean> mayHave(String name, String holder) {
        return directory.get(holder).compose(entry -> {
            if (entry == null) {
                return directory.release(name, holder).map(true);
            }
            return line.ask(entry.owner(), "giveWay", new JsonObject().put("name", name))
                    .compose(answer -> answer.getBoolean("yields", false)
                            ? directory.release(name, holder).map(true)
                            : Future.succeededFuture(false));
        });
    }

    /** A session has the name no more. */
    void release(String name, String session) {
        var unused = directory.release(name, session);
    }
}
