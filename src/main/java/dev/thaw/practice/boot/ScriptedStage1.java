package dev.thaw.practice.boot;

import java.util.List;

/**
 * What the script of stage 1 prints.
 *
 * @param shell whether its menu offers a shell, as boot.shell_on_fail makes it
 */
record ScriptedStage1(List<String> screen, boolean shell) implements Stage1Words {

  private static final String MENU =
      """

      An error occurred in stage 1 of the boot process, which must mount the
      root filesystem on `/mnt-root' and then start stage 2.  Press one
      of the following keys:

      %s  r) to reboot immediately
        *) to ignore the error and continue\
      """;

  private static final String SHELL =
      """
        i) to launch an interactive shell
        f) to start an interactive shell having pid 1 (needed if you want to
           start stage 2's init manually)
      """;

  /** A dataset is tried again this often: a pool may be slow. */
  private static final int AGAIN = 10;

  private void say(String line) {
    screen.addAll(line.lines().toList());
    if (line.isEmpty()) {
      screen.add("");
    }
  }

  private String ends(String why) {
    say(why);
    say(MENU.formatted(shell ? SHELL : ""));
    return why;
  }

  @Override
  public void begins() {
    say("");
    say("<<< NixOS Stage 1 >>>");
    say("");
  }

  @Override
  public void loading(String module) {
    say("loading module " + module + "...");
  }

  @Override
  public void hangs(String module) {
    // Nothing more comes: modprobe has no time limit.
  }

  @Override
  public void loaded() {
    // The script says nothing about it.
  }

  @Override
  public void devices() {
    say("running udev...");
    say("Starting systemd-udevd version 257.13");
  }

  @Override
  public void volumes() {
    say("starting device mapper and LVM...");
  }

  @Override
  public void asks(String device, String name) {
    say("Passphrase for " + device + ": ");
  }

  @Override
  public void opens(String device, String name) {
    say("Verifying passphrase for " + device + "... - success");
  }

  @Override
  public String noContainer(String device, String name) {
    say(
        "Waiting 10 seconds for device "
            + device
            + " to appear..."
            + ".".repeat(10)
            + " - failure");
    return ends(device + " is unavailable");
  }

  @Override
  public void imports(String pool) {
    say("importing root ZFS pool \"" + pool + "\"...");
  }

  @Override
  public void imported(String pool) {
    // The script says nothing about it.
  }

  /** It goes on all the same; what needs the pool fails. The last try is one more. */
  @Override
  public String cannotImport(String pool, String why, boolean tried, List<String> points) {
    screen.set(screen.size() - 1, screen.getLast() + ".".repeat(60));
    if (tried) {
      say(why);
    }
    say(why);
    return why.lines().findFirst().orElse(why);
  }

  /** The script looks for it for a while, and goes on. */
  @Override
  public boolean noResume(String device) {
    say("waiting for device " + device + " to appear..." + ".".repeat(20));
    return false;
  }

  @Override
  public String anotherType(String device, String point, String type) {
    return notMounted(device, point, "Invalid argument");
  }

  @Override
  public String noDriver(String device, String point) {
    return notMounted(device, point, "No such device");
  }

  private String notMounted(String device, String point, String why) {
    say("mounting " + device + " on " + point + "...");
    return ends("mount: mounting " + device + " on /mnt-root" + point + " failed: " + why);
  }

  @Override
  public boolean makesFolders() {
    return false;
  }

  @Override
  public String noDevice(String device, String point) {
    say("waiting for device " + device + " to appear..." + ".".repeat(20));
    String why = "Timed out waiting for device " + device + ", trying to mount anyway.";
    say(why);
    say("mounting " + device + " on " + point + "...");
    ends(
        "mount: mounting "
            + device
            + " on /mnt-root"
            + point
            + " failed: No such file or directory");
    return why;
  }

  @Override
  public void loadsKey(String dataset) {
    say("Enter passphrase for '" + dataset + "': ");
    say("1 / 1 key(s) successfully loaded");
  }

  @Override
  public String noDataset(String dataset, String point, String why) {
    say("mounting " + dataset + " on " + point + "...");
    for (int i = 0; i < AGAIN; i++) {
      say(why);
      say("retrying...");
    }
    return ends(why);
  }

  @Override
  public void mounts(String device, String point) {
    say("mounting " + device + " on " + point + "...");
  }

  @Override
  public String noInit(String init) {
    return ends("stage 2 init script (/mnt-root/" + init + ") not found");
  }

  @Override
  public void ends() {
    // Stage 2 begins with its own line.
  }
}
