/** The whole of Thaw on the lab's real machines, in QEMU; slow, and tagged {@code lab}. */
package dev.thaw.lab;
