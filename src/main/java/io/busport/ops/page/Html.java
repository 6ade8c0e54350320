package io.busport.ops.page;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * HTML as it is written, also well-formed as XML. Texts and the values of attributes are whatever anybody says; names of elements and
 * attributes are this program's own.
 */
final class Html {
    private static final Set<String> VOID = Set.of("meta", "link", "input", "br");
    /** No blank may stand between these and what follows. */
    private static final Set<String> INLINE = Set.of("bdi", "span", "strong", "small", "code", "a", "button", "label");

    private final StringBuilder out = new StringBuilder(64 << 10).append("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; {@code attributes} are names and values. One without content has no end. */
    @CanIgnoreReturnValue
    Html tag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        if (VOID.contains(name)) {
            out.append("/>");
        } else {
            out.append('>');
            open.push(name);
        }
        return this;
    }

    /** Ends the element that began last. */
    @CanIgnoreReturnValue
    Html end() {
        String name = open.pop();
        out.append("</").append(name).append('>');
        if (!INLINE.contains(name)) {
            out.append('\n');
        }
        return this;
    }

    /** Content that is text. */
    @CanIgnoreReturnValue
    Html text(Object text) {
        escape(text.toString());
        return this;
    }

    /** An element with nothing but text in it. */
    @CanIgnoreReturnValue
    Html element(String name, Object text, String... attributes) {
        return tag(name, attributes).text(text).end();
    }

    /** What a client says, or a name that it gave: its direction of writing must not turn what stands around it. */
    @CanIgnoreReturnValue
    Html foreign(Object text) {
        return element("bdi", text);
    }

    /** Markup of this program's own. */
    @CanIgnoreReturnValue
    Html drawing(String svg) {
        out.append(svg);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(' ');
                default -> out.append(isUnwritable(text, i) ? '\uFFFD' : c);
            }
        }
    }

    /** Control characters, halves of characters, and what no XML may have. */
    private static boolean isUnwritable(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return Character.isISOControl(c) || c >= '\uFFFE';
    }

    /** The whole text, when every element has ended. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("elements " + open + " are open (expected: none)");
        }
        return out.toString();
    }
}
