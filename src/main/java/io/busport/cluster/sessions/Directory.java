package io.busport.cluster.sessions;

import static io.busport.cluster.sessions.CopyTable.future;

import io.busport.cluster.Engine;
import io.busport.cluster.Tables;
import io.busport.session.Grave;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;
import org.jspecify.annotations.Nullable;

/**
 * Which gateway has which session: a table that every gateway holds whole. A session changes its gateway by a compare-and-set of its entry.
 * Its futures complete on any thread.
 */
final class Directory {
    /**
     * @param owner the node that has it
     * @param term how often it has changed its gateway; every owner keeps its copies under a term of its own
     * @param copies the term whose copies are good: the one before, while a new owner has not written its own
     */
    record Entry(String owner, long term, long copies) {
        private String encode() {
            return term + " " + copies + " " + owner;
        }

        private static @Nullable Entry decode(@Nullable String text) {
            if (text == null) {
                return null;
            }
            String[] parts = text.split(" ", 3);
            return new Entry(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }

        /** The same session at another gateway. */
        Entry takenBy(String node) {
            return new Entry(node, term + 1, copies);
        }

        /** Its copies are those of its own term. */
        Entry kept() {
            return new Entry(owner, term, term);
        }
    }

    private final AdvancedCache<String, String> sessions;
    private final AdvancedCache<String, String> names;
    private final AdvancedCache<String, String> graves;
    private final long remember;

    /** @param remember milliseconds for which a session that is gone is remembered */
    Directory(Engine engine, long remember) {
        this(engine.cache(Tables.SESSIONS), engine.cache(Tables.NAMES), engine.cache(Tables.GRAVES), remember);
    }

    Directory(
            AdvancedCache<String, String> sessions,
            AdvancedCache<String, String> names,
            AdvancedCache<String, String> graves,
            long remember) {
        this.sessions = sessions;
        this.names = names;
        this.graves = graves;
        this.remember = remember;
    }

    Future<@Nullable Entry> get(String session) {
        return future(sessions.getAsync(session)).map(Entry::decode);
    }

    Future<Void> put(String session, Entry entry) {
        return future(sessions.putAsync(session, entry.encode())).mapEmpty();
    }

    /** @return false when the entry is another one by now */
    Future<Boolean> replace(String session, Entry before, Entry after) {
        return future(sessions.replaceAsync(session, before.encode(), after.encode()));
    }

    /** Nobody has it any more, if this was its owner; also when the owner says at the same moment that its copies are good. */
    Future<Void> remove(String session, String owner) {
        return get(session).compose(entry -> {
            if (entry == null || !entry.owner.equals(owner)) {
                return Future.succeededFuture();
            }
            return future(sessions.removeAsync(session, entry.encode()))
                    .compose(gone -> gone ? Future.succeededFuture() : remove(session, owner));
        });
    }

    /** Sessions whose entries say something, as this node knows it. Blocks, without asking anybody. */
    Map<String, Entry> where(Predicate<Entry> what) {
        Map<String, Entry> found = new HashMap<>();
        sessions.withFlags(Flag.CACHE_MODE_LOCAL).forEach((session, text) -> {
            Entry entry = Entry.decode(text);
            if (entry != null && what.test(entry)) {
                found.put(session, entry);
            }
        });
        return found;
    }

    // --- names

    /** @return who has the name now; null: the session that asked */
    Future<@Nullable String> claim(String name, String session) {
        return future(names.putIfAbsentAsync(name, session)).map(holder -> session.equals(holder) ? null : holder);
    }

    Future<Boolean> release(String name, String session) {
        return future(names.removeAsync(name, session));
    }

    // --- those that are gone

    void bury(Grave grave) {
        JsonObject o = new JsonObject()
                .put("received", grave.received())
                .put("proven", HexFormat.of().formatHex(grave.proven()));
        if (grave.offered() != null) {
            o = o.put("offered", HexFormat.of().formatHex(grave.offered()));
        }
        var unused = graves.putAsync(grave.id(), o.encode(), remember, TimeUnit.MILLISECONDS);
    }

    Future<@Nullable Grave> grave(String session) {
        return future(graves.getAsync(session)).map(text -> {
            if (text == null) {
                return null;
            }
            JsonObject o = new JsonObject(text);
            String offered = o.getString("offered");
            return new Grave(
                    session,
                    HexFormat.of().parseHex(o.getString("proven")),
                    offered == null ? null : HexFormat.of().parseHex(offered),
                    o.getLong("received"));
        });
    }
}
