// The documented rescue, on any of the lab's machines:
//   ./thaw eval --yes --on ssh://root@127.0.0.1:PORT --identity KEY lab/rescue.jsh

// Look: what is there, and what would boot?
disks()
pools()
if (installs().isEmpty()) {
  unlock(); // Nothing to be seen yet: the disk is encrypted.
}
installs()
generations()
bootPartition()

// Mount it, and take back what made it hang.
mountAll()
network()
config()
config().remove("boot.initrd.kernelModules", "vfio_pci")

// Build, and make it boot next; rebuild() believes nothing and checks.
rebuild()

// Go: unmounted, exported, closed.
leave()
pools()
