/**
 * One TCP socket: who is on it, what is read from it, the only writer to it, and why it ended.
 *
 * <p>Start at {@link io.busport.connection.Connection}. Everything of one connection belongs to the event loop of its socket: no locks, no
 * volatile fields. {@link io.busport.connection.Connections} is where other threads look, by asking each loop.
 *
 * <pre>
 *   socket ─ EndOfInput ─ Connection ─ Sniffer ─ TextReader ─ Session ─ (routing)
 *      ▲                                                         │
 *      └──────────── SocketWriter ◄─────── Link.write ◄──────────┘
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.busport.connection;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
