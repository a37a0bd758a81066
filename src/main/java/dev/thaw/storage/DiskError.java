package dev.thaw.storage;

/**
 * That a disk, or what lies on it, reports errors.
 *
 * @param device the kernel's name of a disk or partition, a device's path, or a pool's name
 * @param grave whether it may cost what is on it: a block that can't be read or written, SMART's
 *     own word; else a cable or a power cut can be the cause, too
 * @param seen what was seen, and by which command; a sentence
 */
public record DiskError(String device, boolean grave, String seen) {}
