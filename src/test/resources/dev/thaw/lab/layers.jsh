// One of the systems of layers.sh, each lock called by its name.
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
