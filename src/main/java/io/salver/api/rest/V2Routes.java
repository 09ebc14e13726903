package io.salver.api.rest;

import io.salver.api.Failures;
import io.salver.api.ModelConfiguration;
import io.salver.api.ModelReferences;
import io.salver.api.ServerIdentity;
import io.salver.fault.NotReady;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.serving.StatisticsService;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Every path below {@code /v2}, on the event loop, and the answer to every path that nobody knows.
 * Infer is handed to {@link InferRoute} and changes to the repository to {@link RepositoryRoute};
 * all else is answered here at once. Thread-safe.
 */
@Singleton
final class V2Routes {

  private static final String GET = "GET, HEAD";
  private static final String POST = "POST";

  private final InferenceService service;
  private final StatisticsService statistics;
  private final ServerIdentity server;
  private final InferRoute infer;
  private final RepositoryRoute repository;

  @Inject
  V2Routes(
      InferenceService service,
      StatisticsService statistics,
      ServerIdentity server,
      InferRoute infer,
      RepositoryRoute repository) {
    this.service = service;
    this.statistics = statistics;
    this.server = server;
    this.infer = infer;
    this.repository = repository;
  }

  void register(@Observes Router router) {
    router.route("/v2").handler(this::handle);
    router.route("/v2/*").handler(this::handle);
    router.route().order(Integer.MAX_VALUE).handler(HttpAnswers::notFound);
  }

  private void handle(RoutingContext context) {
    try {
      Optional<V2Resource> resource =
          V2Resource.of(Objects.requireNonNull(context.request().path(), "path"));
      if (resource.isEmpty()) {
        context.request().resume();
        HttpAnswers.notFound(context);
      } else {
        answer(context, resource.get());
      }
    } catch (RuntimeException e) {
      context.request().resume();
      HttpAnswers.fault(context, Failures.fault(e));
    }
  }

  private void answer(RoutingContext context, V2Resource resource) {
    String allowed = allowed(resource);
    if (!List.of(allowed.split(", ")).contains(context.request().method().name())) {
      context.request().resume();
      HttpAnswers.methodNotAllowed(context, allowed);
      return;
    }
    switch (resource) {
      case V2Resource.ModelInfer(ModelReference model) -> infer.handle(context, model);
      case V2Resource.RepositoryIndex _ -> repository.index(context);
      case V2Resource.ModelLoad(String model) -> repository.load(context, model);
      case V2Resource.ModelUnload(String model) -> repository.unload(context, model);
      case V2Resource.Document document -> {
        context.request().resume();
        HttpAnswers.json(context, 200, document(document));
      }
    }
  }

  private JsonObject document(V2Resource.Document resource) {
    return switch (resource) {
      case V2Resource.Server _ -> V2Documents.server(server);
      case V2Resource.Live _ -> new JsonObject().put("live", true);
      case V2Resource.Ready _ -> ready();
      case V2Resource.ModelMetadata(ModelReference model) ->
          V2Documents.model(service.describe(model));
      case V2Resource.ModelReady(ModelReference model) -> ready(model);
      case V2Resource.ModelConfig(ModelReference model) ->
          ConfigurationDocument.of(ModelConfiguration.of(service.describe(model)));
      case V2Resource.ModelStatistics(ModelReference model) ->
          StatisticsDocument.of(statistics.statistics(model));
      case V2Resource.AllStatistics _ -> StatisticsDocument.of(statistics.statistics());
    };
  }

  private JsonObject ready() {
    if (!service.isReady()) {
      throw new NotReady("not every model that should serve is ready");
    }
    return new JsonObject().put("ready", true);
  }

  private JsonObject ready(ModelReference model) {
    if (!ModelReferences.isReady(service, model)) {
      throw new NotReady("model '" + model + "' is not ready");
    }
    return new JsonObject().put("name", model.name()).put("ready", true);
  }

  private static String allowed(V2Resource resource) {
    return resource instanceof V2Resource.Document ? GET : POST;
  }
}
