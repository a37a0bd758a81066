package dev.thaw.storage;

/**
 * A filesystem of ext2's kind whose superblock says that it has errors: it is checked as a whole
 * before it is mounted next.
 *
 * @param device the kernel's name of what it lies on
 * @param errors how many the kernel has noted since it was checked last; none where a check left
 *     them
 */
public record ErrorMark(String device, long errors) {}
