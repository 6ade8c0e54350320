package io.busport.session;

import io.busport.wire.Frame;
import io.busport.wire.SessionFrames.Resume;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other gateways that have nothing, and remember what they were told. */
final class FakeGateways implements Gateways {
    final List<String> forwarded = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    final List<String> yielded = new ArrayList<>();

    @Override
    public boolean exist() {
        return true;
    }

    /** What was claimed while {@link #slow}, and is not decided. */
    final List<Promise<Boolean>> claims = new ArrayList<>();

    boolean slow;

    @Override
    public Future<Boolean> claim(String session, @Nullable String name) {
        if (!slow) {
            return Future.succeededFuture(true);
        }
        Promise<Boolean> claim = Promise.promise();
        claims.add(claim);
        return claim.future();
    }

    @Override
    public Future<Found> find(Resume said, String principal, SessionLoop home) {
        return Future.succeededFuture(Found.NOWHERE);
    }

    @Override
    public Future<@Nullable Grave> grave(String session) {
        return Future.succeededFuture(null);
    }

    @Override
    public void ended(Grave grave, @Nullable String name) {
        ended.add(grave.id());
    }

    @Override
    public void forward(String session, long n, Frame answer) {
        forwarded.add(session + " " + n + " " + ((Frame.Message) answer).body());
    }

    @Override
    public void yielded(String name, String session) {
        yielded.add(name);
    }

    @Override
    public @Nullable String unfit() {
        return null;
    }

    @Override
    public String guarantee() {
        return "two copies";
    }

    @Override
    public List<String> alternatives() {
        return List.of("other:1");
    }
}
