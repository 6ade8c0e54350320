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
    private @Nullable RegistrationListener routes;

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
            }
        });
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
        super.registrationListener(listener);
        routes = listener;
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (!registration.localOnly()) {
            own.computeIfAbsent(address, a -> ConcurrentHashMap.newKeySet()).add(registration);
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
        RegistrationListener listener = routes;
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
    private void repeat() {
        if (!isActive()) {
            return;
        }
        NodeInfo info = getNodeInfo();
        Promise<Void> told = Promise.promise();
        setNodeInfo(info, told);
        List<Future<?>> all = new ArrayList<>(List.of(told.future()));
        own.forEach((address, mine) -> all.add(repeat(address, mine)));
        Future.join(all)
                .compose(v -> refreshRoutes(own.keySet()))
                .onFailure(e -> log.warn("Registrations are not all made again: {}", e.getMessage()));
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
