package dev.thaw.nixos;

/** How a line of the fstab names what it mounts. */
public enum DeviceKind {
  /** {@code UUID=…} or {@code /dev/disk/by-uuid/…}: stays true when disks change places. */
  UUID,
  /** {@code LABEL=…} or {@code /dev/disk/by-label/…}. */
  LABEL,
  /** {@code PARTUUID=…} or {@code /dev/disk/by-partuuid/…}. */
  PARTUUID,
  /** {@code PARTLABEL=…} or {@code /dev/disk/by-partlabel/…}: what disko writes. */
  PARTLABEL,
  /** {@code /dev/disk/by-id/…}, by-path or by-diskseq: the drive itself. */
  ID,
  /** {@code /dev/mapper/NAME}: a LUKS container that must be open, or a logical volume. */
  MAPPER,
  /** Any other path under {@code /dev}; a kernel name such as {@code /dev/sda1} can change. */
  DEVICE,
  /** A ZFS dataset. */
  DATASET,
  /** A folder or file of the same system, shown at a second place. */
  BIND,
  /** A file that is swapped to. */
  FILE,
  /** No device at all: tmpfs, proc, overlay and their like. */
  NONE,
  /** Another computer: nfs, cifs, sshfs. */
  NETWORK
}
