package dev.thaw.view;

import dev.thaw.nixos.Account;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.ArrayList;
import java.util.List;

/** The columns that matter of what an installation is. */
final class NixosLayouts {

  private NixosLayouts() {}

  static List<Layout<?>> all() {
    return List.of(
        installations(),
        generations(),
        bootPartitions(),
        accounts(),
        mounts(),
        fstab(),
        files(),
        entries());
  }

  private static Layout<Installation> installations() {
    List<Column<Installation>> columns =
        List.of(
            Column.of("HOST", Installation::hostName),
            Column.of("NIXOS", installation -> release(installation.nixosVersion())),
            Column.of("GENERATIONS", NixosLayouts::generationsOf),
            Column.of("ROOT", installation -> installation.root().toString()),
            Column.of("STORE", installation -> installation.store().toString()),
            Column.of(
                "BOOT PARTITION",
                installation ->
                    installation.bootPartition().map(BootPartition::device).orElse("?")),
            Column.of("MOUNTED AT", Installation::mountedAt));
    return Layout.of(Installation.class, columns).remarking(NixosLayouts::remarks);
  }

  /** The version without the commit at its end. */
  private static String release(String version) {
    return version.replaceFirst("\\.[0-9a-f]{7,}$", "");
  }

  private static String generationsOf(Installation installation) {
    String current =
        installation.current().map(now -> ", now " + now.number()).orElse(", none current");
    return installation.generations().size() + current;
  }

  private static List<String> remarks(Installation installation) {
    var remarks = new ArrayList<String>();
    for (Mount mount : installation.mounts()) {
      if (mount.state() == Mount.State.MISSING) {
        remarks.add(
            "%s: %s (%s) is not there: %s."
                .formatted(
                    installation.hostName(),
                    mount.entry().file(),
                    mount.entry().spec(),
                    mount.why()));
      } else if (mount.state() == Mount.State.ELSEWHERE) {
        remarks.add(
            "%s: %s (%s) is called otherwise now, and was found on %s: %s."
                .formatted(
                    installation.hostName(),
                    mount.entry().file(),
                    mount.entry().spec(),
                    mount.device(),
                    mount.why()));
      }
    }
    return remarks;
  }

  private static Layout<Generation> generations() {
    return Layout.of(
        Generation.class,
        List.of(
            Column.number("N", generation -> Integer.toString(generation.number())),
            Column.of("PROFILE", g -> g.isMain() ? "" : g.profile()),
            Column.date("DATE", generation -> Words.date(generation.date())),
            Column.of("KERNEL", Generation::kernelVersion),
            Column.of("NIXOS", generation -> release(generation.nixosVersion())),
            Column.toned("STORE", NixosLayouts::closure),
            Column.toned("MENU", NixosLayouts::menu),
            Column.of("CURRENT", generation -> generation.isCurrent() ? "current" : "")));
  }

  private static TableCell closure(Generation generation) {
    return generation.closureExists() ? TableCell.good("whole") : TableCell.bad("incomplete");
  }

  private static TableCell menu(Generation generation) {
    if (!generation.inBootMenu()) {
      return TableCell.warn("no");
    }
    if (isDamaged(generation.kernel()) || isDamaged(generation.initrd())) {
      return TableCell.bad(generation.isDefault() ? "default, damaged" : "damaged");
    }
    return TableCell.good(generation.isDefault() ? "default" : "yes");
  }

  private static boolean isDamaged(BootFile file) {
    return !file.bootPath().isEmpty() && !file.matches();
  }

  private static Layout<BootPartition> bootPartitions() {
    return Layout.of(
            BootPartition.class,
            List.of(
                Column.of("PARTITION", BootPartition::device),
                Column.of("UUID", BootPartition::uuid),
                Column.of("LABEL", BootPartition::label),
                Column.of("TYPE", BootPartition::type),
                Column.size("SIZE", BootPartition::size),
                Column.size("FREE", partition -> partition.tree().free()),
                Column.of("FSTAB", BootPartition::mountPoint),
                Column.toned(
                    "THE ONE",
                    partition -> partition.theOne() ? TableCell.good("yes") : TableCell.of("no"))))
        .remarking(NixosLayouts::reasons);
  }

  private static List<String> reasons(BootPartition partition) {
    return partition.reasons().isEmpty()
        ? List.of()
        : List.of(
            (partition.device().isEmpty() ? partition.uuid() : partition.device())
                + ": "
                + String.join("; ", partition.reasons())
                + ".");
  }

  private static Layout<Account> accounts() {
    return Layout.of(
            Account.class,
            List.of(
                Column.of("ACCOUNT", Account::name),
                Column.number("UID", one -> one.uid() < 0 ? "" : Integer.toString(one.uid())),
                Column.toned("LOGS IN", NixosLayouts::answer),
                Column.of("BY", one -> String.join(", ", one.ways())),
                Column.of("ADMIN", one -> one.admin() ? one.uid() == 0 ? "root" : "wheel" : "")))
        .remarking(one ->
            one.why().isEmpty()
                ? List.of()
                : List.of(one.name() + ": " + String.join(" ", one.why())));
  }

  private static TableCell answer(Account account) {
    return switch (account.answer()) {
      case CAN -> TableCell.good("yes");
      case CANNOT -> TableCell.bad("no");
      case UNKNOWN -> TableCell.warn("not known");
    };
  }

  private static Layout<Mount> mounts() {
    return Layout.of(
            Mount.class,
            List.of(
                Column.of("MOUNT POINT", mount -> mount.entry().file()),
                Column.of("WHAT", mount -> mount.entry().spec()),
                Column.of("TYPE", mount -> mount.entry().type()),
                Column.toned("STATE", NixosLayouts::state),
                Column.of("NOW", Mount::device)))
        .remarking(NixosLayouts::why);
  }

  private static List<String> why(Mount mount) {
    return mount.why().isEmpty() ? List.of() : List.of(mount.entry().file() + ": " + mount.why());
  }

  private static TableCell state(Mount mount) {
    return switch (mount.state()) {
      case FOUND -> TableCell.good("found");
      case ELSEWHERE -> TableCell.bad("renamed");
      case UNREAD -> TableCell.warn("not read");
      case MISSING -> TableCell.bad("missing");
      case NO_DEVICE -> TableCell.of("");
    };
  }

  private static Layout<FstabEntry> fstab() {
    return Layout.of(
        FstabEntry.class,
        List.of(
            Column.of("MOUNT POINT", FstabEntry::file),
            Column.of("WHAT", FstabEntry::spec),
            Column.of("TYPE", FstabEntry::type),
            Column.of("OPTIONS", entry -> String.join(",", entry.options()))));
  }

  private static Layout<ConfigFile> files() {
    return Layout.of(
        ConfigFile.class,
        List.of(Column.of("FILE", ConfigFile::path), Column.size("SIZE", ConfigFile::size)));
  }

  private static Layout<LoaderEntry> entries() {
    return Layout.of(
        LoaderEntry.class,
        List.of(
            Column.of("FILE", LoaderEntry::file),
            Column.of("TITLE", LoaderEntry::title),
            Column.of("VERSION", LoaderEntry::version),
            Column.of("STARTS", LoaderEntry::toplevel)));
  }
}
