package dev.thaw.practice.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What a file holds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Content.Text.class, name = "text"),
  @JsonSubTypes.Type(value = Content.Bytes.class, name = "bytes"),
  @JsonSubTypes.Type(value = Content.Filler.class, name = "filler"),
  @JsonSubTypes.Type(value = Content.Initrd.class, name = "initrd")
})
public sealed interface Content {

  /** Its size in bytes. */
  long size();

  /** Its bytes, made when they are asked for. */
  byte[] read();

  /** These bytes; as text where they are, which reads better where the state is kept. */
  static Content of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? new Text(text)
        : new Bytes(bytes);
  }

  /** Its bytes as UTF-8 text. */
  default String string() {
    return new String(read(), StandardCharsets.UTF_8);
  }

  /** Text. */
  record Text(String text) implements Content {

    /** Nothing. */
    public static final Content EMPTY = new Text("");

    @Override
    public long size() {
      return read().length;
    }

    @Override
    public byte[] read() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Bytes that are no text. */
  record Bytes(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public byte[] read() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * Something big that only has a size, as a kernel does here.
   *
   * @param seed two fillers with the same seed begin alike
   */
  record Filler(String seed, long size) implements Content {
    @Override
    public byte[] read() {
      byte[] bytes = new byte[Math.toIntExact(size)];
      new Random(seed.hashCode()).nextBytes(bytes);
      return bytes;
    }
  }

  /**
   * The archive of stage 1, made of the words that tell what is in it, and as long as a real one:
   * the kernel passes over zeros behind an archive.
   */
  record Initrd(Stage1Image image) implements Content {
    private static final long FIRMWARE = 14_600_000;

    @Override
    public long size() {
      return FIRMWARE + image.weight();
    }

    @Override
    public byte[] read() {
      return Arrays.copyOf(image.archive(), Math.toIntExact(size()));
    }
  }
}
