package dev.thaw.nixos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a generation is booted: {@code <toplevel>/boot.json}, version 1 (RFC 125).
 *
 * @param system the architecture: {@code x86_64-linux}
 * @param init the path of stage 2 in the store
 * @param kernel the kernel's path in the store
 * @param initrd the initrd's path in the store; empty when there is none
 * @param hasSecrets whether secrets are appended to the initrd's copy that is booted, which makes
 *     it larger than the one in the store
 * @param kernelParams the kernel's parameters, without {@code init=}
 * @param label "NixOS CODENAME VERSION (Linux VERSION)"
 * @param toplevel the generation's path in the store
 * @param specialisations the generation's variants, by name
 */
public record BootSpec(
    String system,
    String init,
    String kernel,
    String initrd,
    boolean hasSecrets,
    List<String> kernelParams,
    String label,
    String toplevel,
    Map<String, BootSpec> specialisations) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the lists. */
  public BootSpec {
    kernelParams = List.copyOf(kernelParams);
    specialisations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(specialisations));
  }

  /** Reads a boot.json; empty if it is not one of version 1. Unknown keys are passed over. */
  public static Optional<BootSpec> parse(String json) {
    try {
      return read(JSON.readTree(json), 0);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<BootSpec> read(JsonNode document, int depth) {
    JsonNode v1 = document == null ? null : document.get("org.nixos.bootspec.v1");
    if (v1 == null || !v1.path("toplevel").isTextual() || !v1.path("kernel").isTextual()) {
      return Optional.empty();
    }
    var params = new ArrayList<String>();
    v1.path("kernelParams").forEach(param -> params.add(param.asText()));
    var specialisations = new LinkedHashMap<String, BootSpec>();
    // A specialisation has none of its own; deeper nesting is no bootspec.
    if (depth == 0) {
      for (var entry : document.path("org.nixos.specialisation.v1").properties()) {
        read(entry.getValue(), 1).ifPresent(spec -> specialisations.put(entry.getKey(), spec));
      }
    }
    return Optional.of(
        new BootSpec(
            v1.path("system").asText(""),
            v1.path("init").asText(""),
            v1.path("kernel").asText(""),
            v1.path("initrd").asText(""),
            v1.hasNonNull("initrdSecrets"),
            params,
            v1.path("label").asText(""),
            v1.path("toplevel").asText(""),
            specialisations));
  }
}
