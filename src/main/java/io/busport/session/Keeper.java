package io.busport.session;

import io.vertx.core.Future;

/**
 * Keeps what must survive this process elsewhere, too. Implemented by cluster; one for each event loop, used on that loop.
 *
 * <p>What changes in one turn is kept together, and while that is under way the next changes wait for each other.
 */
public interface Keeper {
    /** Of a gateway that is alone: nothing is kept elsewhere, and nobody waits. */
    Keeper NOBODY = new Keeper() {
        @Override
        public boolean keeps() {
            return false;
        }

        @Override
        public void changed(Ward ward) {}

        @Override
        public void ended(Ward ward) {}

        @Override
        public void left(Ward ward) {}

        @Override
        public Future<Void> settled() {
            return Future.succeededFuture();
        }
    };

    /** Whether anything is kept at all. */
    boolean keeps();

    /** Something has changed; {@link Ward#safe} is called when it is kept elsewhere. */
    void changed(Ward ward);

    /** What is kept of it is not needed any more. */
    void ended(Ward ward);

    /** It is at another gateway now: what is kept of it is that one's to remove. */
    void left(Ward ward);

    /** Done when all changes so far are kept elsewhere. */
    Future<Void> settled();
}
