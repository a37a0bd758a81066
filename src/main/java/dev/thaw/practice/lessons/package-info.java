/** What is learned on a machine: the lesson with its hints, and the check at its end. */
@NullMarked
package dev.thaw.practice.lessons;

import org.jspecify.annotations.NullMarked;
