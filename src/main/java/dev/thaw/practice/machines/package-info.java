/** The machines that there are: made from their descriptions, kept between two runs. */
package dev.thaw.practice.machines;
