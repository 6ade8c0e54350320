package io.busport.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/**
 * Makes parsers as lenient as those of Vert.x: comments are allowed. The bytes are UTF-8 and nothing else is guessed.
 *
 * <p>The parsers of a thread share the names they have seen, or each name of each frame would be a new text. Jackson keeps up to 6000
 * of them, of up to 50,000 characters, which anybody could fill; here they are forgotten as soon as they are more than a program's own,
 * and a large frame leaves none behind.
 */
final class Parsers extends JsonFactory {
    private static final long serialVersionUID = 1;
    private static final int MANY_NAMES = 500;
    private static final int LARGE_FRAME = 16 << 10;
    private static final ThreadLocal<Parsers> OF_THREAD = ThreadLocal.withInitial(Parsers::new);

    private Parsers() {
        super(settings());
    }

    private static JsonFactoryBuilder settings() {
        JsonFactoryBuilder settings = new JsonFactoryBuilder();
        settings.enable(JsonReadFeature.ALLOW_JAVA_COMMENTS);
        settings.disable(Feature.CHARSET_DETECTION);
        settings.disable(Feature.INTERN_FIELD_NAMES);
        settings.recyclerPool(JsonRecyclerPools.threadLocalPool());
        return settings;
    }

    /** A parser of these bytes, which must not change before it is closed; it is to be closed by the thread that asked for it. */
    static JsonParser open(byte[] bytes, int from, int length) throws IOException {
        Parsers parsers = length > LARGE_FRAME ? new Parsers() : ofThread();
        return parsers.createParser(bytes, from, length);
    }

    private static Parsers ofThread() {
        Parsers parsers = OF_THREAD.get();
        if (parsers.names() > MANY_NAMES) {
            parsers = new Parsers();
            OF_THREAD.set(parsers);
        }
        return parsers;
    }

    /** How many names the parsers of this thread share. */
    static int namesKept() {
        return OF_THREAD.get().names();
    }

    private int names() {
        return _byteSymbolCanonicalizer.size();
    }
}
