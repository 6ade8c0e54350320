package io.busport.cli;

import io.busport.wire.Dialect;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class DialectConverter implements ITypeConverter<Dialect> {
    @Override
    public Dialect convert(String value) {
        return Arrays.stream(Dialect.values())
                .filter(d -> d.label().equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' (expected: one of "
                        + Arrays.stream(Dialect.values()).map(Dialect::label).collect(Collectors.joining(", "))
                        + ")"));
    }
}
