package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code boot.sh} finds to drive a disk, on a tree of /sys of its own. */
class DriversProbeTest {

  private static final String PORT = "devices/pci0000:00/0000:00:01.0";
  private static final String CARD = PORT + "/0000:01:00.0";
  private static final String DISK = CARD + "/nvme/nvme0/nvme0n1";

  @TempDir private Path folder;

  /** On most computers an NVMe disk sits behind a port whose driver no kernel has as a module. */
  @Test
  void whatNoKernelHasAsAModuleIsNoDriverThatAnInitrdCouldLack() throws IOException {
    Path sys = tree("nvme", "pcieportdrv");
    Files.createFile(sys.resolve("module/nvme/initstate"));

    assertThat(drivers(sys, "")).isEqualTo("nvme0n1\tnvme\n");
  }

  /** Built in here, it may be a module of the installed system's kernel. */
  @Test
  void whatIsBuiltInHereAndCouldBeAModuleIsTold() throws IOException {
    Path sys = tree("vmd_x", "pcieportdrv");

    assertThat(drivers(sys, "kernel/drivers/pci/vmd-x.ko\n")).isEqualTo("nvme0n1\tvmd_x\n");
    assertThat(drivers(sys, "kernel/drivers/pci/vmd-xy.ko\n")).isEmpty();
  }

  private Path tree(String card, String port) throws IOException {
    Path sys = folder.resolve("sys");
    Files.createDirectories(sys.resolve(DISK));
    Files.createDirectories(sys.resolve("class/block"));
    Files.createSymbolicLink(sys.resolve("class/block/nvme0n1"), sys.resolve(DISK));
    driver(sys, CARD, card);
    driver(sys, PORT, port);
    return sys;
  }

  private static void driver(Path sys, String device, String module) throws IOException {
    Path loaded = Files.createDirectories(sys.resolve("module").resolve(module));
    Path driver = Files.createDirectories(sys.resolve("drivers").resolve(module));
    Files.createSymbolicLink(driver.resolve("module"), loaded);
    Files.createSymbolicLink(sys.resolve(device).resolve("driver"), driver);
  }

  private String drivers(Path sys, String builtIn) throws IOException {
    Path modules = folder.resolve("modules");
    String kernel = Images.run("uname", "-r");
    Path list = Files.createDirectories(modules.resolve(kernel.strip())).resolve("modules.builtin");
    Files.writeString(list, builtIn);
    String whole = Scripts.read(EvidenceCollector.class, "boot.sh");
    String look = "section drivers drivers\n";
    String script =
        whole
            .substring(0, whole.indexOf(look) + look.length())
            .replace("/sys/", sys + "/")
            .replace("/lib/modules", modules.toString());
    var probe = new Probe("boot", script, "read drivers", Duration.ofMinutes(1));
    var machine = new InterceptorChain(new LocalMachine(null), List.of());
    return probe.run(machine).text(BootFormat.DRIVERS);
  }
}
