package dev.thaw.practice.state;

import java.util.Map;

/** The types of partitions. */
public final class Gpt {

  /** An EFI system partition. */
  public static final String ESP = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

  /** Anything of Linux. */
  public static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";

  /** What GRUB's core image lies in. */
  public static final String BIOS_BOOT = "21686148-6449-6e6f-744e-656564454649";

  private static final Map<String, String> NAMES =
      Map.of(ESP, "EFI System", LINUX, "Linux filesystem", BIOS_BOOT, "BIOS boot");

  private Gpt() {}

  /** What a type is called; empty for none. */
  public static String name(String type) {
    return NAMES.getOrDefault(type, "");
  }
}
