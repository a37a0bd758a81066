package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootTree;
import java.util.List;

/** Builds an installation for a test: atlas, of which nothing is known unless it is said. */
public final class InstallationBuilder {

  private Installation.Host host;
  private String hostId = "deadbeef";
  private Installation.Filesystems filesystems =
      new Installation.Filesystems(
          FilesystemLocation.UNKNOWN, FilesystemLocation.UNKNOWN, "", List.of());
  private List<Generation> generations = List.of();
  private Installation.Boot boot = new Installation.Boot(List.of(), BootTree.EMPTY);
  private Configuration configuration = Configuration.NONE;
  private Accounts accounts = Accounts.UNKNOWN;

  private InstallationBuilder(Installation.Host host) {
    this.host = host;
  }

  /** Begins one that boots this system. */
  public static InstallationBuilder installation(String toplevel) {
    return new InstallationBuilder(new Installation.Host("atlas", "25.11", toplevel, ""));
  }

  /** Begins one that is like another. */
  public static InstallationBuilder like(Installation other) {
    var builder = new InstallationBuilder(other.host());
    builder.filesystems = other.filesystems();
    builder.generations = other.generations();
    builder.boot = other.boot();
    builder.hostId = other.hostId();
    builder.configuration = other.configuration();
    builder.accounts = other.accounts();
    return builder;
  }

  /** Its name. */
  public InstallationBuilder named(String name) {
    host = new Installation.Host(name, host.nixosVersion(), host.toplevel(), host.machineId());
    return this;
  }

  /** Its hostid; empty when it has none. */
  public InstallationBuilder hostId(String id) {
    hostId = id;
    return this;
  }

  /** Its version of NixOS. */
  public InstallationBuilder version(String nixos) {
    host = new Installation.Host(host.hostName(), nixos, host.toplevel(), host.machineId());
    return this;
  }

  /** Where its store and its root lie. */
  public InstallationBuilder on(FilesystemLocation store, FilesystemLocation root) {
    filesystems =
        new Installation.Filesystems(store, root, filesystems.mountedAt(), filesystems.mounts());
    return this;
  }

  /** Where it is mounted. */
  public InstallationBuilder at(String root) {
    filesystems = filesystems.mountedAt(root);
    return this;
  }

  /** Its fstab. */
  public InstallationBuilder mounts(List<Mount> mounts) {
    filesystems =
        new Installation.Filesystems(
            filesystems.store(), filesystems.root(), filesystems.mountedAt(), mounts);
    return this;
  }

  /** Its generations, newest first. */
  public InstallationBuilder generations(List<Generation> all) {
    generations = all;
    return this;
  }

  /** Its boot partitions, and what lies in the folder /boot itself. */
  public InstallationBuilder boots(List<BootPartition> partitions, BootTree bareBoot) {
    boot = new Installation.Boot(partitions, bareBoot);
    return this;
  }

  /** What it is built from. */
  public InstallationBuilder configuration(Configuration text) {
    configuration = text;
    return this;
  }

  /** Who can log in. */
  public InstallationBuilder accounts(Accounts those) {
    accounts = those;
    return this;
  }

  /** The installation. */
  public Installation build() {
    return new Installation(host, filesystems, generations, boot, hostId, configuration, accounts);
  }
}
