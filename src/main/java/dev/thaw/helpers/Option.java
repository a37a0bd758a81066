package dev.thaw.helpers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a helper's options record: {@code rebuild(flake=true)} sets the component {@code
 * flake}. An option that is not written is {@code false}, {@code 0} or {@code null}. A component
 * that is such a record itself adds its options.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** What it does, in one sentence. */
  String value();
}
