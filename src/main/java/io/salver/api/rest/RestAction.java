package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import io.salver.security.Action;
import io.salver.serving.ModelReference;
import io.vertx.core.net.impl.URIDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request over HTTP asks for, and the model or recommender that its path names. A pure
 * function of method and path; what is not in it takes the highest role.
 */
record RestAction(Action action, Optional<String> model) {

  private static final Set<String> TASKS = Set.of("images", "audio", "text", "tabular");
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final RestAction UNKNOWN = new RestAction(Action.UNKNOWN);

  private RestAction(Action action) {
    this(action, Optional.empty());
  }

  /**
   * The action of a request.
   *
   * @param path as it came
   * @throws InvalidInput when the path is not well encoded, or climbs
   */
  static RestAction of(String method, String path) {
    requirePlain(path);
    if (path.equals("/v2") || path.startsWith("/v2/")) {
      return V2Resource.of(path).map(RestAction::of).orElse(UNKNOWN);
    }
    String[] parts = path.substring(1).split("/", -1);
    int length =
        parts.length > 1 && parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
    List<String> segments = Arrays.stream(parts).limit(length).map(RestAction::decoded).toList();
    boolean isRead = READS.contains(method);
    return switch (segments.getFirst()) {
      case "v1" -> segments.size() < 2 ? UNKNOWN : v1(method, isRead, segments.subList(1, length));
      case "console" -> isRead ? new RestAction(Action.CONSOLE) : UNKNOWN;
      case "q" ->
          isRead && segments.size() > 1 && Set.of("openapi", "swagger-ui").contains(segments.get(1))
              ? new RestAction(Action.DOCUMENTATION)
              : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  private static RestAction of(V2Resource resource) {
    return switch (resource) {
      case V2Resource.Live _, V2Resource.Ready _ -> new RestAction(Action.HEALTH);
      case V2Resource.Server _ -> new RestAction(Action.LIST);
      case V2Resource.ModelMetadata(ModelReference model) -> of(Action.DESCRIBE, model.name());
      case V2Resource.ModelReady(ModelReference model) -> of(Action.DESCRIBE, model.name());
      case V2Resource.ModelConfig(ModelReference model) -> of(Action.DESCRIBE, model.name());
      case V2Resource.ModelInfer(ModelReference model) -> of(Action.INFER, model.name());
      case V2Resource.ModelStatistics(ModelReference model) -> of(Action.MONITOR, model.name());
      case V2Resource.AllStatistics _ -> new RestAction(Action.MONITOR);
      case V2Resource.RepositoryIndex _ -> new RestAction(Action.READ_REPOSITORY);
      case V2Resource.ModelLoad(String model) -> of(Action.CHANGE_REPOSITORY, model);
      case V2Resource.ModelUnload(String model) -> of(Action.CHANGE_REPOSITORY, model);
    };
  }

  private static RestAction v1(String method, boolean isRead, List<String> path) {
    boolean isPost = method.equals("POST");
    return switch (path.getFirst()) {
      case "images", "audio", "text", "tabular" -> task(isRead, isPost, path);
      case "completions", "embeddings" -> known(isPost && path.size() == 1, Action.INFER);
      case "models" -> models(isRead, path, Action.LIST, Action.DESCRIBE);
      case "recommendations" -> known(isPost && path.size() <= 2, Action.RECOMMEND);
      case "recommenders" ->
          path.size() <= 2
              ? models(isRead, path, Action.LIST, Action.DESCRIBE)
              : recommender(isRead, isPost, path);
      case "feedback" -> known(isPost && path.size() == 1, Action.FEEDBACK);
      case "monitoring" ->
          path.size() > 1 && path.get(1).equals("models")
              ? models(isRead, path.subList(1, path.size()), Action.MONITOR, Action.MONITOR)
              : UNKNOWN;
      case "rollouts" ->
          new RestAction(
              isRead || (isPost && path.size() == 3 && path.getLast().equals("explain"))
                  ? Action.READ_ROLLOUTS
                  : Action.CHANGE_ROLLOUTS);
      default -> UNKNOWN;
    };
  }

  private static RestAction task(boolean isRead, boolean isPost, List<String> path) {
    if (path.size() == 2 && path.get(1).equals("models")) {
      return known(isRead, Action.LIST);
    }
    if (path.size() == 3 && isRead && TASKS.contains(path.getFirst())) {
      return of(Action.DESCRIBE, path.get(1)); // /v1/tabular/{model}/schema
    }
    return known(isPost, Action.INFER);
  }

  /** A list, something in it, or what lies below that. */
  private static RestAction models(boolean isRead, List<String> path, Action all, Action one) {
    if (!isRead) {
      return UNKNOWN;
    }
    return path.size() == 1 ? new RestAction(all) : of(one, path.get(1));
  }

  /** {@code /v1/recommenders/{recommender}/…}. */
  private static RestAction recommender(boolean isRead, boolean isPost, List<String> path) {
    String name = path.get(1);
    return switch (path.get(2)) {
      case "reload" ->
          of(isPost && path.size() == 3 ? Action.RELOAD_RECOMMENDER : Action.UNKNOWN, name);
      case "events" -> of(isPost && path.size() == 3 ? Action.RECORD_EVENTS : Action.UNKNOWN, name);
      case "items", "users" -> of(isRead ? Action.READ_CATALOGUE : Action.CHANGE_CATALOGUE, name);
      default -> of(Action.UNKNOWN, name);
    };
  }

  private static RestAction known(boolean isKnown, Action action) {
    return isKnown ? new RestAction(action) : UNKNOWN;
  }

  private static RestAction of(Action action, String model) {
    return new RestAction(action, Optional.of(model));
  }

  /** Refuses what routes could read in two ways: segments of dots, empty ones, backslashes. */
  private static void requirePlain(String path) {
    if (!path.startsWith("/")) {
      throw new InvalidInput("the path expects to begin with a slash");
    }
    for (String segment : path.substring(1).split("/", -1)) {
      String decoded = decoded(segment);
      boolean climbs = decoded.equals(".") || decoded.equals("..");
      boolean isOdd =
          decoded
              .chars()
              .anyMatch(letter -> letter == '/' || letter == '\\' || letter < ' ' || letter == 127);
      if (climbs || isOdd) {
        throw new InvalidInput(
            "the path has a segment of dots, a slash or a control character in it");
      }
    }
    if (path.contains("//")) {
      throw new InvalidInput("the path has an empty segment");
    }
  }

  private static String decoded(String segment) {
    try {
      return URIDecoder.decodeURIComponent(segment, false);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("the path is not well encoded");
    }
  }
}
