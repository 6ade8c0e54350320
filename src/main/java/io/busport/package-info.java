/**
 * Busport carries messages between sockets outside a Kubernetes cluster and the Vert.x event bus inside it, through NAT. This page is the
 * map of the code.
 *
 * <pre>
 *                  client process                │ NAT │                     gateway process
 *   cli ─ client ─ local event bus ─ NetClient ──┼─────┼──► NetServer ─ connection ─ session ─ routing ─ event bus ─ services
 *                                                      one GatewayVerticle for each event loop ┘
 * </pre>
 *
 * <p>A message in: {@link io.busport.connection.Connection} reads bytes, {@link io.busport.wire.Sniffer} tells the dialect, a
 * {@link io.busport.wire.Decoder} makes a {@link io.busport.wire.Frame}, a {@link io.busport.session.LiveSession} says what it means,
 * {@link io.busport.session.Router} gives it to the event bus if the rules permit. The answer takes the same way back, through the
 * session's {@link io.busport.session.Link}, and leaves by the connection's one writer.
 *
 * <p>A client that says hello has a session, which outlives its connection: {@link io.busport.session.SessionDesk} finds or opens it, and from
 * then on an {@link io.busport.session.Attachment} is its connection of the moment. {@link io.busport.session.Outbox} and
 * {@link io.busport.session.Inbox} are the same at both ends; {@link io.busport.client.BusportClient} is the other end.
 *
 * <p>Who may know whom; a test holds it:
 *
 * <pre>
 *   cli ─────────────► client, bench, prove, doctor, top, explain, cluster, this package
 *   this package ────► ops, cluster, connection, routing      {@link io.busport.MainVerticle} puts a gateway together
 *   ops ─────────────► connection, cluster
 *   cluster ─────────► routing, session              other gateways are where messages arrive, and where sessions go
 *   connection ─┐
 *   routing ────┴────► session ──► wire              they meet there, and know nothing of each other
 *   client ──────────► session, wire                 outbox and inbox are the same at both ends
 *   bench ───────────► wire
 *   prove ───────────► client, wire
 *   doctor ──────────► client, wire                  from outside, as a client sees it
 *   top ─────────────► nothing                       only the admin port
 *   explain ─────────► client, connection, wire      for their words
 *
 *   config, nat, security   leaves that all of them may use; nat and security use config
 *   service            known by its name in the configuration only
 * </pre>
 *
 * <p>Start reading at {@link io.busport.session.LiveSession}, the smallest class that says what Busport does, then at
 * {@link io.busport.connection.Connection}.
 */
@NullMarked
@CheckReturnValue
package io.busport;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
