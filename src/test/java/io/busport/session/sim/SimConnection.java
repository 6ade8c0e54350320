package io.busport.session.sim;

import io.busport.session.Attachment;
import io.busport.session.Router;
import io.busport.session.Seat;
import io.busport.session.SessionDesk;
import io.busport.session.SessionLoop;
import io.busport.wire.Dialect;
import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Hello;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection: two wires, and at its far end a gateway's loop, which may be another than the session's. */
final class SimConnection implements SessionDesk.Caller {
    private final World world;
    private final int loop;
    private final String peer;
    private final SimWire toGateway;
    private final SimWire toClient;
    private final ArrayDeque<Frame> early = new ArrayDeque<>();
    private @Nullable Seat seat;
    private @Nullable Executor home;
    private boolean closed;
    Frame.@Nullable Err refusal;

    SimConnection(World world, Dialect dialect, int loop, String peer, SimClient client) {
        this.world = world;
        this.loop = loop;
        this.peer = peer;
        this.toGateway = SimWire.toGateway(dialect, f -> world.on(world.loops().get(loop), () -> arrived(f)));
        this.toClient = SimWire.toClient(dialect, f -> client.receive(f, this));
    }

    SimWire toGateway() {
        return toGateway;
    }

    SimWire toClient() {
        return toClient;
    }

    private void arrived(Frame frame) {
        if (closed) {
            return;
        }
        if (frame instanceof Hello hello) {
            world.desk().greet(hello, this);
        } else if (seat == null) {
            early.add(frame);
        } else {
            pass(frame, seat);
        }
    }

    private void pass(Frame frame, Seat to) {
        if (home != null) {
            home.execute(() -> to.receive(frame));
        }
    }

    /** The gateway notices that the connection is gone. */
    void close(String reason) {
        if (!closed) {
            closed = true;
            Seat at = seat;
            Executor there = home;
            if (at != null && there != null) {
                world.loops().get(loop).later().execute(() -> there.execute(() -> at.leave(reason, "")));
            }
        }
    }

    @Override
    public SessionLoop loop() {
        return world.sessionLoops().get(loop);
    }

    @Override
    public Attachment attachment(Executor homeExecutor, Executor laterAtHome) {
        home = homeExecutor;
        Executor here = loop().executor();
        return new Attachment() {
            @Override
            public void write(Frame frame) {
                here.execute(() -> {
                    if (!closed) {
                        toClient.write(frame);
                    }
                });
            }

            @Override
            public void end(@Nullable Frame last, End why) {
                here.execute(() -> {
                    if (last instanceof Frame.Err err) {
                        refusal = err;
                    }
                    if (last != null && !closed) {
                        toClient.write(last);
                    }
                    close(why.name());
                });
            }

            @Override
            public Router.Origin origin() {
                return Router.Origin.of("c-" + peer, peer);
            }

            @Override
            public String dialect() {
                return "simulated";
            }
        };
    }

    @Override
    public void seated(Seat taken) {
        seat = taken;
        if (closed) {
            closed = false;
            close("closed while it was greeted");
            return;
        }
        while (!early.isEmpty()) {
            pass(early.remove(), taken);
        }
    }

    @Override
    public void refused(Frame.Err why) {
        refusal = why;
        toClient.write(why);
        close("refused");
    }
}
