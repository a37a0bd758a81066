/**
 * Values as people read them: tables, cards and explanations as text. Everything that comes from
 * the machine is cleaned on the way.
 */
@NullMarked
package dev.thaw.view;

import org.jspecify.annotations.NullMarked;
