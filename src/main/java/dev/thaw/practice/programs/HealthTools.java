package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.KernelFilesystems;
import java.util.List;
import java.util.Optional;

/** {@code dmesg} and {@code smartctl}: what is said of the disks. */
public final class HealthTools {

  private static final int NO_DEVICE = 2;
  private static final int NO_SMART = 1;
  private static final int FAILING = 8;

  private HealthTools() {}

  /** {@code dmesg}: the kernel's log, as far as it is about the disks. */
  public static int dmesg(Invocation invocation) {
    invocation.line("[    0.000000] Linux version " + KernelFilesystems.VERSION);
    for (Device device : invocation.state().devices) {
      if (device.failing) {
        invocation.line(
            "[   14.206113] critical medium error, dev "
                + device.name
                + ", sector 2281472 op 0x0:(READ) flags 0x80700 phys_seg 2 prio class 2");
        invocation.line(
            "[   14.206119] Buffer I/O error on dev "
                + device.name
                + ", logical block 285184, async page read");
      }
    }
    return 0;
  }

  /** {@code smartctl -H DEVICE}. */
  public static int smartctl(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "H n=");
    List<String> paths = options.rest();
    if (!options.has("H") || paths.size() != 1) {
      return invocation.fail(1, "smartctl: the practice machine's smartctl knows only -H DEVICE");
    }
    String path = paths.getFirst();
    Optional<Device> device =
        invocation.state().device(path).filter(one -> one.type.equals("disk"));
    invocation.line(
        "smartctl 7.5 2025-04-30 r5714 [x86_64-linux-"
            + KernelFilesystems.VERSION
            + "] (local build)");
    invocation.line("Copyright (C) 2002-25, Bruce Allen, Christian Franke, www.smartmontools.org");
    invocation.line("");
    if (device.isEmpty()) {
      invocation.line("Smartctl open device: " + path + " failed: No such device");
      return NO_DEVICE;
    }
    if (device.get().transport.equals("virtio")) {
      invocation.line(path + ": Unable to detect device type");
      invocation.line("Please specify device type with the -d option.");
      invocation.line("");
      invocation.line("Use smartctl -h to get a usage summary");
      return NO_SMART;
    }
    boolean nvme = device.get().transport.equals("nvme");
    invocation.line("=== START OF " + (nvme ? "" : "READ ") + "SMART DATA SECTION ===");
    invocation.line(
        "SMART overall-health self-assessment test result: "
            + (device.get().failing ? "FAILED!" : "PASSED"));
    if (device.get().failing && nvme) {
      invocation.line("- media has been placed in read only mode");
    }
    invocation.line("");
    return device.get().failing ? FAILING : 0;
  }
}
