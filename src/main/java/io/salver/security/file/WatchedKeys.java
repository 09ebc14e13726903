package io.salver.security.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.fault.BackendFailure;
import io.salver.security.KeyFile;
import io.salver.security.KeyRing;
import io.salver.settings.Origin;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The keys of a file as it was when somebody last looked. A file that has become unreadable or
 * wrong changes nothing: the keys before it stay good, and the log says what is wrong, without
 * quoting it. {@link #look} is called by one thread at a time; {@link #get} by any.
 */
public final class WatchedKeys implements Supplier<KeyRing> {

  private static final Logger LOG = System.getLogger(WatchedKeys.class.getName());
  private static final long MOST_BYTES = 16 << 20;

  private final YAMLMapper mapper =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private final Path file;
  private byte[] seen;
  private volatile KeyRing keys;

  /**
   * The keys of {@code file} now.
   *
   * @throws BackendFailure when it cannot be read or something in it is wrong
   */
  public WatchedKeys(Path file) {
    this.file = file;
    try {
      this.seen = bytes();
    } catch (IOException e) {
      throw new BackendFailure("the file of keys " + file + " cannot be read", e);
    }
    this.keys = parsed(seen);
  }

  @Override
  public KeyRing get() {
    return keys;
  }

  /** Reads the file again, if it has changed. */
  public void look() {
    try {
      byte[] now = bytes();
      if (!Arrays.equals(now, seen)) {
        seen = now;
        keys = parsed(now);
        LOG.log(Level.INFO, () -> "The file of keys has changed: " + keys.size() + " entries");
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.ERROR,
          () -> "The file of keys is not taken, and the keys before it stay: " + e.getMessage());
    }
  }

  private byte[] bytes() throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException(file + " has " + size + " bytes; at most " + MOST_BYTES + " are taken");
    }
    return Files.readAllBytes(file);
  }

  private KeyRing parsed(byte[] yaml) {
    Origin origin = Origin.file(file.getFileName() + "");
    JsonNode document;
    try {
      document = mapper.readTree(yaml);
    } catch (JsonProcessingException malformed) {
      throw new BackendFailure(
          origin.prefix() + "no YAML, at line " + malformed.getLocation().getLineNr());
    } catch (IOException e) {
      throw new IllegalStateException(e); // they are in memory
    }
    if (document.isMissingNode() || document.isNull()) {
      return KeyRing.EMPTY;
    }
    if (!document.isObject()) {
      throw new BackendFailure(origin.prefix() + "a mapping with 'keys' is expected");
    }
    return KeyFile.read(origin, mapper.convertValue(document, Map.class));
  }
}
