/**
 * The words of the prompt: public static methods marked {@link dev.thaw.helpers.Helper}, their
 * named options, and one explanation each, written once and shown everywhere.
 */
@NullMarked
package dev.thaw.helpers;

import org.jspecify.annotations.NullMarked;
