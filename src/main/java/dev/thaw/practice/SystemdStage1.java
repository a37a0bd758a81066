package dev.thaw.practice;

import java.util.List;

/** What systemd prints in stage 1. */
record SystemdStage1(List<String> screen) implements Stage1Words {

  private void say(String line) {
    screen.add(line);
  }

  private void ok(String what) {
    say("[  OK  ] " + what);
  }

  private void emergency() {
    say("[DEPEND] Dependency failed for /sysroot.");
    say("[DEPEND] Dependency failed for Initrd Root File System.");
    say("You are in emergency mode. After logging in, type \"journalctl -xb\" to view");
    say("system logs, \"systemctl reboot\" to reboot, or \"exit\"");
    say("to continue bootup.");
    say("");
    say("Cannot open access to console, the root account is locked.");
    say("See sulogin(8) man page for more details.");
  }

  @Override
  public void begins() {
    say("");
    say("Welcome to NixOS (Initrd)!");
    say("");
    ok("Reached target Slice Units.");
    ok("Listening on udev Kernel Socket.");
    say("         Starting Load Kernel Modules...");
  }

  @Override
  public void loading(String module) {
    // systemd-modules-load names no module.
  }

  @Override
  public void hangs(String module) {
    say("[ *    ] A start job is running for Load Kernel Modules (2min 3s / no limit)");
  }

  @Override
  public void loaded() {
    ok("Finished Load Kernel Modules.");
    say("         Starting Rule-based Manager for Device Events and Files...");
    ok("Started Rule-based Manager for Device Events and Files.");
    ok("Finished Coldplug All udev Devices.");
  }

  @Override
  public void opens(String device, String name) {
    say("Please enter passphrase for disk " + name + ": (press TAB for no echo)");
    ok("Finished Cryptography Setup for " + name + ".");
  }

  @Override
  public void imports(String pool) {
    say("         Starting Import ZFS pool \"" + pool + "\"...");
  }

  @Override
  public void imported(String pool) {
    ok("Finished Import ZFS pool \"" + pool + "\".");
  }

  @Override
  public void cannotImport(String pool, String why) {
    why.lines().forEach(this::say);
    say("[FAILED] Failed to start Import ZFS pool \"" + pool + "\".");
    emergency();
  }

  @Override
  public void waits(String device) {
    say("[ *    ] A start job is running for " + device + " (1min 28s / 1min 30s)");
  }

  @Override
  public void gaveUp(String device) {
    say("[ TIME ] Timed out waiting for device " + device + ".");
    emergency();
  }

  @Override
  public void mounts(String device, String point) {
    String place = "/sysroot" + (point.equals("/") ? "" : point);
    say("         Mounting " + place + "...");
    ok("Mounted " + place + ".");
  }

  @Override
  public void cannotMount(String device, String point, String type) {
    gaveUp(device);
  }

  @Override
  public void noInit(String init) {
    say("Failed to canonicalize /sysroot" + init + ": No such file or directory");
    say("[FAILED] Failed to start NixOS Activation.");
    emergency();
  }

  @Override
  public void ends() {
    ok("Reached target Initrd File Systems.");
    ok("Reached target Switch Root.");
    say("         Starting Switch Root...");
  }
}
