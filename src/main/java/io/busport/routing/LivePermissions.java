package io.busport.routing;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The permissions that hold now. A reload replaces them, from any thread; what is asked afterwards is decided by the new ones. */
public final class LivePermissions {
    private final AtomicReference<Permissions> current;

    public LivePermissions(Permissions first) {
        this.current = new AtomicReference<>(first);
    }

    public Permissions current() {
        return Objects.requireNonNull(current.get());
    }

    public void replace(Permissions next) {
        current.set(next);
    }
}
