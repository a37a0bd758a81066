package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import java.util.List;

/**
 * How {@code survey.sh} prints what it finds: the names of its sections; {@link SurveyKeys} has the
 * keys in them, {@link SurveyRows} the rows of its lists. Whoever reads a survey reads by these,
 * and whoever stands in for the script prints by them.
 */
public final class SurveyFormat {

  /** Sentences that a person should know, each ended by a NUL. */
  public static final String NOTES = "notes";

  /** How much of a configuration's file is printed, at most. */
  public static final int FILE_LIMIT = 262144;

  /** How much of a loader entry is printed, at most. */
  public static final int ENTRY_LIMIT = 65536;

  private static final String INSTALLATION = "installation";
  private static final String VFAT = "vfat";

  private SurveyFormat() {}

  // ---- the sections

  /** Facts about installation N, by {@link SurveyKeys.Installation}. */
  public static String installation(Object n) {
    return INSTALLATION + " " + n;
  }

  /** The numbers of the installations, in order. */
  static List<String> installations(Sections sections) {
    return numbers(sections, INSTALLATION);
  }

  /** Its current system's fstab, as it is. */
  public static String fstab(Object n) {
    return "fstab " + n;
  }

  /** What became of each line of that: rows of {@link SurveyRows.FstabLine}. */
  public static String mounts(Object n) {
    return "mounts " + n;
  }

  /** The links among its profiles: rows of {@link SurveyRows.ProfileLink}. */
  public static String profiles(Object n) {
    return "profiles " + n;
  }

  /**
   * A generation, named by its link below the profiles' folder, by {@link SurveyKeys.Generation}.
   */
  public static String generation(Object n, String link) {
    return "generation " + n + " " + link;
  }

  /** A specialisation of that generation, by the same keys. */
  public static String variant(Object n, String link, String name) {
    return "variant " + n + " " + link + " " + name;
  }

  /** The specialisations of that generation. */
  static List<String> variants(Sections sections, Object n, String link) {
    return List.copyOf(sections.under("variant " + n + " " + link + " ").keySet());
  }

  /** The links of the generations of installation N. */
  static List<String> generations(Sections sections, Object n) {
    return List.copyOf(sections.under("generation " + n + " ").keySet());
  }

  /** Facts about its configuration, by {@link SurveyKeys.Configuration}. */
  public static String config(Object n) {
    return "config " + n;
  }

  /** What lies in the configuration's folder: rows of {@link SurveyRows.Listed}, and an end. */
  public static String listing(Object n) {
    return "listing " + n;
  }

  /** The Nix files of it: {@link SurveyRows.Text}s of at most {@link #FILE_LIMIT} bytes. */
  public static String files(Object n) {
    return "files " + n;
  }

  /** What it says about who can log in: rows of {@link AccountRow}. */
  public static String accounts(Object n) {
    return "accounts " + n;
  }

  /** {@code /boot} of installation N beneath any mount: the first part of sections on a place. */
  public static String bare(Object n) {
    return "bare " + n;
  }

  /**
   * A boot partition that is no vfat, by its line of the fstab: the first part of such sections.
   */
  public static String boot(Object n, int line) {
    return "boot " + n + "." + line;
  }

  /** A vfat partition: facts as lsblk prints pairs; the first part of sections on a place, too. */
  public static String vfat(Object i) {
    return VFAT + " " + i;
  }

  /** The numbers of the vfat partitions, in order. */
  static List<String> vfats(Sections sections) {
    return numbers(sections, VFAT);
  }

  private static List<String> numbers(Sections sections, String prefix) {
    return sections.under(prefix + " ").keySet().stream()
        .filter(rest -> rest.matches("[0-9]+"))
        .toList();
  }

  // ---- the sections on a place that a boot loader reads

  /** Blocks in all, blocks that are free, and the size of a block. */
  public static String space(String place) {
    return place + " space";
  }

  /** Its files: a path and a size each. */
  public static String bootFiles(String place) {
    return place + " files";
  }

  /** systemd-boot's loader.conf. */
  public static String conf(String place) {
    return place + " conf";
  }

  /** systemd-boot's entries: {@link SurveyRows.Text}s of at most {@link #ENTRY_LIMIT} bytes. */
  public static String entries(String place) {
    return place + " entries";
  }

  /** Other loaders' menus: the loader's name for it and its text, each. */
  public static String menus(String place) {
    return place + " menus";
  }

  /** How the filesystem is, by {@link SurveyKeys.State}. */
  public static String state(String place) {
    return place + " state";
  }
}
