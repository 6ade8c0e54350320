package io.busport.testing;

import io.busport.session.Router;
import io.busport.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody on the bus who waits for an answer, and remembers what it got. */
public class FakeAsker implements Router.Asker {
    public final List<Object> got = new ArrayList<>();
    public final List<Router.Answer> next = new ArrayList<>();

    @Override
    public void reply(Frame.Send answer) {
        got.add(String.valueOf(answer.body()));
    }

    @Override
    public void replyAndRequest(Frame.Send answer, Router.Answer then) {
        got.add(String.valueOf(answer.body()));
        next.add(then);
    }

    @Override
    public void fail(int code, @Nullable String message) {
        got.add(new Frame.Failure(code, message));
    }
}
