package io.busport.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.manager.DefaultCacheManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the event bus on the engine, and remembers what this process has registered there. While a network is broken the other half deletes
 * the registrations of this one, as of a node that is dead; after a merge they are made again.
 */
public final class GatewayClusterManager extends InfinispanClusterManager {
    private static final Logger log = LoggerFactory.getLogger(GatewayClusterManager.class);
    /** After a merge. The halves agree on what is true in their own time, and whatever came before that may be undone. */
    private static final long[] AGAIN_MILLIS = {1, 1_000, 3_000, 8_000};

    // Written by whichever event loop registers, read after a merge.
    private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();

    private final Membership membership;
    private @Nullable ToMembers routes;

    GatewayClusterManager(DefaultCacheManager engine, Membership membership) {
        super(engine);
        this.membership = membership;
    }

    @Override
    public void init(Vertx vertx) {
        super.init(vertx);
        membership.watch(new Membership.Watcher() {
            @Override
            public void changed(View before, View now, boolean merged) {
                if (merged) {
                    for (long delay : AGAIN_MILLIS) {
                        vertx.setTimer(delay, id -> repeat());
                    }
                }
                if (!before.without(now).isEmpty()) {
                    forget();
                }
            }
        });
    }

    private void forget() {
        ToMembers filter = routes;
        if (filter != null) {
            filter.membersLost();
        }
    }

    // The next three ask a transport that this Infinispan does not show any more.

    @Override
    public List<String> getNodes() {
        return membership.view().members();
    }

    @Override
    public @Nullable String clusterHost() {
        return null;
    }

    @Override
    public @Nullable String clusterPublicHost() {
        return null;
    }

    /** Vert.x says it once, before it joins. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void registrationListener(RegistrationListener listener) {
        routes = new ToMembers(listener);
        super.registrationListener(routes);
    }

    /** Registrations of a node that is gone are deleted one by one; nothing is to go there meanwhile. */
    private final class ToMembers implements RegistrationListener {
        private final RegistrationListener selector;
        /** Of the addresses that this process sends to. */
        private final Map<String, List<RegistrationInfo>> known = new ConcurrentHashMap<>();

        ToMembers(RegistrationListener selector) {
            this.selector = selector;
        }

        List<RegistrationInfo> read(String address, List<RegistrationInfo> registrations) {
            List<RegistrationInfo> here = ofMembers(registrations);
            if (here.isEmpty()) {
                known.remove(address);
            } else {
                known.put(address, here);
            }
            return here;
        }

        @Override
        public void registrationsUpdated(RegistrationUpdateEvent event) {
            selector.registrationsUpdated(
                    new RegistrationUpdateEvent(event.address(), read(event.address(), event.registrations())));
        }

        /** At once, and without asking a table that may be on its way to another node. */
        void membersLost() {
            known.forEach((address, registrations) -> {
                if (ofMembers(registrations).size() < registrations.size()) {
                    registrationsUpdated(new RegistrationUpdateEvent(address, registrations));
                }
            });
        }

        @Override
        public void registrationsLost() {
            selector.registrationsLost();
        }

        @Override
        public boolean wantsUpdatesFor(String address) {
            return selector.wantsUpdatesFor(address);
        }
    }

    /** The node selector asks once for each address; what changes later it is told. */
    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        super.getRegistrations(
                address, (all, failure) -> promise.complete(all == null ? null : use(address, all), failure));
    }

    private List<RegistrationInfo> use(String address, List<RegistrationInfo> registrations) {
        ToMembers filter = routes;
        return filter != null && filter.wantsUpdatesFor(address)
                ? filter.read(address, registrations)
                : ofMembers(registrations);
    }

    private List<RegistrationInfo> ofMembers(List<RegistrationInfo> registrations) {
        View view = membership.view();
        return registrations.stream().filter(r -> view.contains(r.nodeId())).toList();
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (!registration.localOnly()) {
            // In one step with the removal of the last one, or this one could be added to what is on its way out.
            own.compute(address, (a, mine) -> {
                Set<RegistrationInfo> all = mine == null ? ConcurrentHashMap.newKeySet() : mine;
                all.add(registration);
                return all;
            });
        }
        super.addRegistration(address, registration, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        own.computeIfPresent(address, (a, all) -> {
            all.remove(registration);
            return all.isEmpty() ? null : all;
        });
        super.removeRegistration(address, registration, promise);
    }

    /**
     * Done when messages from this process to these addresses go to whoever is registered for them now. Without it what has just changed
     * is seen 20 ms later, or so.
     */
    public Future<Void> refreshRoutes(Collection<String> addresses) {
        ToMembers listener = routes;
        if (listener == null) {
            return Future.failedFuture("no event bus (expected: a clustered Vert.x built on this)");
        }
        List<Future<?>> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(registrations(address)
                    .onSuccess(now -> listener.registrationsUpdated(new RegistrationUpdateEvent(address, now))));
        }
        return Future.join(all).mapEmpty();
    }

    private Future<List<RegistrationInfo>> registrations(String address) {
        Promise<List<RegistrationInfo>> promise = Promise.promise();
        getRegistrations(address, promise);
        return promise.future();
    }

    /** Makes all registrations of this process that the cluster does not know, and says again where its event bus listens. */
    void repeat() {
        if (!isActive()) {
            return;
        }
        NodeInfo info = getNodeInfo();
        Promise<Void> told = Promise.promise();
        setNodeInfo(info, told);
        List<Future<?>> all = new ArrayList<>(List.of(told.future()));
        own.forEach((address, mine) -> all.add(repeat(address, mine)));
        Future.join(all)
                .compose(v -> refreshRoutes(used()))
                .onFailure(e -> log.warn("Registrations are not all made again: {}", e.getMessage()));
    }

    /** What the node selector knows by heart. Where it knows nobody, it asks anyway. */
    private Set<String> used() {
        ToMembers filter = routes;
        return filter == null ? Set.of() : Set.copyOf(filter.known.keySet());
    }

    private Future<?> repeat(String address, Set<RegistrationInfo> mine) {
        return registrations(address).compose(known -> {
            List<Future<?>> all = new ArrayList<>();
            for (RegistrationInfo registration : mine) {
                if (!known.contains(registration)) {
                    all.add(repeat(address, registration));
                }
            }
            return Future.join(all);
        });
    }

    private Future<?> repeat(String address, RegistrationInfo registration) {
        Promise<Void> made = Promise.promise();
        super.addRegistration(address, registration, made);
        return made.future().compose(v -> {
            Set<RegistrationInfo> mine = own.get(address);
            if (mine != null && mine.contains(registration)) {
                return Future.succeededFuture();
            }
            // It was removed meanwhile, and that may have come first.
            Promise<Void> removed = Promise.promise();
            super.removeRegistration(address, registration, removed);
            return removed.future();
        });
    }
}
