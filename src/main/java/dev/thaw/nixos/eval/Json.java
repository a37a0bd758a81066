package dev.thaw.nixos.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.nixos.eval.Value.Attrs;
import dev.thaw.nixos.eval.Value.Bool;
import dev.thaw.nixos.eval.Value.Items;
import dev.thaw.nixos.eval.Value.Null;
import dev.thaw.nixos.eval.Value.Num;
import dev.thaw.nixos.eval.Value.Origin;
import dev.thaw.nixos.eval.Value.Str;
import dev.thaw.nixos.eval.Value.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Values that are written as JSON: hosts and their roles often are. */
final class Json {

  private static final JsonMapper JSON = new JsonMapper();

  private Json() {}

  /** What a text stands for; {@code at} is the place that reads it. */
  static Value value(String text, Origin at) {
    try {
      return value(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return new Unknown("what is read there is no JSON (" + at.place() + ")");
    }
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var of = new LinkedHashMap<String, Lazy>();
        node.properties()
            .forEach(one -> of.put(one.getKey(), Lazy.of(() -> value(one.getValue()))));
        yield Attrs.made(of);
      }
      case ARRAY -> {
        var all = new ArrayList<Lazy>();
        node.forEach(one -> all.add(Lazy.of(() -> value(one))));
        yield new Items(all, false);
      }
      case STRING -> new Str(node.textValue());
      case NUMBER -> new Num(node.asText());
      case BOOLEAN -> new Bool(node.booleanValue());
      case NULL -> new Null();
      default -> new Unknown("nothing is written there");
    };
  }
}
