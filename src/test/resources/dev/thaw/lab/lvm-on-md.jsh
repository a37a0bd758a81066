// Two systems: the machine's own, and one on LVM on an array that nothing has started.
if (installs().size() != 1) {
  throw new IllegalStateException("only the machine's own can be seen yet: " + installs());
}
unlock("/dev/md/pair")
unlock("vg-0")
unlock("vg-0")
int shelf = installs().stream().map(i -> i.hostName()).toList().indexOf("shelf") + 1;
mountAll(install=shelf)
leave()
leave()
