/**
 * The Jupyter kernel. The base of IJava's line ({@code jjava-jupyter}) gives the messages, their
 * reading, writing and signing. What it does not do well is done here: it polls for messages every
 * 50 ms, waits for input where no interrupt reaches it, and ends at a message with a wrong
 * signature.
 */
@NullMarked
package dev.thaw.kernel;

import org.jspecify.annotations.NullMarked;
