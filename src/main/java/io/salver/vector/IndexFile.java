package io.salver.vector;

import io.salver.fault.BackendFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The file that holds an index: an {@link IndexHeader}, then the library's own bytes, the payload.
 * Both carry a CRC-32C (RFC 3720), and {@link #verify} checks them before any library parses the
 * payload: parsers of index files are native code that trusts its input. Immutable, thread-safe.
 */
public final class IndexFile {

  /** Appends a library's bytes to a file that already holds the header. */
  @FunctionalInterface
  public interface PayloadWriter {
    void appendTo(Path file) throws IOException;
  }

  private static final int CHUNK_BYTES = 1 << 20;

  private final String library;

  /** Files of that library; a file of another one is refused. */
  public IndexFile(String library) {
    this.library = library;
  }

  /**
   * Writes beside {@code file}, forces to the disk, then replaces {@code file} atomically.
   *
   * @throws BackendFailure when it cannot be written; {@code file} is then as it was
   */
  public void write(Path file, IndexSpec spec, PayloadWriter payload) {
    Path target = file.toAbsolutePath();
    try {
      Path draft = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
      try {
        writeDraft(draft, spec, payload);
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new BackendFailure("cannot write the index file " + file + ": " + e, e);
    }
  }

  private void writeDraft(Path draft, IndexSpec spec, PayloadWriter payload) throws IOException {
    IndexHeader blank = new IndexHeader(library, spec, 0, 0);
    int headerBytes = blank.encode().remaining();
    Files.write(draft, new byte[headerBytes], StandardOpenOption.CREATE_NEW);
    payload.appendTo(draft);
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long payloadBytes = channel.size() - headerBytes;
      int checksum = checksum(channel, headerBytes);
      ByteBuffer header = new IndexHeader(library, spec, payloadBytes, checksum).encode();
      while (header.hasRemaining()) {
        channel.write(header, header.position());
      }
      channel.force(true);
    }
  }

  /**
   * The name of the library whose file it is; only the header is checked.
   *
   * @throws BackendFailure when it is missing, or its header is damaged
   */
  public static String libraryOf(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return IndexHeader.read(channel, file).library();
    } catch (NoSuchFileException e) {
      throw new BackendFailure("there is no index file " + file, e);
    } catch (IOException e) {
      throw new BackendFailure("cannot read the index file " + file + ": " + e, e);
    }
  }

  /**
   * Checks that {@code file} is whole and of this library.
   *
   * @throws BackendFailure when it is missing, truncated, damaged or of another kind
   */
  public VerifiedIndexFile verify(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      IndexHeader header = IndexHeader.read(channel, file);
      if (!header.library().equals(library)) {
        throw new BackendFailure(
            "index file " + file + " is of the library " + header.library() + ", not " + library);
      }
      long offset = channel.position();
      long payloadBytes = channel.size() - offset;
      if (payloadBytes != header.payloadBytes()) {
        throw new BackendFailure(
            "index file %s is %s: expected %d bytes after the header, found %d"
                .formatted(
                    file,
                    payloadBytes < header.payloadBytes() ? "truncated" : "too long",
                    header.payloadBytes(),
                    payloadBytes));
      }
      if (checksum(channel, offset) != header.payloadChecksum()) {
        throw new BackendFailure("index file " + file + " is damaged: its checksum does not match");
      }
      return new VerifiedIndexFile(file, header.spec(), offset, payloadBytes);
    } catch (NoSuchFileException e) {
      throw new BackendFailure("there is no index file " + file, e);
    } catch (IOException e) {
      throw new BackendFailure("cannot read the index file " + file + ": " + e, e);
    }
  }

  private static int checksum(FileChannel channel, long from) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    channel.position(from);
    while (channel.read(chunk) >= 0) {
      checksum.update(chunk.flip());
      chunk.clear();
    }
    return (int) checksum.getValue();
  }
}
