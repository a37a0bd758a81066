package dev.thaw.boot.failure;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.BootCopies;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.Extlinux;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.Limine;
import dev.thaw.nixos.loader.SystemdBoot;
import dev.thaw.nixos.loader.UnifiedImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel or the initrd on the boot partition is missing, cut off or another one. */
final class BadCopy implements Failure {

  private static final String MISSING = "boot-copy-missing";

  private static final String DAMAGED = "boot-copy-damaged";

  /** What a loader shows that has its menu in one text. */
  private static final String GRUB = "grub-file-not-found";

  private static final String LIMINE = "limine-file-missing";

  /** What a stub shows whose hashes don't fit. */
  private static final String REFUSED = "secure-boot-refuses";

  /** The option that lists them, as paths on the boot partition. */
  private static final String FURTHER = "system.boot.extraInitrd.paths";

  private static final String WHY =
      "The boot loader reads copies on the boot partition, not the store. A copy is cut off when"
          + " the partition was full or the power failed, and missing when it was written"
          + " elsewhere. Without a whole initrd the kernel ends in a panic.";

  @Override
  public List<String> ids() {
    return List.of(DAMAGED, MISSING, GRUB, LIMINE, REFUSED);
  }

  /** The kernel that starts with half an initrd, or without one. */
  @Override
  public List<String> shownAs() {
    return List.of("kernel-panic-init");
  }

  /** What a file that is missing is called: each loader says it in its own way. */
  private static String missing(Evidence evidence) {
    return evidence
        .installation()
        .loader()
        .map(loader ->
            switch (loader) {
              case Grub _ -> GRUB;
              case Limine _ -> LIMINE;
              case SystemdBoot _, Extlinux _, UnifiedImages _ -> MISSING;
            })
        .orElse(MISSING);
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    var findings = new ArrayList<Finding>();
    evidence
        .subject()
        .filter(Generation::closureExists)
        .ifPresent(generation -> {
          findings.addAll(judge("kernel", generation.kernel(), generation, evidence));
          findings.addAll(judge("initrd", generation.initrd(), generation, evidence));
          further(generation, evidence).ifPresent(findings::add);
        });
    evidence
        .installation()
        .current()
        .filter(generation -> generation.closureExists() && generation.kernel().copyIsMissing())
        .filter(generation -> evidence.subject().filter(generation::equals).isEmpty())
        .ifPresent(generation -> findings.add(leftOut(generation, evidence)));
    // Of the same size, and yet another one: only comparing every byte tells.
    if (findings.isEmpty()) {
      findings.addAll(differing(evidence));
    }
    // The copy is the store's, and the entry was made for another one.
    return findings.isEmpty() ? otherHash(evidence) : findings;
  }

  private List<Finding> otherHash(Evidence evidence) {
    return evidence.checks().stream()
        .filter(check -> !check.holds() && check.part() == BootCheck.Part.HASH)
        .map(check ->
            new Finding(
                check.file().isEmpty() ? LIMINE : REFUSED,
                Stage.KERNEL,
                BootImpact.FAILS,
                isOnScreen(evidence.symptom()) ? Certainty.SURE : Certainty.LIKELY,
                "An entry of the boot menu has another hash of what it starts.",
                List.of("It does not hold that " + check.what() + ": " + check.detail() + "."),
                "Limine and lanzaboote's stubs have a hash of the kernel and of the initrd in their"
                    + " entry, and stop where a file has another one; some versions only warn,"
                    + " with Secure Boot off or hash_mismatch_panic: no.",
                check.file().isEmpty()
                    ? new Mend.Rebuild()
                    // A rebuild does not write a stub again that is there.
                    : new Mend.RemoveFiles(List.of(check.file()))))
        .toList();
  }

  /** systemd-boot looks whether the kernels are there before it shows its menu. */
  private Finding leftOut(Generation generation, Evidence evidence) {
    return new Finding(
        MISSING,
        Stage.MENU,
        BootImpact.GOES_ON,
        Certainty.SURE,
        "The boot menu leaves out generation "
            + generation.number()
            + ", which the profile leads to: its kernel is not on the boot partition.",
        List.of(
            BootCopies.copies(evidence.installation(), generation, generation.kernel()).stream()
                    .filter(copy -> copy.size() < 0)
                    .map(BootCopies.Copy::path)
                    .findFirst()
                    .orElse(generation.kernel().bootPath())
                + " is not there; its entry names it."),
        "systemd-boot shows no entry whose kernel is not there, and starts another one by default.",
        new Mend.Rebuild());
  }

  private List<Finding> differing(Evidence evidence) {
    return evidence.checks().stream()
        .filter(check -> !check.holds() && check.part() == BootCheck.Part.COPY)
        .map(check ->
            new Finding(
                DAMAGED,
                Stage.KERNEL,
                BootImpact.FAILS,
                isOnScreen(evidence.symptom()) ? Certainty.SURE : Certainty.LIKELY,
                "What the boot loader reads is not what is in the store.",
                List.of("It does not hold that " + check.what() + ": " + check.detail() + "."),
                WHY,
                check.file().isEmpty()
                    ? new Mend.Rebuild()
                    : new Mend.RemoveFiles(List.of(check.file()))))
        .toList();
  }

  /** systemd-boot refuses an entry of which one initrd is missing, whatever is in it. */
  private Optional<Finding> further(Generation generation, Evidence evidence) {
    return evidence
        .installation()
        .entry(generation)
        .flatMap(listed ->
            listed.missing().stream()
                .filter(file -> !file.equals(listed.entry().linux()))
                .filter(file -> !file.equals(generation.initrd().bootPath()))
                .findFirst()
                .map(file -> further(generation, listed, file, evidence)));
  }

  private Finding further(
      Generation generation, Installation.Listed listed, String file, Evidence evidence) {
    String at = listed.partition().mountPoint() + file;
    return new Finding(
        MISSING,
        Stage.KERNEL,
        BootImpact.FAILS,
        Certainty.SURE,
        "A further initrd that the boot menu names is not on the boot partition.",
        List.of(at + " is not there; " + listed.entry().file() + " names it."),
        "systemd-boot opens all initrds of an entry before the kernel, and starts nothing while one"
            + " is missing. What the configuration names beside its own initrd, a rebuild does not"
            + " write.",
        evidence.installation().generations().stream()
            .filter(other -> other.number() != generation.number() && other.closureExists())
            .filter(Generation::isMain)
            .filter(other ->
                evidence
                    .installation()
                    .entry(other)
                    .filter(entry -> entry.missing().isEmpty())
                    .isPresent())
            .findFirst()
            .<Mend>map(other -> new Mend.Rollback(other.number()))
            .orElse(new Mend.RemoveElement(FURTHER, file)));
  }

  private List<Finding> judge(
      String what, BootFile file, Generation generation, Evidence evidence) {
    List<BootCopies.Copy> copies = BootCopies.copies(evidence.installation(), generation, file);
    return copies.stream()
        .filter(copy -> !file.isWhole(copy.size()))
        // Of mirrored boot partitions, the firmware starts one.
        .map(copy -> finding(what, file, copy, copy.equals(copies.getFirst()), evidence))
        .toList();
  }

  private static String withoutKernel(Evidence evidence) {
    String said = evidence.installation().loader().map(BootLoader::withoutKernel).orElse("");
    return said.isEmpty() ? "" : " " + said;
  }

  private Finding finding(
      String what, BootFile file, BootCopies.Copy copy, boolean started, Evidence evidence) {
    boolean missing = copy.size() < 0;
    return new Finding(
        missing ? missing(evidence) : DAMAGED,
        Stage.KERNEL,
        started ? BootImpact.FAILS : BootImpact.GOES_ON,
        Certainty.SURE,
        missing
            ? "The " + what + " that the boot menu names is not on the boot partition."
            : "The " + what + " on the boot partition is not the one in the store.",
        List.of(
            missing
                ? copy.path()
                    + " is not there; the entry of the boot menu names it."
                    + (what.equals("kernel") ? withoutKernel(evidence) : "")
                : copy.path()
                    + " has "
                    + copy.size()
                    + " bytes, "
                    + file.storePath()
                    + " has "
                    + file.storeSize()
                    + "."),
        WHY,
        missing
            ? new Mend.Rebuild()
            // A rebuild does not write again what stands there under its name already.
            : new Mend.RemoveFiles(List.of(copy.path())));
  }
}
