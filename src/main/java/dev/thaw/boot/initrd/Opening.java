package dev.thaw.boot.initrd;

/**
 * A LUKS container that stage 1 opens.
 *
 * @param name as what, below {@code /dev/mapper}
 * @param device which, as stage 1 names it: {@code /dev/disk/by-uuid/…}
 */
public record Opening(String name, String device) {

  /** What stage 1 calls what is in it. */
  public String opened() {
    return "/dev/mapper/" + name;
  }
}
