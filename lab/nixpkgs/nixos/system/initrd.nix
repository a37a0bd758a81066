# The archive of stage 1: the closure of its contents, packed as NixOS's makeInitrd does.
{ lib, pkgs, config }:
{ contents }:   # contents: list of { object, symlink }
let
  modules = lib.unique (config.boot.initrd.kernelModules ++ config.boot.initrd.availableKernelModules);
  modulesClosure = pkgs.run "linux-${pkgs.kernelVersion}-modules-shrunk" { rootModules = modules; } ''
    v=${pkgs.modDirVersion}
    mkdir -p $out/lib/modules/$v
    mkdir view; ln -s ${pkgs.linuxModules}/lib view/lib
    for m in $rootModules; do
      if modprobe -d view -S $v --show-depends $m >>list 2>/dev/null; then continue; fi
      # Debian's cloud kernel has no drivers for bare metal; configurations still name them
      case " xhci_pci ehci_pci usbhid hid_generic usb_storage uas sd_mod sdhci_pci i915 amdgpu nouveau " in *" $m "*) continue ;; esac
      echo "modprobe: FATAL: Module $m not found in directory ${pkgs.linuxModules}/lib/modules/$v"; exit 1
    done
    sed -n 's/^insmod //; s/ *$//; /^builtin/d; p' list | sort -u | while read -r file; do
      rel=''${file#*/lib/modules/$v/}
      mkdir -p $out/lib/modules/$v/$(dirname $rel)
      cp $file $out/lib/modules/$v/$rel
    done
    cp ${pkgs.linuxModules}/lib/modules/$v/modules.{order,builtin,builtin.modinfo} $out/lib/modules/$v/
    depmod -b $out $v
    # as NixOS's own modules closure: of what is built in, the index remains, not the list
    rm $out/lib/modules/$v/modules.{order,builtin}
  '';
  all = contents ++ [ { object = "${modulesClosure}/lib"; symlink = "/lib"; } ];
in
pkgs.run "initrd-linux-${pkgs.kernelVersion}"
{
  objects = map (c: c.object) all;
  symlinks = map (c: c.symlink) all;
  exportReferencesGraph = [ "closure" (pkgs.run "initrd-contents" { list = map (c: c.object) all; } ''echo $list >$out'') ];
} ''
  mkdir root
  for path in $(grep '^/nix/store/' closure | sort -u); do
    case $path in *-initrd-contents) continue ;; esac
    mkdir -p root/nix/store; cp -a $path root/nix/store/
  done
  set -- $symlinks
  for object in $objects; do
    mkdir -p root$(dirname $1); ln -s $object root$1; shift
  done
  chmod -R u+w root
  mkdir $out
  (cd root && find . -print0 | sort -z | cpio --quiet -o -H newc -R +0:+0 --reproducible --null) | zstd -q -3 >$out/initrd
''
