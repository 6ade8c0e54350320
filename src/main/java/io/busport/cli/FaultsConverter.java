package io.busport.cli;

import io.busport.nat.Fault;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Faults by name, one or more; {@code drop} is first what goes in, then what comes out. */
final class FaultsConverter implements ITypeConverter<List<Fault>> {
    @Override
    public List<Fault> convert(String value) {
        List<Fault> faults = new ArrayList<>();
        for (String name : value.split(",", -1)) {
            try {
                faults.addAll(
                        name.equals("drop") ? List.of(Fault.DROP_IN, Fault.DROP_OUT) : List.of(Fault.parse(name)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
        return faults;
    }
}
