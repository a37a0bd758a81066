package dev.thaw.rescue;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known by nix's numbers: the most recent, so that no log, however long, fills memory. */
final class RecentActivities<T> extends LinkedHashMap<Long, T> {

  private static final long serialVersionUID = 1;
  private static final int MOST = 1000;

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
    return size() > MOST;
  }
}
