package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How what was watched is read, below {@code salver.monitoring.}. */
@ConfigMapping(prefix = "salver.monitoring")
public interface ReadingConfig {

  /**
   * The other replicas, whose windows are added up when one is asked for a report: addresses such
   * as {@code http://salver-headless:8080}. Every address that a name has is one, as those of a
   * headless service are; this process may be among them. Absent: each replica tells its own.
   */
  Optional<List<URI>> peers();

  /** A key of the role operate that is sent to them, where security is on. */
  Optional<String> peerKey();

  /** The longest time for a replica to answer; the report then says that it is missing. */
  @WithDefault("2s")
  Duration peerTimeout();

  /** The metrics of drift. */
  Metrics metrics();

  /** Settings of the metrics of drift. */
  interface Metrics {

    /** Most features of a version that are shown by name, the worst; the others are one. */
    @WithDefault("20")
    int features();

    /** Time between two looks at the monitors; what is scraped is as old at most. */
    @WithDefault("5s")
    Duration every();
  }
}
