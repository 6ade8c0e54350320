package io.busport.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway's address as a person writes it: {@code 203.0.113.1:30800}, {@code node.example:30800}, {@code [2001:db8::1]:30800}. */
public record Endpoint(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

    /** @throws IllegalArgumentException with the value and the expectation */
    public static Endpoint parse(String text) {
        Matcher m = FORM.matcher(text);
        int port = m.matches() ? Integer.parseInt(m.group(3)) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: HOST:PORT with a port from 1 to 65535, such as 203.0.113.1:30800)");
        }
        return new Endpoint(m.group(1) != null ? m.group(1) : m.group(2), port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
