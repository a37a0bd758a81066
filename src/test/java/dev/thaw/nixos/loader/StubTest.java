package dev.thaw.nixos.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.Images;
import dev.thaw.nixos.Survey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stubs as lanzaboote lays them out, made with Debian's stub and objcopy, read by survey.sh. */
class StubTest {

  private static final Path STUB = Path.of("/usr/lib/systemd/boot/efi/linuxx64.efi.stub");
  private static final String SYSTEM = "/nix/store/b-nixos-system-atlas-25.11.2";
  private static final String KERNEL = "/EFI/nixos/kernel-6.12-abcdefgh.efi";
  private static final String INITRD = "/EFI/nixos/initrd-6.12-ijklmnop.efi";

  @TempDir private Path boot;

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The sections that lanzaboote's tool adds, in its order. */
  private void make(String name, boolean hashes) throws IOException {
    Path images = Files.createDirectories(boot.resolve("EFI/Linux"));
    var argv = new ArrayList<>(List.of("objcopy"));
    var sections = new java.util.LinkedHashMap<String, byte[]>();
    sections.put(
        ".osrel",
        "ID=lanza\nPRETTY_NAME=NixOS\nVERSION_ID=Generation 42\n".getBytes(StandardCharsets.UTF_8));
    sections.put(
        ".cmdline", ("init=" + SYSTEM + "/init loglevel=4").getBytes(StandardCharsets.UTF_8));
    sections.put(".initrd", INITRD.replace('/', '\\').getBytes(StandardCharsets.UTF_8));
    sections.put(".linux", KERNEL.replace('/', '\\').getBytes(StandardCharsets.UTF_8));
    if (hashes) {
      sections.put(".initrdh", sha256("initrd"));
      sections.put(".linuxh", sha256("kernel"));
    }
    long at = 0x2000000;
    for (var section : sections.entrySet()) {
      Path file = boot.resolve("section" + section.getKey());
      Files.write(file, section.getValue());
      argv.addAll(List.of("--add-section", section.getKey() + "=" + file));
      argv.addAll(List.of("--change-section-vma", section.getKey() + "=" + at));
      at += 0x10000;
    }
    argv.addAll(List.of(STUB.toString(), images.resolve(name).toString()));
    Images.run(argv.toArray(String[]::new));
  }

  private LoaderEntry read() {
    String survey = Scripts.read(Survey.class, "survey.sh");
    String script =
        Scripts.read(Survey.class, "open.sh")
            + survey.substring(0, survey.indexOf("\nn=0 roots=0"))
            + "\nsection menus boot_menus \"$1\"\n";
    var probe = new Probe("survey", script, "read stubs", Duration.ofMinutes(1));
    var machine = new InterceptorChain(new LocalMachine(null), List.of());
    Probe.Section section = probe.run(machine, boot.toString()).find("menus").orElseThrow();
    assertThat(section.ok()).isTrue();
    var texts = new java.util.HashMap<String, List<String>>();
    String[] words = new String(section.out(), StandardCharsets.ISO_8859_1).split("\0");
    for (int i = 0; i + 1 < words.length; i += 2) {
      texts.computeIfAbsent(words[i], _ -> new ArrayList<>()).add(words[i + 1]);
    }
    return new UnifiedImages().read(texts).orElseThrow().entries().getFirst();
  }

  @Test
  void itsSectionsTellWhatItStartsAndWithWhichHashes() throws IOException {
    make("nixos-generation-42-xyz.efi", true);
    LoaderEntry entry = read();

    assertThat(entry.file()).isEqualTo("nixos-generation-42-xyz.efi");
    assertThat(entry.starts(SYSTEM, 42)).isTrue();
    assertThat(entry.linux()).isEqualTo(KERNEL);
    assertThat(entry.initrds()).containsExactly(INITRD);
    HexFormat hex = HexFormat.of();
    assertThat(entry.hashes())
        .isEqualTo(
            Map.of(
                KERNEL, "sha256 " + hex.formatHex(sha256("kernel")),
                INITRD, "sha256 " + hex.formatHex(sha256("initrd"))));
  }

  @Test
  void oneWithoutHashesHasNone() throws IOException {
    make("nixos-generation-42-xyz.efi", false);
    assertThat(read().linux()).isEqualTo(KERNEL);
    assertThat(read().hashes()).isEmpty();
  }
}
