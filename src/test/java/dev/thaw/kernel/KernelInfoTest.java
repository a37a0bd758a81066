package dev.thaw.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelInfoTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Otherwise whoever saves one of them in Jupyter gets a difference that nobody made. */
  @Test
  void notebooksNameThisKernelAsJupyterWritesItWhenItSavesThem() throws IOException {
    JsonNode language = MAPPER.valueToTree(KernelInfo.of("1", "practice")).get("language_info");
    Kernelspec spec = Kernelspec.in(Path.of("data"), Optional.empty());
    File[] notebooks = new File("notebooks").listFiles((_, name) -> name.endsWith(".ipynb"));
    assertThat(notebooks).hasSizeGreaterThan(5);
    for (File file : notebooks) {
      JsonNode metadata = MAPPER.readTree(file).get("metadata");
      assertThat(metadata.get("language_info")).as(file.getName()).isEqualTo(language);
      JsonNode kernel = metadata.get("kernelspec");
      assertThat(kernel.get("name").asText()).isEqualTo(spec.folder().getFileName().toString());
      assertThat(kernel.get("display_name").asText()).isEqualTo(spec.displayName());
    }
  }
}
