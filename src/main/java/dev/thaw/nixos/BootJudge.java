package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says which partition an installation boots from, and why. */
final class BootJudge {

  private static final Set<String> LABELS = Set.of("BOOT", "ESP", "EFI", "EFI SYSTEM PARTITION");
  private static final long SMALL = 64L << 20;

  private final List<Mount> mounts;
  private final List<String> toplevels;
  private final String usual;

  /**
   * Judges for one installation.
   *
   * @param mounts its fstab
   * @param toplevels its generations' systems, by which its own boot menu is known
   * @param usual where the boot partition is mounted when the fstab does not say it
   */
  BootJudge(List<Mount> mounts, List<String> toplevels, String usual) {
    this.mounts = mounts;
    this.toplevels = toplevels;
    this.usual = usual;
  }

  /**
   * A filesystem that may be the one.
   *
   * @param facts what lsblk says of it
   * @param trouble what is wrong with its filesystem; mostly empty
   */
  record Candidate(Fields facts, BootTree tree, String trouble) {

    String device() {
      return facts.get("KNAME");
    }

    String uuid() {
      return facts.get("UUID");
    }

    String partitionType() {
      return facts.get("PARTTYPE").toLowerCase(Locale.ROOT);
    }
  }

  private record Judged(int points, boolean inFstab, BootPartition partition) {}

  /**
   * Orders the candidates, the best first. Partitions that the fstab wants and that are not there
   * come along, so that nobody overlooks them.
   */
  List<BootPartition> judge(List<Candidate> candidates) {
    var judged = new ArrayList<Judged>();
    for (Candidate candidate : candidates) {
      judged.add(judge(candidate, candidates));
    }
    for (Mount mount : mounts) {
      if (mount.entry().isUsualForBoot() && judged.stream().noneMatch(j -> isAt(j, mount))) {
        judged.add(missing(mount));
      }
    }
    judged.sort(Comparator.comparingInt(Judged::points).reversed());
    Optional<Judged> one = choose(judged);
    return judged.stream()
        .map(j -> one.filter(j::equals).isPresent() ? theOne(j.partition()) : j.partition())
        .toList();
  }

  private static boolean isAt(Judged judged, Mount mount) {
    return judged.partition().mountPoint().equals(mount.entry().file());
  }

  private Judged judge(Candidate candidate, List<Candidate> all) {
    int points = 0;
    var reasons = new ArrayList<String>();
    Optional<Mount> mount = mounts.stream().filter(m -> means(m, candidate)).findFirst();
    if (mount.isPresent()) {
      FstabEntry entry = mount.get().entry();
      points += entry.isUsualForBoot() ? 100 : 50;
      reasons.add("the fstab mounts it at " + entry.file() + " (" + entry.spec() + ")");
      if (mount.get().state() == Mount.State.ELSEWHERE) {
        reasons.set(
            0,
            "the fstab wants " + entry.spec() + " at " + entry.file() + ", which is not this one");
        reasons.add("it stands in for that: " + mount.get().why());
      } else if (entry.kind() == DeviceKind.DEVICE) {
        reasons.add("the fstab names it by the kernel's name for it, which can change");
      }
    } else if (mounts.stream().anyMatch(other -> other.entry().isUsualForBoot())) {
      points -= 20;
      reasons.add("the fstab wants another one");
    }
    if (candidate.partitionType().equals(BootPartition.ESP)) {
      points += 40;
      reasons.add("its partition type is EFI system partition");
    } else if (candidate.partitionType().equals(BootPartition.XBOOTLDR)) {
      points += 20;
      reasons.add("its partition type is extended boot loader partition");
    } else if (!candidate.partitionType().isEmpty()) {
      reasons.add("its partition type is not that of an EFI system partition");
    }
    if (toplevels.stream().anyMatch(candidate.tree()::lists)) {
      points += 30;
      reasons.add("its menu starts this installation");
    } else if (!candidate.tree().entries().isEmpty()) {
      points -= 10;
      reasons.add("its menu starts something else");
    }
    if (LABELS.contains(candidate.facts().get("LABEL").toUpperCase(Locale.ROOT))) {
      points += 5;
      reasons.add("its label is " + candidate.facts().get("LABEL"));
    }
    if (!candidate.trouble().isEmpty()) {
      reasons.add(candidate.trouble());
    }
    long size = Fields.number(candidate.facts().line("SIZE"), -1);
    if (size >= 0 && size < SMALL) {
      points -= 5;
      reasons.add("it is small: %d MiB".formatted(size >> 20));
    }
    if (!candidate.uuid().isEmpty()
        && all.stream().filter(c -> c.uuid().equalsIgnoreCase(candidate.uuid())).count() > 1) {
      points -= 30;
      reasons.add("another partition has the same UUID: a cloned disk");
    }
    return new Judged(
        points,
        mount.isPresent(),
        new BootPartition(
            new BootPartition.Volume(
                candidate.device(),
                candidate.uuid(),
                candidate.facts().get("LABEL"),
                candidate.facts().get("FSTYPE"),
                candidate.partitionType(),
                size),
            mount.map(m -> m.entry().file()).orElse(""),
            candidate.tree(),
            new BootPartition.Choice(reasons, false),
            candidate.trouble()));
  }

  /** Whether a line of the fstab means this partition: by what the line says, wherever possible. */
  static boolean means(Mount mount, Candidate candidate) {
    if (mount.state() == Mount.State.ELSEWHERE) {
      return mount.device().equals(candidate.device());
    }
    String id = mount.entry().identifier();
    return switch (mount.entry().kind()) {
      case UUID -> id.equalsIgnoreCase(candidate.uuid());
      case LABEL -> id.equals(candidate.facts().get("LABEL"));
      case PARTUUID -> id.equalsIgnoreCase(candidate.facts().get("PARTUUID"));
      case PARTLABEL -> id.equals(candidate.facts().get("PARTLABEL"));
      case ID, MAPPER, DEVICE -> mount.device().equals(candidate.device());
      case DATASET, BIND, FILE, NONE, NETWORK -> false;
    };
  }

  private static Judged missing(Mount mount) {
    FstabEntry entry = mount.entry();
    boolean found = mount.state() == Mount.State.FOUND;
    return new Judged(
        found ? 90 : 60,
        found,
        new BootPartition(
            new BootPartition.Volume(
                mount.device(),
                entry.kind() == DeviceKind.UUID ? entry.identifier() : "",
                entry.kind() == DeviceKind.LABEL ? entry.identifier() : "",
                entry.type(),
                "",
                -1),
            entry.file(),
            BootTree.EMPTY,
            new BootPartition.Choice(
                List.of(
                    "the fstab mounts it at " + entry.file() + " (" + entry.spec() + ")",
                    found ? "it could not be looked into" : "it is not there: " + mount.why()),
                false),
            ""));
  }

  /**
   * The one is what the fstab says; when the fstab says nothing, an EFI system partition that has
   * no rival. Where two are equally good, nobody is the one.
   */
  private Optional<Judged> choose(List<Judged> judged) {
    if (judged.isEmpty()) {
      return Optional.empty();
    }
    Judged best = judged.getFirst();
    boolean rival = judged.size() > 1 && judged.get(1).points() == best.points();
    boolean wanted = mounts.stream().anyMatch(mount -> mount.entry().isUsualForBoot());
    boolean fits =
        wanted
            ? best.inFstab() && FstabEntry.isUsualForBoot(best.partition().mountPoint())
            : best.partition().partitionType().equals(BootPartition.ESP);
    return fits && !rival ? Optional.of(best) : Optional.empty();
  }

  /** One that no line of the fstab names is mounted by systemd, or by hand, at the usual place. */
  private BootPartition theOne(BootPartition p) {
    boolean unlisted = p.mountPoint().isEmpty() && toplevels.stream().anyMatch(p.tree()::lists);
    var reasons = new ArrayList<>(p.reasons());
    if (unlisted) {
      reasons.add("no line of the fstab mounts it; it belongs at " + usual);
    }
    return new BootPartition(
        p.volume(),
        unlisted ? usual : p.mountPoint(),
        p.tree(),
        new BootPartition.Choice(reasons, true),
        p.trouble());
  }
}
