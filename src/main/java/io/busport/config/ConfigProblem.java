package io.busport.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where, in the words of {@code conf/busport.yaml}: {@code listen.port}, or the name of a file
 * @param value what was found there, as it was written
 * @param expected what could stand there instead
 */
public record ConfigProblem(String path, String value, String expected) {
    @Override
    public String toString() {
        return path + ": " + value + " (expected: " + expected + ")";
    }
}
