package dev.thaw.rescue;

/**
 * How {@code network.sh} names its sections. Whoever reads them, or stands in for the script, has
 * the names from here.
 */
public final class NetworkFormat {

  /** The way out, as ip prints it. */
  public static final String ROUTE = "route";

  private NetworkFormat() {}

  /** The addresses of a host, as getent prints them. */
  public static String names(String host) {
    return "names/" + host;
  }

  /** The first line of its answer by https; not tried without an address. */
  public static String cache(String host) {
    return "cache/" + host;
  }
}
