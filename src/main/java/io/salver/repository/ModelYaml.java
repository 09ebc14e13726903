package io.salver.repository;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.model.Device;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Batching;
import io.salver.model.ModelSpec.Caching;
import io.salver.model.ModelSpec.Join;
import io.salver.model.VersionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads {@code model.yaml}. Every key has a default; a key that is not known, or whose value is of
 * the wrong kind or out of range, is a {@link RepositoryProblem}. Thread-safe.
 */
final class ModelYaml {

  private static final Set<String> KEYS =
      Set.of(
          "task",
          "backend",
          "device",
          "instances",
          "threads",
          "versions",
          "batching",
          "timeout",
          "cache",
          "warmup",
          "signature",
          "preprocess",
          "postprocess",
          "monitor");

  private static final long CACHE_BYTES = 64L << 20;
  private static final Duration CACHE_TTL = Duration.ofMinutes(10);

  private final YAMLMapper mapper =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /** What the file says; an empty file says what {@link ModelSpec#DEFAULT} does. */
  ModelSpec read(Path file) throws IOException {
    JsonNode document;
    try {
      document = mapper.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException malformed) {
      throw new RepositoryProblem("model.yaml is not YAML: " + where(malformed));
    }
    if (document.isMissingNode() || document.isNull() || isBlank(document)) {
      return ModelSpec.DEFAULT;
    }
    try {
      return bind(Section.of("", document, KEYS));
    } catch (RepositoryProblem problem) {
      throw new RepositoryProblem("model.yaml: " + problem.reason());
    }
  }

  private static ModelSpec bind(Section root) {
    ModelSpec defaults = ModelSpec.DEFAULT;
    return new ModelSpec(
        root.text("task"),
        root.text("backend"),
        device(root),
        instances(root),
        root.integer("threads", 1, 256, defaults.threads()),
        versions(root),
        batching(root),
        positive(root, "timeout", defaults.timeout()),
        cache(root),
        root.integer("warmup", 0, 10_000, defaults.warmup()),
        SignatureYaml.read(root),
        root.asWritten("preprocess"),
        root.asWritten("postprocess"),
        root.asWritten("monitor"));
  }

  private static OptionalInt instances(Section root) {
    return root.has("instances")
        ? OptionalInt.of(root.integer("instances", 1, 256, 1))
        : ModelSpec.DEFAULT.instances();
  }

  private static Device device(Section root) {
    return root.text("device")
        .map(
            text ->
                Device.named(text)
                    .orElseThrow(() -> root.wrong("device", "auto, cpu, cuda or cuda:N")))
        .orElse(ModelSpec.DEFAULT.device());
  }

  private static Batching batching(Section root) {
    Batching defaults = ModelSpec.DEFAULT.batching();
    if (!root.has("batching")) {
      return defaults;
    }
    Section batching = root.section("batching", Set.of("max-rows", "max-delay", "queue", "join"));
    return new Batching(
        batching.integer("max-rows", 1, 1_000_000, defaults.maxRows()),
        batching.duration("max-delay", defaults.maxDelay()),
        batching.integer("queue", 1, 1_000_000, defaults.queue()),
        join(batching));
  }

  /** Whoever writes the key {@code batching} says that axis 0 is a batch. */
  private static Join join(Section batching) {
    return switch (batching.text("join").orElse("auto")) {
      case "never" -> Join.NEVER;
      case "auto" -> Join.AUTO;
      case "always" -> Join.ALWAYS;
      default -> throw batching.wrong("join", "never, auto or always");
    };
  }

  private static Optional<Caching> cache(Section root) {
    if (!root.has("cache")) {
      return ModelSpec.DEFAULT.cache();
    }
    Section cache = root.section("cache", Set.of("max-bytes", "ttl"));
    return Optional.of(
        new Caching(cache.bytes("max-bytes", CACHE_BYTES), positive(cache, "ttl", CACHE_TTL)));
  }

  private static Duration positive(Section section, String key, Duration otherwise) {
    Duration duration = section.duration(key, otherwise);
    if (duration.isZero()) {
      throw section.wrong(key, "longer than nothing");
    }
    return duration;
  }

  private static VersionPolicy versions(Section root) {
    if (!root.has("versions")) {
      return ModelSpec.DEFAULT.versions();
    }
    if (root.node("versions").asText().equals("all")) {
      return new VersionPolicy.All();
    }
    if (!root.node("versions").isObject()) {
      throw root.wrong("versions", "all, {latest: N} or {only: [N, …]}");
    }
    Section versions = root.section("versions", Set.of("latest", "only"));
    if (versions.has("latest") && versions.has("only")) {
      throw root.wrong("versions", "either latest or only");
    }
    return versions.has("only")
        ? new VersionPolicy.Only(numbers(versions))
        : new VersionPolicy.Latest(versions.integer("latest", 1, 1000, 1));
  }

  private static Set<Long> numbers(Section versions) {
    Set<Long> numbers = new HashSet<>();
    for (JsonNode number : versions.node("only")) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 1) {
        throw versions.wrong("only", "a list of positive whole numbers");
      }
      numbers.add(number.longValue());
    }
    if (numbers.isEmpty()) {
      throw versions.wrong("only", "a list of positive whole numbers");
    }
    return numbers;
  }

  private static boolean isBlank(JsonNode document) {
    return document.isTextual() && document.textValue().isBlank();
  }

  private static String where(JsonProcessingException malformed) {
    JsonLocation location = malformed.getLocation();
    String message = malformed.getOriginalMessage().lines().findFirst().orElse("");
    return location == null ? message : "line " + location.getLineNr() + ": " + message;
  }
}
