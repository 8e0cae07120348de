package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileService;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A file of profiles: one JSON array, sorted by email address, one profile in a line.
 *
 * <p>It appears whole or not at all: it is written beside its place and then moved there.
 */
final class ProfilesFile {
  private static final int PAGE = 1000;

  private final Path file;

  private ProfilesFile(Path file) {
    this.file = file;
  }

  /** Checks, before any work is done, that a file can stand there. */
  static ProfilesFile at(Path file) throws QuickstartException {
    Path target = file.toAbsolutePath().normalize();
    try {
      if (Files.exists(target)) {
        target = target.toRealPath();
        if (!Files.isRegularFile(target)) {
          throw new QuickstartException("cannot write " + file + ": it is not a regular file");
        }
      }
    } catch (IOException e) {
      throw new QuickstartException("cannot write " + file + ": " + FileProblem.of(e));
    }
    Path folder = Objects.requireNonNull(target.getParent());
    if (!Files.isDirectory(folder)) {
      throw new QuickstartException("cannot write " + file + ": there is no folder " + folder);
    }
    return new ProfilesFile(target);
  }

  Path path() {
    return file;
  }

  /** Writes every stored profile, page by page, and returns how many there are. */
  long write(ProfileService profiles, MoreColumns more, Instant now) throws QuickstartException {
    Path unfinished =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try {
        long written = writeAll(unfinished, profiles, more, now);
        moveTo(unfinished);
        return written;
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new QuickstartException("cannot write " + file + ": " + FileProblem.of(e));
    }
  }

  private static long writeAll(Path target, ProfileService profiles, MoreColumns more, Instant now)
      throws IOException {
    long written = 0;
    try (BufferedWriter out =
        Files.newBufferedWriter(
            target,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      out.write('[');
      EmailAddress last = null;
      List<CustomerProfile> page;
      do {
        page = profiles.after(last, PAGE);
        for (CustomerProfile profile : page) {
          out.write(written == 0 ? "\n" : ",\n");
          out.write(more.behind(profile.toJson(now).json(), profile.customer()));
          last = profile.customer();
          written++;
        }
      } while (page.size() == PAGE);
      out.write("\n]\n");
    }
    return written;
  }

  private void moveTo(Path unfinished) throws IOException {
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
