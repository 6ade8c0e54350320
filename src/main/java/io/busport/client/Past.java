package io.busport.client;

import io.busport.session.Outbox.Kept;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process before left.
 *
 * @param saved its session; null for none
 * @param files of its spool; null without one
 * @param kept what it had said and was not acknowledged
 */
record Past(@Nullable SavedState saved, @Nullable SpoolFiles files, List<Kept> kept) {

    /** Blocks. */
    static Past read(SessionOptions options) throws IOException {
        SavedState saved = options.stateFile() == null ? null : StateFile.read(options.stateFile());
        if (options.spool() == null) {
            return new Past(saved, null, List.of());
        }
        SpoolFiles files = Spool.files(options.spool());
        String session = saved == null ? null : saved.session();
        return new Past(saved, files, Spool.read(files, session, System.currentTimeMillis()));
    }
}
