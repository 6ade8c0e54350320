package io.busport.testing;

import io.busport.session.SessionEvents;
import io.busport.session.SessionInfo;

/** Nobody wants to know. */
public final class SilentEvents implements SessionEvents {
    @Override
    public void attached(SessionInfo session, boolean resumed) {}

    @Override
    public void detached(SessionInfo session) {}

    @Override
    public void rebound(SessionInfo session, String before) {}

    @Override
    public void ended(SessionInfo session, boolean expired) {}

    @Override
    public void refused(SessionInfo session, String peer, String code, String sentence) {}

    @Override
    public void lost(SessionInfo session, long messages) {}
}
