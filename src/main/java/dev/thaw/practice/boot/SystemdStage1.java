package dev.thaw.practice.boot;

import java.util.List;

/**
 * What systemd prints in stage 1: what becomes of its units. Their own words go to the journal,
 * which nobody sees. Units that need nothing of each other run at the same time; here they come in
 * the order in which the lab's machines had them, without those that tell nothing.
 */
record SystemdStage1(List<String> screen) implements Stage1Words {

  private void say(String line) {
    screen.add(line);
  }

  private void ok(String what) {
    say("[  OK  ] " + what);
  }

  private void starting(String what) {
    say("         Starting " + what + "...");
  }

  private void depend(String what) {
    say("[DEPEND] Dependency failed for " + what + ".");
  }

  /** A unit fails: the line that says so. */
  private String failed(String what, String unit) {
    String line = "Failed to " + what + ".";
    say("[FAILED] " + line);
    say("See 'systemctl status " + unit + "' for details.");
    return line;
  }

  private static String place(String point) {
    return "/sysroot" + (point.equals("/") ? "" : point);
  }

  private void emergency() {
    ok("Stopped target Basic System.");
    ok("Stopped target System Initialization.");
    ok("Started Emergency Shell.");
    ok("Reached target Emergency Mode.");
    say("You are in emergency mode. After logging in, type \"journalctl -xb\" to view");
    say("system logs, \"systemctl reboot\" to reboot, or \"exit\"");
    say("to continue bootup.");
    say("");
    say("Cannot open access to console, the root account is locked.");
    say("See sulogin(8) man page for more details.");
    say("");
    say("Press Enter to continue.");
  }

  /** What is mounted at {@code point} does not come, and what needs it. */
  private void noMount(String point) {
    depend(place(point));
    without(point);
    emergency();
  }

  /** What does not come up where that is not mounted: the system is looked for in the store. */
  private void without(String point) {
    if (List.of("/", "/nix", "/nix/store").contains(point)) {
      depend("Find NixOS closure");
      depend("Initrd Default Target");
    }
    if (point.equals("/")) {
      depend("Initrd Root File System");
      depend("/sysroot/run");
    }
    depend("Initrd File Systems");
  }

  @Override
  public void begins() {
    say("");
    say("Booting initrd of NixOS (Initrd).");
    say("");
    ok("Reached target Path Units.");
    ok("Reached target Slice Units.");
    ok("Reached target Swaps.");
    ok("Reached target Timer Units.");
    ok("Listening on Journal Sockets.");
    ok("Listening on udev Control Socket.");
    ok("Listening on udev Kernel Socket.");
    ok("Reached target Socket Units.");
    starting("Journal Service");
    starting("Load Kernel Modules");
    starting("Coldplug All udev Devices");
    ok("Started Journal Service.");
  }

  @Override
  public void loading(String module) {
    // systemd-modules-load names no module.
  }

  /**
   * The one job here that has a limit: 90 seconds, and as long again for each of four ways to end
   * what can't be ended. What it did not load is left out.
   */
  @Override
  public void hangs(String module) {
    say("[ *    ] A start job is running for Load Kernel Modules (7min 31s / 7min 31s)");
    failed("start Load Kernel Modules", "systemd-modules-load.service");
  }

  @Override
  public void loaded() {
    ok("Finished Load Kernel Modules.");
  }

  @Override
  public void devices() {
    starting("Rule-based Manager for Device Events and Files");
    ok("Started Rule-based Manager for Device Events and Files.");
    ok("Finished Coldplug All udev Devices.");
  }

  @Override
  public void volumes() {
    // Each volume's own unit does that.
  }

  @Override
  public void asks(String device, String name) {
    say("Please enter passphrase for disk " + name + ": (press TAB for no echo)");
  }

  @Override
  public void opens(String device, String name) {
    ok("Finished Cryptography Setup for " + name + ".");
  }

  @Override
  public String noContainer(String device, String name) {
    String line = timeOut(device);
    depend("Cryptography Setup for " + name);
    depend("Local Encrypted Volumes");
    timeOut("/dev/mapper/" + name);
    noMount("/");
    return line;
  }

  @Override
  public void imports(String pool) {
    starting("Import ZFS pool \"" + pool + "\"");
  }

  @Override
  public void imported(String pool) {
    ok("Finished Import ZFS pool \"" + pool + "\".");
  }

  @Override
  public String cannotImport(String pool, String why, boolean tried, List<String> points) {
    String line =
        failed("start Import ZFS pool \"" + pool + "\"", "zfs-import-" + pool + ".service");
    points.forEach(point -> depend(place(point)));
    without(points.contains("/") ? "/" : points.isEmpty() ? "" : points.getFirst());
    emergency();
    return line;
  }

  private String timeOut(String device) {
    say("[ *    ] A start job is running for " + device + " (1min 30s / 1min 30s)");
    String line = "Timed out waiting for device " + device + ".";
    say("[ TIME ] " + line);
    return line;
  }

  /** The unit that resumes waits for the device, and the root for the unit. */
  @Override
  public boolean noResume(String device) {
    say("[ *    ] A start job is running for " + device + " (5min 12s / no limit)");
    return true;
  }

  @Override
  public String anotherType(String device, String point, String type) {
    return noMountOf(point);
  }

  @Override
  public String noDriver(String device, String point) {
    return noMountOf(point);
  }

  @Override
  public boolean makesFolders() {
    return true;
  }

  @Override
  public String noDevice(String device, String point) {
    String line = timeOut(device);
    noMount(point);
    return line;
  }

  @Override
  public void loadsKey(String dataset) {
    say("🔐 Enter key for " + dataset + ": (press TAB for no echo)");
  }

  @Override
  public String noDataset(String dataset, String point, String why) {
    return noMountOf(point);
  }

  private String noMountOf(String point) {
    say("         Mounting " + place(point) + "...");
    String unit = place(point).substring(1).replace('/', '-') + ".mount";
    String line = failed("mount " + place(point), unit);
    without(point);
    emergency();
    return line;
  }

  @Override
  public void mounts(String device, String point) {
    say("         Mounting " + place(point) + "...");
    ok("Mounted " + place(point) + ".");
  }

  @Override
  public String noInit(String init) {
    mounted();
    String line = failed("start Find NixOS closure", "initrd-find-nixos-closure.service");
    depend("Initrd Default Target");
    emergency();
    return line;
  }

  private void mounted() {
    ok("Reached target Initrd Root File System.");
    say("         Mounting /sysroot/run...");
    starting("Find NixOS closure");
    starting("Mountpoints Configured in the Real Root");
    ok("Mounted /sysroot/run.");
  }

  @Override
  public void ends() {
    mounted();
    ok("Finished Find NixOS closure.");
    ok("Finished Mountpoints Configured in the Real Root.");
    ok("Reached target Initrd File Systems.");
    ok("Reached target System Initialization.");
    ok("Reached target Basic System.");
    ok("Reached target Initrd Default Target.");
    starting("Cleaning Up and Shutting Down Daemons");
    ok("Finished Cleaning Up and Shutting Down Daemons.");
    ok("Reached target Switch Root.");
    starting("NixOS Activation");
    ok("Finished NixOS Activation.");
    starting("Switch Root");
  }
}
