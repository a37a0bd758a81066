package dev.thaw.helpers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public static method that is a word of the prompt. Overloads share a name, an explanation (the
 * resource {@code NAME.md} beside the class) and at most one record of named options, which is the
 * last parameter of the overloads that take them: any number of it, for none has to be given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Helper {
  /** What calling it may do. */
  Kind value();

  /** What has to hold before it can do anything. */
  Needs needs() default Needs.NOTHING;
}
