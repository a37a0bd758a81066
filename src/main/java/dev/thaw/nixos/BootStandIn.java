package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The boot partition of an installation whose fstab names one that is gone, found by what is on it:
 * the only one whose menu starts this installation; else the only EFI system partition there is,
 * which is a guess, and none where another system's files are on it.
 */
final class BootStandIn {

  /** What NixOS's own loaders write to; another system that boots from here has a folder beside. */
  private static final Pattern OWN =
      Pattern.compile("/(EFI/(nixos|systemd|BOOT|Linux)|loader)/.*", Pattern.CASE_INSENSITIVE);

  private final List<BootJudge.Candidate> candidates;
  private final List<String> toplevels;

  private BootStandIn(List<BootJudge.Candidate> candidates, List<String> toplevels) {
    this.candidates = candidates;
    this.toplevels = toplevels;
  }

  /** The fstab's lines, those of boot partitions with what stands in for them. */
  static List<Mount> place(
      List<Mount> mounts, List<BootJudge.Candidate> candidates, List<String> toplevels) {
    var placed = new ArrayList<>(mounts);
    // The menu is on /boot, where there is an EFI system partition beside it.
    List<Mount> boots =
        mounts.stream()
            .filter(mount -> mount.entry().isUsualForBoot())
            .sorted(Comparator.comparing(mount -> !mount.entry().file().equals("/boot")))
            .toList();
    for (Mount boot : boots) {
      List<BootJudge.Candidate> free =
          candidates.stream()
              .filter(candidate ->
                  placed.stream()
                      .noneMatch(other -> other != boot && BootJudge.means(other, candidate)))
              .toList();
      new BootStandIn(free, toplevels)
          .find(boot)
          .ifPresent(found -> placed.set(placed.indexOf(boot), found));
    }
    return List.copyOf(placed);
  }

  private Optional<Mount> find(Mount boot) {
    Optional<BootJudge.Candidate> named =
        candidates.stream().filter(candidate -> BootJudge.means(boot, candidate)).findFirst();
    List<BootJudge.Candidate> ours = candidates.stream().filter(this::isOurs).toList();
    if (named.isPresent()) {
      // The kernel's name for a disk can be another disk's by now; any other name is believed.
      boolean moved =
          boot.entry().kind() == DeviceKind.DEVICE
              && boot.state() != Mount.State.ELSEWHERE
              && !isOurs(named.get());
      return moved && ours.size() == 1
          ? Optional.of(at(boot, ours.getFirst(), "its menu starts this installation"))
          : Optional.empty();
    }
    if (boot.state() != Mount.State.MISSING) {
      return Optional.empty();
    }
    if (!ours.isEmpty()) {
      return ours.size() == 1
          ? Optional.of(at(boot, ours.getFirst(), "its menu starts this installation"))
          : Optional.empty();
    }
    List<BootJudge.Candidate> others =
        candidates.stream()
            .filter(candidate -> candidate.partitionType().equals(BootPartition.ESP))
            .toList();
    return others.size() == 1
            && boot.entry().type().equals("vfat")
            && isNobodys(others.getFirst().tree())
        ? Optional.of(guess(boot, others.getFirst()))
        : Optional.empty();
  }

  /**
   * Whether it was looked into, no menu on it starts anything, and no other system has a folder.
   */
  private static boolean isNobodys(BootTree tree) {
    return (tree.total() >= 0 || !tree.isEmpty())
        && tree.menus().stream().allMatch(menu -> menu.entries().isEmpty())
        && tree.files().keySet().stream().allMatch(file -> OWN.matcher(file).matches());
  }

  private static Mount guess(Mount boot, BootJudge.Candidate candidate) {
    String why = "it is the only EFI system partition there is";
    return new Mount(boot.entry(), Mount.State.ELSEWHERE, candidate.device(), why, true);
  }

  private boolean isOurs(BootJudge.Candidate candidate) {
    return toplevels.stream().anyMatch(candidate.tree()::lists);
  }

  private static Mount at(Mount boot, BootJudge.Candidate candidate, String why) {
    return new Mount(boot.entry(), Mount.State.ELSEWHERE, candidate.device(), why);
  }
}
