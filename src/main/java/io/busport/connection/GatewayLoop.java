package io.busport.connection;

import io.busport.config.BusportConfig;
import io.busport.config.LimitsConfig;
import io.busport.nat.Cidrs;
import io.busport.security.tls.LiveTls;
import io.busport.session.Router;
import io.busport.wire.Codecs;
import io.busport.wire.Dialect;
import io.busport.wire.WireLimits;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;

/**
 * What the connections of one event loop share.
 *
 * @param table those that live, and how the last ones ended
 * @param unfinished the frames whose ends have not come
 * @param round what they do in turn
 * @param admission the whole gateway's; the one part that other loops use too
 * @param logins those of this loop that have not logged in
 * @param trustedProxies whose PROXY protocol headers are believed
 * @param tls the whole gateway's
 * @param failedHandshakes how much the log says of them
 */
record GatewayLoop(
        Vertx vertx,
        Context context,
        BusportConfig config,
        Router.Factory routers,
        Codecs codecs,
        ConnectionTable table,
        UnfinishedFrames unfinished,
        Turn.Round round,
        Admission admission,
        LoginDesk logins,
        Cidrs trustedProxies,
        LiveTls tls,
        LogBudget failedHandshakes,
        ConnectionEvents events,
        GreetingDesk greetings) {

    static GatewayLoop of(
            Vertx vertx,
            Context context,
            BusportConfig config,
            Router.Factory routers,
            Connections connections,
            ConnectionEvents events,
            Sessions sessions,
            LoginDesk logins,
            LiveTls tls) {
        LimitsConfig limits = config.limits();
        List<String> trusted = config.listen().proxyProtocol().isOn()
                ? config.listen().proxyProtocol().trusted()
                : List.of();
        return new GatewayLoop(
                vertx,
                context,
                config,
                routers,
                new Codecs(new WireLimits(
                        limits.maxFrame(), limits.maxHeaders(), limits.maxHeaderBytes(), limits.maxAddress())),
                connections.newTable(context),
                new UnfinishedFrames(limits, loops(vertx), System::nanoTime),
                new Turn.Round(context),
                connections.admission(limits),
                logins,
                Cidrs.of(trusted),
                tls,
                new LogBudget(),
                events,
                new GreetingDesk(
                        sessions.desk(),
                        sessions.newLoop(context, routers),
                        sessions.settings(),
                        config.drain().spread()));
    }

    Outlet outlet(Dialect dialect, Connection connection, SocketWriter writer) {
        return new Outlet(
                connection, writer, codecs.encoder(dialect), config.limits().maxOutbound());
    }

    private static int loops(Vertx vertx) {
        int loops = 0;
        for (var unused : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            loops++;
        }
        return loops;
    }

    /** What begins when the dialect of a connection is known. */
    Conversation converse(Dialect dialect, Connection connection, SocketWriter writer, ConnectionLog log) {
        Outlet outlet = outlet(dialect, connection, writer);
        Router.Origin origin = connection.origin();
        if (dialect == Dialect.TEXT) {
            return new TextConversation(vertx, config, connection, routers.forText(origin), outlet, log);
        }
        LimitsConfig limits = config.limits();
        return new FrameConversation(
                dialect,
                connection,
                codecs.decoder(dialect),
                outlet,
                routers.forFrames(origin),
                Sessions.limits(limits),
                greetings);
    }
}
