package io.salver.api.rest;

import io.salver.api.ModelReferences;
import io.salver.fault.InvalidInput;
import io.salver.serving.ModelReference;
import io.vertx.core.net.impl.URIDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a path below {@code /v2} names. A pure function of the path. */
sealed interface V2Resource {

  /** What is read with GET and answered at once; all else takes a POST. */
  sealed interface Document extends V2Resource {}

  /** {@code /v2}. */
  record Server() implements Document {}

  /** {@code /v2/health/live}. */
  record Live() implements Document {}

  /** {@code /v2/health/ready}. */
  record Ready() implements Document {}

  /** {@code /v2/models/{name}[/versions/{version}]}. */
  record ModelMetadata(ModelReference model) implements Document {}

  /** {@code …/ready}. */
  record ModelReady(ModelReference model) implements Document {}

  /** {@code …/infer}. */
  record ModelInfer(ModelReference model) implements V2Resource {}

  /** {@code …/config}. */
  record ModelConfig(ModelReference model) implements Document {}

  /** {@code …/stats}. */
  record ModelStatistics(ModelReference model) implements Document {}

  /** {@code /v2/models/stats}. */
  record AllStatistics() implements Document {}

  /** {@code /v2/repository/index}. */
  record RepositoryIndex() implements V2Resource {}

  /** {@code /v2/repository/models/{name}/load}. */
  record ModelLoad(String model) implements V2Resource {}

  /** {@code /v2/repository/models/{name}/unload}. */
  record ModelUnload(String model) implements V2Resource {}

  /**
   * The resource of that raw path; empty when the protocol has none.
   *
   * @throws InvalidInput when the path is not well encoded or the version is no number
   */
  static Optional<V2Resource> of(String path) {
    List<String> segments = segments(path);
    return switch (segments.isEmpty() ? "" : segments.getFirst()) {
      case "" -> Optional.of(new Server());
      case "health" -> health(segments);
      case "models" -> models(segments);
      case "repository" -> repository(segments);
      default -> Optional.empty();
    };
  }

  private static Optional<V2Resource> health(List<String> segments) {
    if (segments.size() != 2) {
      return Optional.empty();
    }
    return switch (segments.get(1)) {
      case "live" -> Optional.of(new Live());
      case "ready" -> Optional.of(new Ready());
      default -> Optional.empty();
    };
  }

  private static Optional<V2Resource> repository(List<String> segments) {
    if (segments.size() == 2 && segments.get(1).equals("index")) {
      return Optional.of(new RepositoryIndex());
    }
    if (segments.size() != 4 || !segments.get(1).equals("models")) {
      return Optional.empty();
    }
    return switch (segments.get(3)) {
      case "load" -> Optional.of(new ModelLoad(segments.get(2)));
      case "unload" -> Optional.of(new ModelUnload(segments.get(2)));
      default -> Optional.empty();
    };
  }

  private static Optional<V2Resource> models(List<String> segments) {
    int size = segments.size();
    if (size == 2 && segments.get(1).equals("stats")) {
      return Optional.of(new AllStatistics());
    }
    if (size >= 4 && segments.get(2).equals("versions")) {
      ModelReference model = ModelReferences.parse(segments.get(1), segments.get(3));
      return ofModel(model, segments.subList(4, size));
    }
    return size < 2
        ? Optional.empty()
        : ofModel(ModelReferences.parse(segments.get(1), ""), segments.subList(2, size));
  }

  private static Optional<V2Resource> ofModel(ModelReference model, List<String> rest) {
    if (rest.isEmpty()) {
      return Optional.of(new ModelMetadata(model));
    }
    return switch (rest.size() == 1 ? rest.getFirst() : "") {
      case "ready" -> Optional.of(new ModelReady(model));
      case "infer" -> Optional.of(new ModelInfer(model));
      case "config" -> Optional.of(new ModelConfig(model));
      case "stats" -> Optional.of(new ModelStatistics(model));
      default -> Optional.empty();
    };
  }

  /** The decoded segments after {@code /v2}; one slash at the end does not count. */
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int start = "/v2/".length();
    while (start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      segments.add(decode(path.substring(start, end)));
      start = end + 1;
    }
    return segments;
  }

  private static String decode(String segment) {
    try {
      return URIDecoder.decodeURIComponent(segment, false);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("the path segment '" + segment + "' is not well encoded");
    }
  }
}
