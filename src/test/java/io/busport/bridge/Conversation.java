package io.busport.bridge;

import java.util.List;
import java.util.function.Consumer;

/** A script with a name. */
record Conversation(String name, Consumer<Talk> script) {

    /** What everybody heard, line by line. */
    List<String> with(Bridge bridge) {
        try (Talk talk = new Talk(bridge)) {
            script.accept(talk);
            return talk.record();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
