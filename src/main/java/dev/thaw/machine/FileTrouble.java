package dev.thaw.machine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why a file of the computer that Thaw runs on can't be read or written: Java often only names it.
 */
public final class FileTrouble {

  private FileTrouble() {}

  /** Says it in a few words, cleaned, without a full stop. */
  public static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "something else is in its place";
      case NotDirectoryException _ -> "what should be its folder is none";
      case FileSystemException failed when failed.getReason() != null ->
          Clean.line(failed.getReason());
      default -> Clean.line(e.getMessage() == null ? e.toString() : e.getMessage());
    };
  }
}
