package io.busport.session;

import io.busport.wire.SessionFrames.Outcome;
import io.busport.wire.SessionFrames.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a session that outlives a connection, and could outlive a process: a session that is made of it goes on where this one stood. Not in
 * it are those who wait for an answer of the client, and the client's requests that are under way: both are calls inside of one process.
 *
 * @param proven hash of the resume secret that the client has
 * @param offered hash of the one it was given last; null when it has it
 * @param confirmed whether the client is known to have got its first welcome
 * @param received the highest number that came from the client
 * @param acked the highest number that the client has acknowledged
 * @param outbox what it has not, in order
 */
@SuppressWarnings("ArrayRecordComponent") // moved, and never compared
public record SessionSnapshot(
        String id,
        @Nullable String name,
        String principal,
        long epoch,
        long counter,
        byte[] proven,
        byte @Nullable [] offered,
        boolean confirmed,
        long expiry,
        long since,
        Window window,
        long received,
        List<Outcome> outcomes,
        long acked,
        List<Outbox.Kept> outbox,
        List<String> addresses,
        String observed) {}
