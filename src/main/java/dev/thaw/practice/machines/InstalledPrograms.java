package dev.thaw.practice.machines;

import dev.thaw.practice.nix.NixEval;
import dev.thaw.practice.nix.NixTools;
import dev.thaw.practice.nix.NixosEnter;
import dev.thaw.practice.nix.NixosRebuild;
import dev.thaw.practice.nix.SwitchToConfiguration;
import dev.thaw.practice.probes.ThawScripts;
import dev.thaw.practice.programs.Blkid;
import dev.thaw.practice.programs.CopyTools;
import dev.thaw.practice.programs.Cryptsetup;
import dev.thaw.practice.programs.FileTools;
import dev.thaw.practice.programs.Findmnt;
import dev.thaw.practice.programs.Fsck;
import dev.thaw.practice.programs.HealthTools;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Ls;
import dev.thaw.practice.programs.Lsblk;
import dev.thaw.practice.programs.Lvm;
import dev.thaw.practice.programs.LvmReport;
import dev.thaw.practice.programs.Mdadm;
import dev.thaw.practice.programs.MountProgram;
import dev.thaw.practice.programs.Options;
import dev.thaw.practice.programs.Program;
import dev.thaw.practice.programs.ProgramTable;
import dev.thaw.practice.programs.Sed;
import dev.thaw.practice.programs.Sh;
import dev.thaw.practice.programs.SystemTools;
import dev.thaw.practice.programs.TextTools;
import dev.thaw.practice.programs.Umount;
import dev.thaw.practice.programs.Unshare;
import dev.thaw.practice.programs.Zfs;
import dev.thaw.practice.programs.Zpool;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.MountNamespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** The programs that the practice machine has, by name. */
public final class InstalledPrograms implements ProgramTable {

  /** All that the practice machine has. */
  public static final ProgramTable TABLE = new InstalledPrograms();

  private static final int NOT_FOUND = 127;
  private static final Map<String, Program> ALL = new HashMap<>();

  static {
    ALL.put("lsblk", new Lsblk());
    ALL.put("blkid", new Blkid());
    ALL.put("findmnt", new Findmnt());
    ALL.put("mount", new MountProgram());
    ALL.put("umount", new Umount());
    ALL.put("zpool", new Zpool());
    ALL.put("zfs", new Zfs());
    ALL.put("cryptsetup", new Cryptsetup());
    ALL.put("mdadm", new Mdadm());
    ALL.put("lvm", Lvm::lvm);
    ALL.put("pvs", LvmReport.PVS);
    ALL.put("vgs", LvmReport.VGS);
    ALL.put("lvs", LvmReport.LVS);
    ALL.put("vgscan", Lvm::vgscan);
    ALL.put("vgchange", Lvm::vgchange);
    ALL.put("lvchange", Lvm::lvchange);
    ALL.put("ls", new Ls());
    ALL.put("cat", FileTools::cat);
    ALL.put("head", FileTools::head);
    ALL.put("tail", FileTools::tail);
    ALL.put("mkdir", FileTools::mkdir);
    ALL.put("rmdir", FileTools::rmdir);
    ALL.put("rm", FileTools::rm);
    ALL.put("touch", FileTools::touch);
    ALL.put("cp", CopyTools::cp);
    ALL.put("mv", CopyTools::mv);
    ALL.put("ln", FileTools::ln);
    ALL.put("chmod", FileTools::chmod);
    ALL.put("readlink", FileTools::readlink);
    ALL.put("test", FileTools::test);
    ALL.put("[", FileTools::test);
    ALL.put("grep", TextTools::grep);
    ALL.put("sed", new Sed());
    ALL.put("wc", TextTools::wc);
    ALL.put("sort", TextTools::sort);
    ALL.put("echo", TextTools::echo);
    ALL.put("printf", TextTools::printf);
    ALL.put("find", TextTools::find);
    ALL.put("stat", TextTools::stat);
    ALL.put("modprobe", SystemTools::modprobe);
    ALL.put("lsmod", SystemTools::lsmod);
    ALL.put("uname", SystemTools::uname);
    ALL.put("hostname", SystemTools::hostname);
    ALL.put("hostid", SystemTools::hostid);
    ALL.put("dmesg", HealthTools::dmesg);
    ALL.put("smartctl", HealthTools::smartctl);
    ALL.put("id", SystemTools::id);
    ALL.put("date", SystemTools::date);
    ALL.put("df", SystemTools::df);
    ALL.put("ip", SystemTools::ip);
    ALL.put("ping", SystemTools::ping);
    ALL.put("getent", SystemTools::getent);
    ALL.put("curl", SystemTools::curl);
    ALL.put("efibootmgr", SystemTools::efibootmgr);
    ALL.put("od", SystemTools::od);
    for (String name : new String[] {"reboot", "poweroff", "shutdown"}) {
      ALL.put(name, InstalledPrograms::restart);
    }
    ALL.put("systemctl", InstalledPrograms::systemctl);
    ALL.put("whoami", invocation -> said(invocation, "root"));
    ALL.put("pwd", invocation -> said(invocation, invocation.directory()));
    ALL.put("true", invocation -> 0);
    ALL.put("false", invocation -> 1);
    ALL.put(":", invocation -> 0);
    ALL.put("fsck.vfat", new Fsck());
    ALL.put("fsck.fat", new Fsck());
    ALL.put("sync", invocation -> 0);
    ALL.put("sleep", invocation -> 0);
    ALL.put("udevadm", invocation -> 0);
    ALL.put("sh", new Sh());
    ALL.put("bash", new Sh());
    ALL.put("env", InstalledPrograms::env);
    ALL.put("unshare", new Unshare());
    ALL.put("nixos-enter", new NixosEnter());
    ALL.put("nixos-rebuild", new NixosRebuild());
    ALL.put("nixos-version", NixTools::nixosVersion);
    ALL.put("nix-env", NixTools::nixEnv);
    ALL.put("nix", NixEval::nix);
    ALL.put("nix-instantiate", NixTools::nixInstantiate);
    ALL.put("nix-collect-garbage", NixTools::collectGarbage);
    ALL.put("switch-to-configuration", new SwitchToConfiguration());
  }

  private InstalledPrograms() {}

  /** The machine is started anew once the command has ended. */
  private static int restart(Invocation invocation) {
    invocation.state().reboots++;
    return 0;
  }

  private static int systemctl(Invocation invocation) {
    if (invocation.arguments().contains("reboot")) {
      return restart(invocation);
    }
    return invocation.fail(
        1, "systemctl: the practice machine's systemctl knows only: systemctl reboot");
  }

  /** {@code env [NAME=VALUE…] PROGRAM}. */
  private static int env(Invocation invocation) {
    var environment = new HashMap<>(invocation.environment());
    List<String> words = invocation.arguments();
    int at = 0;
    while (at < words.size() && words.get(at).indexOf('=') > 0) {
      String[] pair = words.get(at).split("=", 2);
      environment.put(pair[0], pair[1]);
      at++;
    }
    return invocation.calling(words.subList(at, words.size())).with(environment).run();
  }

  private static int said(Invocation invocation, String line) {
    invocation.line(line);
    return 0;
  }

  @Override
  public Optional<Program> script(String name) {
    return ThawScripts.find(name);
  }

  @Override
  public int run(Invocation invocation) {
    String name = invocation.name();
    String plain = MountNamespace.name(name);
    Program program = ALL.get(plain);
    if (program == null || name.contains("/") && !isThere(invocation, name)) {
      return invocation.fail(
          NOT_FOUND,
          name
              + ": command not found: the practice machine has no "
              + (plain.isEmpty() ? "such program" : plain)
              + ".");
    }
    if (!NixTools.isThere(invocation, plain)) {
      return invocation.fail(NOT_FOUND, "sh: 1: " + name + ": not found");
    }
    try {
      return program.run(invocation);
    } catch (Errno e) {
      return invocation.fail(1, plain + ": " + e.getMessage());
    } catch (PatternSyntaxException e) {
      return invocation.fail(2, plain + ": " + e.getDescription());
    } catch (Options.Unknown e) {
      return invocation.fail(
          1,
          plain + ": the practice machine's " + plain + " does not know " + e.getMessage() + ".");
    }
  }

  private static boolean isThere(Invocation invocation, String path) {
    return invocation
        .namespace()
        .find(invocation.absolute(path))
        .map(node -> !node.isDirectory())
        .orElse(false);
  }
}
