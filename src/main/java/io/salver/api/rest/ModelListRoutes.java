package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.Failures;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.serving.InferenceService;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.task.TaskName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code GET /v1/images/models}, and likewise for {@code audio}, {@code text} and {@code tabular}:
 * the models of the typed tasks that are ready; {@code GET /v1/models} and {@code
 * /v1/models/{model}}: every model that is ready, as OpenAI's interface lists them. Answered on the
 * event loop. Thread-safe.
 */
@Singleton
final class ModelListRoutes {

  private static final Set<TaskName> IMAGES =
      EnumSet.range(TaskName.IMAGE_CLASSIFICATION, TaskName.IMAGE_EMBEDDING);
  private static final Set<TaskName> AUDIO =
      EnumSet.range(TaskName.SPEECH_RECOGNITION, TaskName.TEXT_TO_SPEECH);
  private static final Set<TaskName> TEXT =
      EnumSet.range(TaskName.TEXT_CLASSIFICATION, TaskName.TEXT_TO_TEXT);
  private static final Set<TaskName> TABULAR =
      EnumSet.range(TaskName.TABULAR_CLASSIFICATION, TaskName.TABULAR_REGRESSION);

  private final InferenceService service;
  private final long startedSeconds = Clock.systemUTC().instant().getEpochSecond();

  @Inject
  ModelListRoutes(InferenceService service) {
    this.service = service;
  }

  void register(@Observes Router router) {
    get(router, "/v1/images/models", ErrorShape.PLAIN, context -> typed(context, IMAGES));
    get(router, "/v1/audio/models", ErrorShape.PLAIN, context -> typed(context, AUDIO));
    get(router, "/v1/text/models", ErrorShape.PLAIN, context -> typed(context, TEXT));
    get(router, "/v1/tabular/models", ErrorShape.PLAIN, context -> typed(context, TABULAR));
    get(router, "/v1/models", ErrorShape.OPEN_AI, this::all);
    get(
        router,
        "/v1/models/:model",
        ErrorShape.OPEN_AI,
        context -> one(context, requireNonNull(context.pathParam("model"))));
  }

  private void get(
      Router router,
      String path,
      ErrorShape errors,
      Function<RoutingContext, JsonObject> document) {
    router.get(path).handler(context -> answer(context, errors, () -> document.apply(context)));
    HttpAnswers.refuseOthers(router, path, "GET");
  }

  private static void answer(
      RoutingContext context, ErrorShape errors, Supplier<JsonObject> document) {
    context.request().resume();
    try {
      HttpAnswers.json(context, 200, document.get());
    } catch (RuntimeException e) {
      errors.send(context, Failures.fault(e));
    }
  }

  private JsonObject typed(RoutingContext context, Set<TaskName> tasks) {
    List<JsonObject> models =
        names(context)
            .flatMap(name -> describe(name).stream())
            .flatMap(model -> typed(model, tasks).stream())
            .toList();
    return new JsonObject().put("models", new JsonArray(models));
  }

  private static Optional<JsonObject> typed(ModelDescription model, Set<TaskName> tasks) {
    return model
        .spec()
        .task()
        .flatMap(TaskName::named)
        .filter(tasks::contains)
        .map(
            task ->
                new JsonObject()
                    .put("model", model.name())
                    .put("version", model.version())
                    .put("task", task.text())
                    .put("labels", new JsonArray(model.labels())));
  }

  private JsonObject all(RoutingContext context) {
    return new JsonObject()
        .put("object", "list")
        .put("data", new JsonArray(names(context).map(this::entry).toList()));
  }

  private JsonObject one(RoutingContext context, String name) {
    return names(context)
        .filter(name::equals)
        .findFirst()
        .map(this::entry)
        .orElseThrow(() -> new NotFound("no model '" + Json.shortened(name) + "' is ready"));
  }

  private JsonObject entry(String name) {
    return new JsonObject()
        .put("id", name)
        .put("object", "model")
        .put("created", startedSeconds)
        .put("owned_by", "salver");
  }

  /** Those that whoever asks may use. */
  private Stream<String> names(RoutingContext context) {
    return service.versions().stream()
        .filter(version -> version.state() == State.READY)
        .map(VersionStatus::model)
        .filter(SecurityHandler.caller(context)::mayUse)
        .distinct();
  }

  /** The model, unless it has gone meanwhile. */
  private Optional<ModelDescription> describe(String name) {
    try {
      return Optional.of(service.describe(ModelReference.latest(name)));
    } catch (Fault gone) {
      return Optional.empty();
    }
  }
}
