package dev.customerintelligence.examples.quickstart;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.zip.ZipException;

/** Says in a few words why a file could not be read or written. */
final class FileProblem {
  private FileProblem() {}

  /** Takes an {@link IOException}, or an unchecked one around it. */
  static String of(Exception exception) {
    Throwable e =
        exception instanceof UncheckedIOException
            ? Objects.requireNonNull(exception.getCause())
            : exception;
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (e instanceof ZipException || e instanceof EOFException) {
      return "the gzip data is damaged or cut off";
    }
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
