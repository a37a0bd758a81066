package dev.thaw.rescue;

/**
 * How {@code state.sh} names its sections. Whoever reads them, or stands in for the script, has the
 * names from here.
 */
public final class StateFormat {

  /** The kernel's mountinfo. */
  public static final String MOUNTINFO = "mountinfo";

  /** Imported pools: a line each, {@link #POOL_COLUMNS} with tabs between. */
  public static final String POOLS = "pools";

  /** The columns of that, as zpool names them. */
  public static final String POOL_COLUMNS = "name,altroot,readonly,health";

  /** The processes of looks that left something behind, a line each. */
  public static final String ENDED = "ended";

  /** What device-mapper has open: a line each, UUID and name with a tab between. */
  public static final String MAPPED = "mapped";

  /** What volumes lie on: a line each, the volume and what is below it with a tab between. */
  public static final String BASES = "bases";

  /** The running md arrays; only where there are any. */
  public static final String ARRAYS = "arrays";

  /** Who keeps the root busy, where that is asked: a line each, process, tab, command. */
  public static final String HOLDERS = "holders";

  /** The word that asks for the holders, too. */
  public static final String BUSY = "busy";

  private StateFormat() {}
}
