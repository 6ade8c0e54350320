package io.busport.client;

import io.busport.wire.SessionFrames.Observed;
import org.jspecify.annotations.Nullable;

/**
 * How a client stands.
 *
 * @param session null before the first welcome
 * @param observed the client as the gateway sees it
 * @param endpoint the address of the present or last connection
 * @param rebound how often the gateway saw the client at another address than before
 * @param unacked frames that the gateway has not taken responsibility for
 * @param late answers that came after their request had failed
 * @param unheard messages for which there was no handler
 * @param lastCause why the last connection ended
 */
public record SessionInfo(
        @Nullable String session,
        @Nullable String name,
        long epoch,
        @Nullable Observed observed,
        @Nullable String gateway,
        @Nullable String guarantee,
        @Nullable Endpoint endpoint,
        boolean connected,
        int rebound,
        int unacked,
        long late,
        long unheard,
        @Nullable Cause lastCause) {}
