package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.api.monitoring.MonitoringRequests;
import io.salver.api.monitoring.MonitoringSection;
import io.salver.api.monitoring.TestSections;
import io.salver.model.ModelId;
import io.salver.monitor.HandMadeMonitors;
import io.salver.monitor.ModelMonitor;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.PredictionId;
import io.salver.monitor.ReadingThread;
import io.salver.monitor.Sample;
import io.salver.monitor.TestProfiles;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.ListOutcome;
import io.salver.monitor.outcome.LiveOutcomeSettings;
import io.salver.monitor.outcome.Outcome;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.monitor.outcome.RememberedPrediction;
import io.salver.monitor.replica.ReplicaId;
import io.salver.monitor.replica.Replicas;
import io.salver.security.Caller;
import io.salver.serving.RequestRecord;
import io.salver.testkit.InMemoryPredictions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What both protocols say of the watching. The model {@code income} has drifted and has labels; the
 * recommender {@code shop} has lists.
 */
public abstract class MonitoringContract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final ModelId INCOME = new ModelId("income", 2);

  protected final List<RequestRecord> records = new CopyOnWriteArrayList<>();
  protected final ServiceRunner runner = new ServiceRunner(records::add);
  private final HandMadeMonitors monitors = new HandMadeMonitors();
  private final ReadingThread thread = new ReadingThread();
  private final InMemoryPredictions store = new InMemoryPredictions();
  private final LiveOutcomeSettings settings = new LiveOutcomeSettings();
  private final QualityMonitors quality =
      new QualityMonitors(store, settings, monitors.time, monitors.time);
  protected final MonitoringRequests requests =
      new MonitoringRequests(
          new MonitorReading(monitors, Replicas.NONE, thread),
          new ReplicaId("here"),
          quality,
          thread,
          List.of(TestSections.quality(quality)));

  /** What came back: a document, or what was wrong with which status of REST. */
  public record Answer(int status, JsonNode document) {}

  /** Something is known of both. */
  protected MonitoringContract() {
    ModelMonitor watched = monitors.load("income", 2, TestProfiles.small());
    monitors.panes(watched, 20, 1);
    watched.accept(Sample.builder().feature("x", Double.NaN).feature("c", "violet \"\\").build());
    var unused = settings.begin(INCOME, Map.of("slices", List.of("sex")));
    for (int row = 0; row < 20; row++) {
      Predicted said =
          new Predicted.Classes(List.of(new Share(">50K", 0.75), new Share("<=50K", 0.25)));
      PredictionId id = new PredictionId("r", row);
      String sex = row % 4 == 0 ? "Female" : "Male";
      store.remember(
          List.of(
              new RememberedPrediction(
                  id, INCOME, monitors.time.instant(), said, Map.of("sex", sex))));
      Outcome truth = new Outcome.Label(row < 6 ? "<=50K" : ">50K");
      var _ =
          store.label(
              List.of(new Feedback(id, Optional.empty(), truth, monitors.time.instant())),
              monitors.time.instant());
    }
    quality.follow();
    for (int row = 0; row < 10; row++) {
      quality.accept(
          new Observation(
              INCOME,
              new PredictionId("s", row),
              monitors.time.instant(),
              Sample.builder().build(),
              Optional.of(
                  new Predicted.Classes(
                      List.of(new Share(">50K", 0.75), new Share("<=50K", 0.25))))));
      quality.over(
          new ListOutcome(
              List.of(new ModelId("shop", 3)),
              Map.of("user.market", row % 2 == 0 ? "north" : "south"),
              OutcomeSettings.DEFAULT,
              row < 2,
              row < 2,
              row < 2 ? 0.5 : 0));
    }
  }

  /** Requests of tests that are about drift only. */
  public static MonitoringRequests requests(
      MonitorReading reading,
      ReplicaId replica,
      ReadingThread thread,
      List<MonitoringSection> sections) {
    HandMadeMonitors none = new HandMadeMonitors();
    return new MonitoringRequests(
        reading,
        replica,
        new QualityMonitors(
            new InMemoryPredictions(), new LiveOutcomeSettings(), none.time, none.time),
        thread,
        sections);
  }

  /** All models. */
  protected abstract Answer list();

  /** One of them. */
  protected abstract Answer model(String model, long version, String replicas);

  /** Its window. */
  protected abstract byte[] window(String model);

  /** Its quality. */
  protected abstract Answer quality(String model, long version);

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void a_list_is_what_is_known() {
    Answer answer = list();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(plain(answer.document())).isEqualTo(plain(requests.list(Caller.ANYBODY)));
    assertThat(answer.document().path("models").path(0).path("state").asText())
        .isEqualTo("drifted");
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "2, own", "2, all"})
  void everything_that_is_known_of_a_version_is_told_with_nothing_left_out(
      long version, String replicas) {
    Answer answer = model("income", version, replicas);
    assertThat(answer.status()).isEqualTo(200);
    JsonNode expected =
        JSON.valueToTree(
            requests.one(Caller.ANYBODY, "income", version, replicas).toCompletableFuture().join());
    JsonNode features = answer.document().path("features");
    assertThat(shape(features)).isEqualTo(shape(expected.path("features")));
    assertThat(features.path(0).path("tests").size()).isEqualTo(4);
    assertThat(features.path(0).path("numbers").path("percentiles").size()).isEqualTo(101);
    assertThat(features.path(0).path("tests").path(0).path("statistic").asDouble())
        .isBetween(.7, 1.5);
    assertThat(withoutFeatures(answer.document())).isEqualTo(withoutFeatures(expected));
    assertThat(expected.path("quality").path("labels").asLong()).isEqualTo(20);
  }

  @Test
  void the_quality_of_a_model_is_told_with_intervals_by_group_and_without_labels() {
    Answer answer = quality("income", 0);
    assertThat(answer.status()).isEqualTo(200);
    JsonNode said = plain(answer.document());
    assertThat(said).isEqualTo(plain(requests.quality(Caller.ANYBODY, "income", 0)));
    JsonNode version = said.path("versions").path(0);
    assertThat(version.path("metrics").path(0).path("metric").asText()).isEqualTo("accuracy");
    assertThat(version.path("metrics").path(0).path("value").asDouble()).isEqualTo(0.7);
    assertThat(version.path("metrics").findValuesAsText("class")).contains(">50K");
    assertThat(version.path("slices").path(0).path("compared_with").asText()).isEqualTo("Male");
    assertThat(version.path("concept").path("state").asText()).isEqualTo("stable");
    assertThat(version.path("estimated_accuracy").path("value").asDouble())
        .isCloseTo(0.75, within(1e-9));
    assertThat(version.path("estimated").path("metrics").findValuesAsText("metric"))
        .contains("estimated_log_loss", "estimated_brier_score", "estimated_precision");
  }

  @Test
  void the_quality_of_a_recommender_is_what_was_clicked() {
    JsonNode version = plain(quality("shop", 3).document()).path("versions").path(0);
    assertThat(version.path("version").asLong()).isEqualTo(3);
    assertThat(version.path("labels").asLong()).isEqualTo(10);
    assertThat(version.path("metrics").findValuesAsText("metric"))
        .containsExactly("ctr", "ndcg", "ndcg_clicked");
    assertThat(version.path("metrics").path(0).path("value").asDouble()).isEqualTo(0.2);
    assertThat(version.path("slices").findValuesAsText("group")).containsExactly("north", "south");
  }

  @Test
  void a_window_can_be_added_up() {
    ModelMonitor another = new HandMadeMonitors().load("income", 2, TestProfiles.small());
    assertThat(another.snapshot(List.of(window("income"))).samples()).isEqualTo(601);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "incone | 0 | '' | 404 | no model 'incone' is watched; did you mean 'income'?",
        "income | 3 | '' | 404 | version 3 of model 'income' is not watched; those that are: [2]",
        "income | -1 | '' | 400 | the version must be a positive integer, got '-1'",
        "income | 2 | some | 400 | replicas expects own or all, received 'some'",
      })
  void what_is_wrong_with_a_request_for_a_model_is_told(
      String model, long version, String replicas, int status, String message) {
    Answer answer = model(model, version, replicas);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.document().path("error").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({"none, 0, no version is watched", "income, 9, and version 9"})
  void of_what_nobody_knows_no_quality_is_told(String model, long version, String message) {
    Answer answer = quality(model, version);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.document().path("error").asText()).contains(message);
  }

  private static JsonNode plain(CompletionStage<Map<String, Object>> document) {
    JsonNode tree = JSON.valueToTree(document.toCompletableFuture().join());
    return plain(tree);
  }

  private static JsonNode withoutFeatures(JsonNode document) {
    ObjectNode rest = document.deepCopy();
    rest.remove("features");
    return plain(rest);
  }

  /** The fields of features, whose numbers differ a little each time sketches are read. */
  private static JsonNode shape(JsonNode document) {
    if (document.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      document
          .properties()
          .forEach(
              field -> {
                JsonNode value = field.getValue();
                if (!value.isNull() && !(value.isBoolean() && !value.booleanValue())) {
                  object.set(field.getKey(), shape(value));
                }
              });
      return object;
    }
    if (document.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      document.forEach(element -> array.add(shape(element)));
      return array;
    }
    return isNumber(document) ? JSON.getNodeFactory().numberNode(1.0) : document;
  }

  /**
   * A document without what protocols write differently: fields that say nothing, whole numbers as
   * texts, and the name of one field.
   */
  private static JsonNode plain(JsonNode document) {
    if (document.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      document
          .properties()
          .forEach(
              field -> {
                JsonNode value = plain(field.getValue());
                if (!saysNothing(value)) {
                  object.set(field.getKey().equals("of_class") ? "class" : field.getKey(), value);
                }
              });
      return object;
    }
    if (document.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      document.forEach(element -> array.add(plain(element)));
      return array;
    }
    return isNumber(document) ? JSON.getNodeFactory().numberNode(document.asDouble()) : document;
  }

  private static boolean isNumber(JsonNode value) {
    return value.isNumber() || (value.isTextual() && value.asText().matches("-?[0-9]+"));
  }

  private static boolean saysNothing(JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.booleanValue())
        || (value.isNumber() && value.doubleValue() == 0);
  }
}
