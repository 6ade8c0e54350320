package io.busport.doctor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Everything that was found. */
public record Report(List<Section> sections) {
    public Report {
        sections = List.copyOf(sections);
    }

    /** Whether nothing is wrong. */
    public boolean isWell() {
        return sections.stream().allMatch(Section::isWell);
    }

    public JsonObject toJson() {
        JsonArray all = new JsonArray();
        sections.stream().map(Section::toJson).forEach(all::add);
        return new JsonObject().put("well", isWell()).put("sections", all);
    }

    /** The last line, for a person. */
    public String summary() {
        List<String> wrong =
                sections.stream().filter(s -> !s.isWell()).map(Section::title).toList();
        return wrong.isEmpty() ? "All is well." : "Something is wrong: " + String.join(", ", wrong) + ".";
    }
}
