package io.salver.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.salver.model.DevicePolicy;
import io.salver.serving.ControlMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of the service, below {@code salver.}; each also an environment variable, such as
 * SALVER_MODELS_REPOSITORY.
 */
@ConfigMapping(prefix = "salver")
public interface SalverConfig {

  /**
   * The address that HTTP, gRPC and the management port listen at; 0.0.0.0 is every one of this
   * machine's. quarkus.http.host, quarkus.grpc.server.host and quarkus.management.host say it for
   * one of them.
   */
  @WithDefault("127.0.0.1")
  String host();

  /** The models. */
  Models models();

  /** A database of vectors. */
  Vectors vectors();

  /** The recommenders. */
  Recommenders recommenders();

  /** Where catalogues are kept. */
  Store store();

  /** What a request may take. */
  Requests requests();

  /** Where models run. */
  Devices devices();

  /** Pictures and sounds. */
  Tasks tasks();

  /** How long a stop may take. */
  Shutdown shutdown();

  Grpc grpc();

  /** Settings of the models. */
  interface Models {

    /** The model repository. */
    @WithDefault("models/repository")
    Path repository();

    /** Models that load at the same time. */
    @WithDefault("2")
    int loaders();

    /**
     * Who says which models serve. {@code none}: all do from the start, and callers may load and
     * unload; {@code explicit}: those that {@code load} names do, and callers load the others;
     * {@code poll}: the repository is read again and again and followed, and callers may not.
     */
    @WithDefault("none")
    ControlMode control();

    /** The models that serve from the start where the control is explicit. */
    Optional<List<String>> load();

    /** Time between two looks at the repository where it is polled. */
    @WithDefault("15s")
    Duration pollInterval();

    /** Memory of all models' weights together, by the size of their files; absent: no limit. */
    Optional<MemorySize> memory();

    /** Whether a version without a manifest of its files, SHA256SUMS, is refused. */
    @WithDefault("false")
    boolean requireManifest();
  }

  /** Settings of the database of indexes that are described as {@code pgvector:…}. */
  interface Vectors {

    /** {@code jdbc:postgresql://…}; absent: no index can be described so. */
    Optional<String> url();

    Optional<String> username();

    Optional<String> password();

    /** The most connections that are open. */
    @WithDefault("8")
    int connections();
  }

  /** Settings of the recommenders. */
  interface Recommenders {

    /** The directory of recommenders; need not exist. */
    @WithDefault("models/recommenders")
    Path directory();

    /** Where indexes are kept, so that a start need not build them again. */
    @WithDefault("data/snapshots")
    Path snapshots();

    /** The least time between two snapshots of a recommender; one more is written at the stop. */
    @WithDefault("10m")
    Duration snapshotEvery();

    /** How often changes that other processes wrote to the store are looked for. */
    @WithDefault("500ms")
    Duration poll();

    /** Memory that one index may take before it is compressed; absent: no limit. */
    Optional<MemorySize> indexMemory();

    /** One in so many searches is repeated exactly, to estimate the recall; 0: none. */
    @WithDefault("200")
    int recallSample();

    /** How long after an answer the events that refer to it count for its arm. */
    @WithDefault("30m")
    Duration attribution();

    /** The same of an answer of a batch, which is shown later. */
    @WithDefault("1d")
    Duration batchAttribution();

    /** Recommendations that are computed at the same time. */
    @WithDefault("2")
    int threads();

    /** Recommendations that may wait. */
    @WithDefault("256")
    int queue();

    /** Longest time from arrival to answer where the request does not set a shorter one. */
    @WithDefault("2s")
    Duration timeout();

    /** Requests of batches that are computed at the same time, behind single requests. */
    @WithDefault("1")
    int batchThreads();

    /** Batches that run at the same time. */
    @WithDefault("2")
    int batches();
  }

  /** Settings of the store of items, users and events. */
  interface Store {

    /**
     * The database: {@code jdbc:postgresql://host:port/name}. Absent: an embedded one below {@code
     * directory}, for one process.
     */
    Optional<String> url();

    /** Where the embedded database lies; made when it is first wanted. */
    @WithDefault("data")
    Path directory();

    /** The user of the database at {@code url}. */
    Optional<String> username();

    /** That user's password. */
    Optional<String> password();

    /** Connections to the database at {@code url}: half of them write, half read. */
    @WithDefault("8")
    int connections();

    /** What is kept of events. */
    Events events();

    /** Settings of events. */
    interface Events {

      /** How long events are kept after they happened; an empty value keeps them for ever. */
      @WithDefault("365d")
      Optional<Duration> keep();
    }
  }

  /** Settings of requests. */
  interface Requests {

    /** Largest body, also after inflating and decoding. */
    @WithDefault("64M")
    MemorySize maxBody();

    /**
     * Memory that all requests under way hold together; beyond it they are refused. Absent: a
     * quarter of the memory of the machine or container.
     */
    Optional<MemorySize> memory();

    /**
     * Longest wait for a model that is aimed at under overload: requests that would wait longer are
     * refused at once. An empty value admits everything that finds a place in the queue.
     */
    @WithDefault("50ms")
    Optional<Duration> targetWait();

    /** Direct memory kept for reuse between requests, beside that which they hold. */
    @WithDefault("256M")
    MemorySize retainedMemory();
  }

  /** Settings of devices. */
  interface Devices {

    /**
     * What happens to a model that asks for a CUDA device that is not there: {@code fail}, it is
     * not loaded, or {@code cpu}, it is loaded on the CPU.
     */
    @WithDefault("fail")
    DevicePolicy.Absent absent();
  }

  /** Settings of the typed tasks. */
  interface Tasks {

    /** Pictures and sounds that are decoded at the same time; absent: one a processor. */
    OptionalInt threads();

    /** Pieces of their work that may wait. */
    @WithDefault("256")
    int queue();

    /** The most pixels of a picture, told from its head before it is decoded. */
    @WithDefault("50000000")
    long maxPixels();

    /** The most characters of a text, counted in UTF-16 units. */
    @WithDefault("1048576")
    int maxText();

    /** The longest sound. */
    @WithDefault("30m")
    Duration maxSound();

    /** The most rows of one request. */
    @WithDefault("100000")
    int maxRows();
  }

  /** Settings of gRPC's connections. A client that is told to go connects again by itself. */
  interface Grpc {

    /** After so long without a call a connection is ended. */
    @WithDefault("15m")
    Duration connectionIdle();

    /**
     * After about so long a connection takes no further calls, and ends when those that have begun
     * are answered: clients look for replicas anew, and those that came later get their share.
     */
    @WithDefault("1h")
    Duration connectionAge();
  }

  /** Settings of the stop. */
  interface Shutdown {

    /**
     * Longest wait for requests under way; keep it inside the grace period of whatever stops the
     * process.
     */
    @WithDefault("20s")
    Duration drain();
  }
}
