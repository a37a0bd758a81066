package dev.thaw.nixos;

import dev.thaw.fuzz.FuzzedReader;
import dev.thaw.machine.MachineReaders;
import dev.thaw.machine.NulText;
import dev.thaw.nixos.AccountRow.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The readers of this room, for the fuzzer. */
public final class NixosReaders {

  private static final Installation INSTALLATION =
      SurveyReader.read(MachineReaders.sections(resource("article.survey"))).getFirst();

  private NixosReaders() {}

  /** All of them. */
  public static List<FuzzedReader> all() {
    return List.of(
        new FuzzedReader(
            "survey",
            List.of(
                SurveyReader.class,
                BootReader.class,
                GenerationReader.class,
                ConfigurationReader.class,
                SurveyRows.class,
                Fields.class),
            Stream.of("article.survey", "flake.survey", "luks-open.survey")
                .map(NixosReaders::resource)
                .toList(),
            bytes -> SurveyReader.read(MachineReaders.sections(bytes))),
        new FuzzedReader(
            "boot-spaces",
            List.of(BootSpaces.class),
            List.of(
                MachineReaders.printed(
                    Map.of(
                        "space 1",
                        "100 4096\n",
                        "files 1",
                        "EFI/nixos/k.efi\0" + "5\0",
                        "menus 1",
                        "loader/entries/a.conf\0" + "8\0linux /k",
                        "images 1",
                        "/EFI/Linux/a.efi\0a b\0"))),
            bytes ->
                BootSpaces.read(
                    MachineReaders.sections(bytes), INSTALLATION, Map.of("/boot", "/mnt/boot"))),
        FuzzedReader.ofText(
            "fstab",
            List.of(Fstab.class, FstabEntry.class),
            text ->
                Fstab.parse(text)
                    .entries()
                    .forEach(entry -> {
                      entry.kind();
                      entry.identifier();
                      entry.subvolume();
                    }),
            "UUID=1 / ext4 defaults 0 1\n"
                + "LABEL=a\\040b /mnt/caf\\303\\251 btrfs subvol=@,x-initrd.mount\n"
                + "# x\n"),
        FuzzedReader.ofText(
            "boot-spec",
            List.of(BootSpec.class),
            BootSpec::parse,
            "{\"org.nixos.bootspec.v1\":{\"toplevel\":\"/t\",\"kernel\":\"/k\",\"kernelParams\":[\"a\"],\"initrdSecrets\":null},"
                + "\"org.nixos.specialisation.v1\":{\"x\":{\"org.nixos.bootspec.v1\":{\"toplevel\":\"/u\",\"kernel\":\"/k\"}}}}"),
        new FuzzedReader(
            "accounts",
            List.of(AccountsReader.class, AccountRow.class, DeclaredUsers.class),
            List.of(accounts()),
            bytes -> AccountsReader.read(bytes, INSTALLATION.mounts(), "25.11")),
        FuzzedReader.ofText(
            "pairs",
            List.of(Fields.class),
            Fields::pairs,
            "KNAME=\"/dev/sda1\" SIZE=\"5\" LABEL=\"a\\x20b\" MAJ:MIN=\"8:1\"\n"));
  }

  private static byte[] accounts() {
    var rows = new NulText();
    List.of(
            new AccountRow(Kind.FILE, "passwd", "alice:x:1000:100::/home/alice:/bin/sh\n"),
            new AccountRow(Kind.FILE, "group", "wheel:x:1:alice\n"),
            new AccountRow(Kind.FILE, "shadow", "alice:$6$:\nroot:locked:\n"),
            new AccountRow(Kind.SHELL, "/bin/sh", "yes"),
            new AccountRow(Kind.KEYS, "alice", "1"),
            new AccountRow(Kind.KEYS, "alice", "2"),
            new AccountRow(Kind.SSHD, "sshd.service", "Port 22\nPermitRootLogin no\n"),
            new AccountRow(
                Kind.DECLARED,
                "/x",
                "{\"mutableUsers\":false,\"users\":[{\"name\":\"alice\",\"uid\":1000,"
                    + "\"hashedPasswordFile\":\"/run/a\"}],\"groups\":[{\"name\":\"wheel\","
                    + "\"members\":[\"alice\"]}]}"))
        .forEach(row -> row.print(rows));
    return rows.bytes();
  }

  private static byte[] resource(String name) {
    try (InputStream in = NixosReaders.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
