package dev.thaw.machine;

/** Receives what a command prints, while it prints it. */
public interface OutputListener {

  /** Ignores everything. */
  OutputListener NONE =
      new OutputListener() {
        @Override
        public void out(byte[] bytes, int length) {}

        @Override
        public void err(byte[] bytes, int length) {}
      };

  /** The first {@code length} of {@code bytes} came on standard output. */
  void out(byte[] bytes, int length);

  /** The first {@code length} of {@code bytes} came on standard error. */
  void err(byte[] bytes, int length);
}
