package io.busport.connection;

import io.busport.session.SessionDesk;
import io.busport.session.SessionLoop;
import io.busport.session.SessionSettings;
import java.time.Duration;

/**
 * What the connections of one event loop need to ask for sessions.
 *
 * @param desk the whole gateway's
 * @param loop the sessions of this event loop
 * @param goAwayWithin how long a client may take to leave when the gateway does
 */
record GreetingDesk(SessionDesk desk, SessionLoop loop, SessionSettings settings, Duration goAwayWithin) {}
