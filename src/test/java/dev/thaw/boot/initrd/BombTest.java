package dev.thaw.boot.initrd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What unpacks to far more than it is, or never ends, is given up. */
class BombTest {

  private static byte[] gzip(byte[] first, int zeros) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(first);
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < zeros; i++) {
        out.write(block);
      }
    }
    return packed.toByteArray();
  }

  @Test
  void zerosWithoutEndPadNothing() throws IOException {
    byte[] bomb = gzip(new byte[0], 300);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThat(Initrd.read(bomb).trouble()).startsWith("it holds nothing but zeros"));
  }

  @Test
  void aScriptFullOfLoopsEndsSoon() {
    byte[] loops =
        new Packed().link("init", "s").file("s", "#!" + "for i in ".repeat(25_000)).plain();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> assertThat(Initrd.read(loops).forced()).isEmpty());
  }

  @Test
  void namesWithoutEndAreGivenUp() throws IOException {
    var many = new Packed();
    String name = "x".repeat(4000);
    for (int i = 0; i < 20_000; i++) {
      many.file(name + i, "");
    }
    assertThat(Archive.read(many.plain()).trouble()).startsWith("it holds more names");
  }
}
