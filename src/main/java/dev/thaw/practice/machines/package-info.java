/** The machines that there are: made from their descriptions, kept between two runs. */
@NullMarked
package dev.thaw.practice.machines;

import org.jspecify.annotations.NullMarked;
