/**
 * One TCP socket: who is let in, what is spoken on it, the only writer to it, and why it ended.
 *
 * <p>Start at {@link io.busport.connection.Connection}. Everything of one connection belongs to the event loop of its socket: no locks, no
 * volatile fields. {@link io.busport.connection.Connections} is where other threads look, by asking each loop.
 *
 * <pre>
 *                         Entrance (once: PROXY header, Admission, TLS handshake, Greeting)
 *                            │
 *   socket ─ EndOfInput ─ Connection ─ Conversation ─ a session ─ (routing)
 *      ▲                                                 │
 *      └──── SocketWriter ◄──── Outlet ◄──── Link ◄──────┘
 * </pre>
 *
 * <p>There are two conversations: {@link io.busport.connection.TextConversation} for lines that name nothing, and
 * {@link io.busport.connection.FrameConversation} for the dialects whose frames do.
 */
@NullMarked
@CheckReturnValue
package io.busport.connection;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
