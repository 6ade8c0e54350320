package io.busport.cli;

import io.busport.config.Units;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        Duration duration = Units.parseDuration(value);
        if (duration == null) {
            throw new TypeConversionException("'" + value + "' (expected: a number with ms, s, m or h, such as 5s)");
        }
        return duration;
    }
}
