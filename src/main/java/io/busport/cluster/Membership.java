package io.busport.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.impl.InternalCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.annotation.ViewChanged;
import org.infinispan.notifications.cachemanagerlistener.event.ViewChangedEvent;
import org.infinispan.remoting.transport.Address;
import org.infinispan.remoting.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is in the cluster, which of them are gateways, and whether they are enough. Safe to use from any thread. */
public final class Membership {
    private static final Logger log = LoggerFactory.getLogger(Membership.class);
    /** What is known of a gateway that is gone, for those who have not noticed yet. */
    private static final long REMEMBERED_SECONDS = 60;

    /** Told of changes, on a thread of the engine: it must not block. */
    public interface Watcher {
        /**
         * Somebody is lost, or two halves have become one, and {@link Membership} does not show it yet: whoever finds that all who are
         * there have a message must not take that for the truth any more. {@link #changed} follows.
         */
        default void losing() {}

        /** @param merged two halves have become one: what either has done to the tables of all may be undone */
        default void changed(View before, View now, boolean merged) {}

        /** Other {@link Membership#gateways} than before: one has come, is announced, or is gone. */
        default void gatewaysChanged() {}

        /** This process does not belong to enough gateways any more, or does again. */
        default void minority(boolean now) {}
    }

    private record State(View view, Map<String, GatewayEntry> gateways, Standing standing) {}

    private final DefaultCacheManager engine;
    private final AdvancedCache<String, String> entries;
    private final GatewayEntry self;
    private final Duration settled;
    private final AtomicReference<State> state;
    /** Nothing can be read any more. */
    private final AtomicBoolean left = new AtomicBoolean();

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    Membership(DefaultCacheManager engine, GatewayEntry self, Duration settled) {
        this.engine = engine;
        this.entries = engine.<String, String>getCache(Tables.GATEWAYS).getAdvancedCache();
        this.self = self;
        this.settled = settled;
        View view = new View(viewNumber(engine), names(engine.getMembers()));
        Map<String, GatewayEntry> gateways = entriesOf(view.members());
        this.state =
                new AtomicReference<>(new State(view, gateways, Standing.of(gateways.keySet(), System.nanoTime())));
    }

    /** Watches who comes and goes. The others know this process as a member, and not yet as a gateway. */
    void enter() {
        entries.addListener(new EntryListener());
        engine.addListener(new ViewListener());
        log.info("Joined as {}, members {}", node(), view().members().size());
        update(new View(viewNumber(engine), names(engine.getMembers())), false);
    }

    /** This gateway answers the others from now on. Done when every gateway knows. */
    public CompletableFuture<?> announce() {
        return entries.putAsync(node(), self.encode());
    }

    public String node() {
        return engine.getNodeAddress();
    }

    public View view() {
        return now().view;
    }

    /** The gateways that are there, and what they say of themselves. */
    public Map<String, GatewayEntry> gateways() {
        return now().gateways;
    }

    /** Whether this process may be on the wrong side of a broken network: nothing may rely on it alone. */
    public boolean minority() {
        return now().standing.minority();
    }

    /** How many gateways there should be, as far as this one knows. */
    public int expected() {
        return now().standing.expected().size();
    }

    public boolean coordinator() {
        return engine.isCoordinator();
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** From now on nothing new is given to this gateway. Done when every gateway knows. */
    public CompletableFuture<?> announceDraining() {
        return entries.putAsync(node(), new GatewayEntry(true, self.advertise()).encode());
    }

    /** Done when every gateway knows: nobody will miss this one. */
    public CompletableFuture<?> announceLeaving() {
        return entries.putAsync(
                node(), new GatewayEntry(true, self.advertise()).encode(), REMEMBERED_SECONDS, TimeUnit.SECONDS);
    }

    /** This process goes next: what becomes of the others is not its business any more. */
    void leave() {
        left.set(true);
    }

    private State now() {
        return Objects.requireNonNull(state.get());
    }

    private void update(View latest, boolean merged) {
        State before;
        State after;
        boolean losing = false;
        do {
            before = now();
            View view = latest.number() >= before.view.number() ? latest : before.view;
            Map<String, GatewayEntry> known =
                    entriesOf(Stream.concat(before.standing.expected().stream(), view.members().stream())
                            .toList());
            Set<String> leavers = new TreeSet<>();
            known.forEach((node, entry) -> {
                if (entry.leaving()) {
                    leavers.add(node);
                }
            });
            known.keySet().retainAll(view.members());
            Standing standing = before.standing.change(known.keySet(), leavers, System.nanoTime(), settled);
            after = new State(view, Map.copyOf(known), standing);
            if (merged || !before.view.without(view).isEmpty()) {
                losing = true;
                watchers.forEach(Watcher::losing);
            }
        } while (!state.compareAndSet(before, after));
        boolean overtaken = losing && !merged && after.view.number() == before.view.number();
        if (overtaken) { // by a newer view, whose loss may have been dealt with before ours was told
            View now = after.view;
            watchers.forEach(w -> w.changed(now, now, true));
        }
        tell(before, after, merged);
    }

    private void tell(State before, State after, boolean merged) {
        if (merged || after.view.number() > before.view.number()) {
            watchers.forEach(w -> w.changed(before.view, after.view, merged));
            say(before, after, merged);
        }
        if (!before.gateways.keySet().equals(after.gateways.keySet())) {
            watchers.forEach(Watcher::gatewaysChanged);
        }
        boolean minority = after.standing.minority();
        if (minority != before.standing.minority()) {
            if (minority) {
                log.warn(
                        "Minority: {} of {} gateways are here; the others may go on without this one",
                        after.standing.present().size(),
                        after.standing.expected().size());
            } else {
                log.info(
                        "No minority any more: {} gateways",
                        after.standing.present().size());
            }
            watchers.forEach(w -> w.minority(minority));
        }
    }

    private static void say(State before, State after, boolean merged) {
        for (String node : after.view.without(before.view)) {
            log.info("Joined: {}, members {}", node, after.view.members().size());
        }
        for (String node : before.view.without(after.view)) {
            GatewayEntry entry = before.gateways.get(node);
            boolean missed = after.standing.expected().contains(node);
            log.info(
                    "{}: {}, members {}",
                    entry != null && missed ? "Lost" : "Left",
                    node,
                    after.view.members().size());
        }
        if (merged) {
            log.warn("Merged: members {}", after.view.members().size());
        }
    }

    /** Its own entry may have been given up by the other half; those who are gone are remembered for a while only. */
    private void tidy(View before, View now, boolean merged) {
        if (merged) {
            var unused = entries.putAsync(node(), self.encode());
        }
        if (coordinator()) {
            for (String gone : before.without(now)) {
                String entry = local().get(gone);
                if (entry != null) {
                    var unused = entries.putAsync(gone, entry, REMEMBERED_SECONDS, TimeUnit.SECONDS);
                }
            }
        }
    }

    private AdvancedCache<String, String> local() {
        return entries.withFlags(Flag.CACHE_MODE_LOCAL);
    }

    private Map<String, GatewayEntry> entriesOf(Collection<String> nodes) {
        Map<String, GatewayEntry> found = new TreeMap<>();
        for (String node : nodes) {
            String entry = local().get(node);
            if (entry != null) {
                found.put(node, GatewayEntry.parse(entry));
            }
        }
        return found;
    }

    private static int viewNumber(DefaultCacheManager engine) {
        return InternalCacheManager.of(engine).getComponent(Transport.class).getViewId();
    }

    private static List<String> names(List<Address> addresses) {
        return addresses.stream().map(Address::toString).toList();
    }

    /** Of the engine; it asks for a public class. */
    @Listener(sync = false)
    public final class ViewListener {
        private ViewListener() {}

        @ViewChanged
        @Merged
        public void viewChanged(ViewChangedEvent event) {
            if (left.get()) {
                return;
            }
            View before = view();
            View now = new View(event.getViewId(), names(event.getNewMembers()));
            update(now, event.isMergeView());
            tidy(before, now, event.isMergeView());
        }
    }

    /** A gateway enters, or says that it leaves. */
    @Listener(sync = false)
    public final class EntryListener {
        private EntryListener() {}

        @CacheEntryCreated
        @CacheEntryModified
        public void entryChanged(CacheEntryEvent<String, String> event) {
            if (!event.isPre() && !left.get()) {
                update(view(), false);
            }
        }
    }
}
