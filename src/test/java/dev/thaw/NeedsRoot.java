package dev.thaw;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that only root can run: it mounts, makes users or loop devices, has sshd let people in, or
 * runs commands as the local machine does. For anybody else the build leaves it out, and {@code
 * ./verify} says so.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
public @interface NeedsRoot {}
