package io.busport.wire;

/** What is spoken on a connection. */
public enum Dialect {
    TEXT("text"),
    JSON_LINES("json-lines"),
    BRIDGE("bridge"),
    BINARY("binary");

    private final String label;

    Dialect(String label) {
        this.label = label;
    }

    /** The name in configuration, log and status. */
    public String label() {
        return label;
    }
}
