package io.salver.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * A migration that travels in the program. They are listed, not looked for: looking through a class
 * path depends on how the program is packaged.
 */
final class Migration extends LoadableResource {

  private static final List<String> FILES =
      List.of(
          "V1__catalogue.sql",
          "V2__predictions.sql",
          "V3__rollouts.sql",
          "V4__rollout_reports.sql",
          "V5__list_panes.sql",
          "V6__handed_over.sql",
          "V7__oldest_reader.sql");

  private final String file;

  private Migration(String file) {
    this.file = file;
  }

  /** All of them. */
  static ResourceProvider all() {
    List<LoadableResource> all = FILES.stream().<LoadableResource>map(Migration::new).toList();
    return new ResourceProvider() {
      @Override
      public @Nullable LoadableResource getResource(String name) {
        return all.stream()
            .filter(known -> known.getFilename().equals(name))
            .findAny()
            .orElse(null);
      }

      @Override
      public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return all.stream().filter(known -> known.getFilename().startsWith(prefix)).toList();
      }
    };
  }

  @Override
  public Reader read() {
    try (InputStream in = Migration.class.getResourceAsStream("/db/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its migration " + file);
      }
      return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String getAbsolutePath() {
    return file;
  }

  @Override
  public @Nullable String getAbsolutePathOnDisk() {
    return null;
  }

  @Override
  public String getFilename() {
    return file;
  }

  @Override
  public String getRelativePath() {
    return file;
  }
}
