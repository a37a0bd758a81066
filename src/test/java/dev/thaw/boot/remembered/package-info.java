@NullMarked
package dev.thaw.boot.remembered;

import org.jspecify.annotations.NullMarked;
