package dev.thaw.session;

import dev.thaw.helpers.HelperInfo;
import java.util.List;

/**
 * What a cell consists of, by its text.
 *
 * @param helpers the helpers that it calls, in the order of their first calls
 * @param onlyCalls whether it is nothing but calls of helpers, and of methods of what they give
 * @param declares whether it declares something that later cells may use
 */
public record Anatomy(List<HelperInfo> helpers, boolean onlyCalls, boolean declares) {

  /** Copies the list. */
  public Anatomy {
    helpers = List.copyOf(helpers);
  }

  /** Whether it calls the helper of that name. */
  public boolean calls(String name) {
    return helpers.stream().anyMatch(helper -> helper.name().equals(name));
  }
}
