/** What is learned on a machine: the lesson with its hints, and the check at its end. */
package dev.thaw.practice.lessons;
