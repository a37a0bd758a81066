package dev.thaw.helpers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code String} parameter that takes a helper's name or a failure's id: in a cell it may be
 * written without quotes, {@code explain(mountAll)}, {@code explain(zfs-pool-foreign)}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface HelperName {}
