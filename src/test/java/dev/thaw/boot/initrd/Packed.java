package dev.thaw.boot.initrd;

import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes initrds, for tests. */
public final class Packed {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int inode = 1;

  /** Adds a file. */
  public Packed file(String path, String text) {
    return entry(path, 0100644, inode++, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file of bytes. */
  Packed file(String path, byte[] content) {
    return entry(path, 0100644, inode++, content);
  }

  /** Adds a symbolic link. */
  public Packed link(String path, String target) {
    return entry(path, 0120777, inode++, target.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a second name for a file; as cpio does it, the last name has the contents. */
  Packed names(String text, String... paths) {
    int same = inode++;
    for (String path : paths) {
      boolean last = path.equals(paths[paths.length - 1]);
      entry(path, 0100644, same, (last ? text : "").getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  private Packed entry(String path, int mode, int inode, byte[] content) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    String header =
        "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X"
            .formatted(inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0);
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(name);
    pad();
    bytes.writeBytes(content);
    pad();
    return this;
  }

  private void pad() {
    while (bytes.size() % 4 != 0) {
      bytes.write(0);
    }
  }

  /** The archive, ended, and filled up to 512 bytes as cpio does. */
  public byte[] plain() {
    entry("TRAILER!!!", 0, 0, new byte[0]);
    return Arrays.copyOf(bytes.toByteArray(), (bytes.size() + 511) / 512 * 512);
  }

  private interface Packer {
    OutputStream around(OutputStream out) throws IOException;
  }

  private byte[] through(Packer packer) {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.around(packed)) {
      out.write(plain());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  byte[] gzip() {
    return through(GZIPOutputStream::new);
  }

  /** As NixOS packs it from Linux 5.9 on. */
  public byte[] zstd() {
    return through(ZstdOutputStream::new);
  }

  byte[] xz() {
    return through(
        out -> new XZOutputStream(out, new LZMA2Options(), org.tukaani.xz.XZ.CHECK_CRC32));
  }

  byte[] lz4() {
    byte[] plain = plain();
    var compressor = new Lz4JavaCompressor();
    byte[] block = new byte[compressor.maxCompressedLength(plain.length)];
    int length = compressor.compress(plain, 0, plain.length, block, 0, block.length);
    var packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {0x02, 0x21, 0x4C, 0x18});
    for (int shift = 0; shift < 32; shift += 8) {
      packed.write(length >> shift);
    }
    packed.write(block, 0, length);
    return packed.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
