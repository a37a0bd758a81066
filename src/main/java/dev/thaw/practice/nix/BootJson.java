package dev.thaw.practice.nix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A system's {@code boot.json}, from which the boot menu is written. Written and read token by
 * token: every machine's past waits for one, and Jackson's mapper takes longer to get ready than
 * all the rest.
 */
record BootJson(
    String init,
    String initrd,
    String kernel,
    List<String> kernelParams,
    String label,
    String toplevel) {

  private static final JsonFactory JSON = new JsonFactory();

  /** NixOS has jq write it. */
  private static final DefaultPrettyPrinter AS_JQ =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""))
          .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);

  /** The file's text. */
  String text() {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(AS_JQ.createInstance());
      json.writeStartObject();
      json.writeObjectFieldStart("org.nixos.bootspec.v1");
      json.writeStringField("init", init);
      json.writeStringField("initrd", initrd);
      json.writeStringField("kernel", kernel);
      json.writeArrayFieldStart("kernelParams");
      for (String param : kernelParams) {
        json.writeString(param);
      }
      json.writeEndArray();
      json.writeStringField("label", label);
      json.writeStringField("system", "x86_64-linux");
      json.writeStringField("toplevel", toplevel);
      json.writeEndObject();
      json.writeObjectFieldStart("org.nixos.specialisation.v1");
      json.writeEndObject();
      json.writeObjectFieldStart("org.nixos.systemd-boot");
      json.writeStringField("sortKey", "nixos");
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /** What that text says. */
  static BootJson read(String text) {
    Map<String, String> texts = new HashMap<>();
    List<String> params = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && json.getParsingContext().inArray()) {
          params.add(json.getText());
        } else if (token == JsonToken.VALUE_STRING) {
          texts.put(json.currentName(), json.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BootJson(
        given(texts, "init"),
        given(texts, "initrd"),
        given(texts, "kernel"),
        params,
        given(texts, "label"),
        given(texts, "toplevel"));
  }

  private static String given(Map<String, String> texts, String key) {
    return Objects.requireNonNull(texts.get(key), key);
  }
}
