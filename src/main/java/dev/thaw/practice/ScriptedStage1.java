package dev.thaw.practice;

import java.util.List;

/** What the script of stage 1 prints. */
record ScriptedStage1(List<String> screen) implements Stage1Words {

  private static final String MENU =
      """

      An error occurred in stage 1 of the boot process, which must mount the
      root filesystem on '/mnt-root' and then start stage 2.  Press one
      of the following keys:

        i) to launch an interactive shell
        r) to reboot immediately
        *) to ignore the error and continue\
      """;

  private void say(String line) {
    screen.addAll(line.lines().toList());
    if (line.isEmpty()) {
      screen.add("");
    }
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
    say("running udev...");
    say("Starting systemd-udevd version 257.13");
    say("starting device mapper and LVM...");
  }

  @Override
  public void opens(String device, String name) {
    say("Passphrase for " + device + ": ");
    say("Verifying passphrase for " + device + "... - success");
  }

  @Override
  public void imports(String pool) {
    say("importing root ZFS pool \"" + pool + "\"...");
  }

  @Override
  public void imported(String pool) {
    // The script says nothing about it.
  }

  @Override
  public void cannotImport(String pool, String why) {
    screen.set(screen.size() - 1, screen.getLast() + ".".repeat(60));
    say(why);
    say(MENU);
  }

  @Override
  public void waits(String device) {
    say("waiting for device " + device + " to appear..." + ".".repeat(20));
  }

  @Override
  public void gaveUp(String device) {
    say("Timed out waiting for device " + device + ", trying to mount anyway.");
    say(MENU);
  }

  @Override
  public void mounts(String device, String point) {
    say("mounting " + device + " on " + point + "...");
  }

  @Override
  public void cannotMount(String device, String point, String type) {
    say("Timed out waiting for device " + device + ", trying to mount anyway.");
    say("mounting " + device + " on " + point + "...");
    say(
        "mount: mounting "
            + device
            + " on /mnt-root"
            + point
            + " failed: No such file or directory");
    say(MENU);
  }

  @Override
  public void noInit(String init) {
    say("stage 2 init script (/mnt-root/" + init + ") not found");
    say(MENU);
  }

  @Override
  public void ends() {
    // Stage 2 begins with its own line.
  }
}
