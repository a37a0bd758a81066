package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootSpecTest {

  private static final String V1 =
      """
      "org.nixos.bootspec.v1": {
        "init": "/nix/store/t/init", "initrd": "/nix/store/i/initrd",
        "initrdSecrets": "/nix/store/s/append", "kernel": "/nix/store/k/bzImage",
        "kernelParams": ["loglevel=4", "x=\\"a b\\""], "label": "NixOS (Linux 6.12)",
        "system": "x86_64-linux", "toplevel": "/nix/store/t", "new": [1]
      }
      """;

  @Test
  void readsVersionOneAndPassesOverWhatItDoesNotKnow() {
    BootSpec spec =
        BootSpec.parse(
                "{%s, \"org.nixos.specialisation.v1\": {\"gpu\": {%s}}, \"org.x\": {\"a\": null}}"
                    .formatted(V1, V1))
            .orElseThrow();

    assertThat(spec.toplevel()).isEqualTo("/nix/store/t");
    assertThat(spec.kernelParams()).containsExactly("loglevel=4", "x=\"a b\"");
    assertThat(spec.hasSecrets()).isTrue();
    assertThat(spec.specialisations()).containsOnlyKeys("gpu");
    assertThat(spec.specialisations().get("gpu").specialisations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"org.nixos.bootspec.v2\": {}}",
        "{\"org.nixos.bootspec.v1\": {\"kernel\": 1}}",
        "{\"org.nixos.bootspec.v1\": {\"kernel\": \"/k\"}}"
      })
  void anythingElseIsNone(String json) {
    assertThat(BootSpec.parse(json)).isEmpty();
  }

  @Test
  void noSecretsIsNone() {
    String json =
        """
        {"org.nixos.bootspec.v1": {"toplevel": "/t", "kernel": "/k", "initrdSecrets": null}}
        """;
    assertThat(BootSpec.parse(json).map(BootSpec::hasSecrets)).isEqualTo(Optional.of(false));
    assertThat(BootSpec.parse(json.replace("null", "\"/s\"")).map(BootSpec::hasSecrets))
        .isEqualTo(Optional.of(true));
  }
}
