package dev.thaw.nixos;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Builds a generation for a test: one in the menu that is whole, and neither current nor the
 * default, unless something else is said.
 */
public final class GenerationBuilder {

  private static final BootFile COPIED =
      new BootFile("/nix/store/k", 5, "/EFI/nixos/k.efi", 5, false);

  private final int number;
  private Instant date = Instant.EPOCH;
  private String toplevel;
  private String label = "label";
  private String nixosVersion = "25.11";
  private String kernelVersion = "6.12";
  private List<String> kernelParams = List.of();
  private List<String> specialisations = List.of();
  private Stage1 stage1 = Stage1.SCRIPTED;
  private Generation.Mark mark = new Generation.Mark(false, false, true);
  private String variant = "";
  private List<Generation> variants = List.of();
  private boolean whole = true;
  private BootFile kernel = COPIED;
  private BootFile initrd = COPIED;

  private GenerationBuilder(int number, String toplevel) {
    this.number = number;
    this.toplevel = toplevel;
  }

  /** Begins one with this number, of this system. */
  public static GenerationBuilder generation(int number, String toplevel) {
    return new GenerationBuilder(number, toplevel);
  }

  /** When its link was made. */
  public GenerationBuilder date(Instant when) {
    date = when;
    return this;
  }

  /** What it calls itself. */
  public GenerationBuilder versions(String text, String nixos, String kernel) {
    label = text;
    nixosVersion = nixos;
    kernelVersion = kernel;
    return this;
  }

  /** The kernel's parameters. */
  public GenerationBuilder params(List<String> params) {
    kernelParams = params;
    return this;
  }

  /** The names of its variants. */
  public GenerationBuilder specialisations(List<String> names) {
    specialisations = names;
    return this;
  }

  /** What runs in its initrd. */
  public GenerationBuilder stage1(Stage1 what) {
    stage1 = what;
    return this;
  }

  /** What leads to it: the profile, the menu's default, the menu. */
  public GenerationBuilder marked(boolean current, boolean isDefault, boolean listed) {
    mark = new Generation.Mark(current, isDefault, listed);
    return this;
  }

  /** Whether it is whole in the store. */
  public GenerationBuilder whole(boolean is) {
    whole = is;
    return this;
  }

  /** Its kernel and its initrd. */
  public GenerationBuilder files(BootFile itsKernel, BootFile itsInitrd) {
    kernel = itsKernel;
    initrd = itsInitrd;
    return this;
  }

  /** That it is this specialisation of the generation. */
  public GenerationBuilder variant(String name) {
    variant = name;
    return this;
  }

  /** Its specialisations. */
  public GenerationBuilder variants(List<Generation> all) {
    variants = all;
    return this;
  }

  /** The generation. */
  public Generation build() {
    return new Generation(
        number,
        "system",
        date,
        new Generation.BuiltSystem(
            toplevel, label, nixosVersion, kernelVersion, kernelParams, specialisations, stage1),
        mark,
        new Generation.BootFiles(whole, Optional.empty(), kernel, initrd),
        variant,
        variants);
  }
}
