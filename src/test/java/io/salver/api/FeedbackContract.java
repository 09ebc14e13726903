package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.feedback.FeedbackRequests;
import io.salver.model.ModelId;
import io.salver.monitor.FakeTime;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
import io.salver.monitor.outcome.FeedbackService;
import io.salver.monitor.outcome.LiveOutcomeSettings;
import io.salver.monitor.outcome.OutcomeObserver;
import io.salver.monitor.outcome.PredictionMemory;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.serving.RequestRecord;
import io.salver.testkit.Eventually;
import io.salver.testkit.InMemoryPredictions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * What both protocols say of labels. The model {@code income} has said {@code >50K} of ten rows of
 * the request {@code r1}, and the model {@code price} 7.5 of one of {@code r2}.
 */
public abstract class FeedbackContract {

  protected final FakeTime time = new FakeTime();
  protected final InMemoryPredictions store = new InMemoryPredictions();
  protected final List<RequestRecord> records = new CopyOnWriteArrayList<>();
  protected final QualityMonitors monitors;
  protected final FeedbackRequests requests;
  protected final ServiceRunner runner = new ServiceRunner(records::add);

  /** Predictions that wait for labels. */
  protected FeedbackContract() {
    LiveOutcomeSettings settings = new LiveOutcomeSettings();
    var unused = settings.begin(new ModelId("income", 1), Map.of("slices", List.of("sex")));
    PredictionMemory memory =
        new PredictionMemory(store, settings, OutcomeObserver.NONE, 1_000, 10_000, time);
    for (int row = 0; row < 10; row++) {
      memory.accept(
          observation(
              "income",
              new PredictionId("r1", row),
              new Predicted.Classes(List.of(new Share(">50K", 0.75), new Share("<=50K", 0.25)))));
    }
    memory.accept(
        observation(
            "price", new PredictionId("r2", 0), new Predicted.Value(7.5, Optional.empty())));
    memory.flush();
    monitors = new QualityMonitors(store, settings, time, time);
    requests =
        new FeedbackRequests(
            new FeedbackService(
                store,
                memory,
                OutcomeObserver.NONE,
                Runnable::run,
                (wait, task) -> task.run(),
                time,
                Duration.ofSeconds(1)));
  }

  /** Sends labels, written as JSON, and answers with the document of REST. */
  protected abstract JsonNode send(String... labels);

  @Test
  void labels_are_counted_by_what_became_of_them() {
    JsonNode first =
        send(
            "{\"id\":\"r1\",\"index\":0,\"outcome\":\">50K\"}",
            "{\"id\":\"r1\",\"index\":1,\"outcome\":\"<=50K\",\"at\":\"2026-01-05T00:00:00Z\"}",
            "{\"id\":\"r2\",\"outcome\":8.25}");
    assertThat(first.path("accepted").asInt()).isEqualTo(3);
    assertThat(first.path("errors")).isEmpty();
    JsonNode second =
        send(
            "{\"id\":\"r1\",\"index\":0,\"outcome\":\">50K\"}",
            "{\"id\":\"r1\",\"index\":1,\"outcome\":\">50K\",\"model\":\"income\"}");
    assertThat(second.path("duplicate").asInt()).isEqualTo(1);
    assertThat(second.path("corrected").asInt()).isEqualTo(1);
    monitors.follow();
    assertThat(monitors.of(new ModelId("income", 1)).orElseThrow().report().labels()).isEqualTo(2);
    Eventually.holds(() -> assertThat(records.getLast().method()).isEqualTo("feedback"));
  }

  @Test
  void wrong_labels_are_named_and_do_not_stop_the_others() {
    JsonNode answer =
        send(
            "{\"id\":\"r1\",\"index\":3,\"outcome\":\">50K\"}",
            "{\"id\":\"invented\",\"outcome\":\">50K\"}",
            "{\"id\":\"r1\",\"index\":4,\"outcome\":\">50k.\"}",
            "{\"id\":\"r2\",\"outcome\":\"dear\"}",
            "{\"id\":\"r1\",\"index\":4}",
            "{\"outcome\":\"a\"}",
            "{\"id\":\"r1\",\"index\":-1,\"outcome\":\"a\"}",
            "{\"id\":\"r1\",\"outcome\":\"a\",\"at\":\"yesterday\"}");
    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.path("unknown").asInt()).isEqualTo(1);
    assertThat(answer.path("invalid").asInt()).isEqualTo(6);
    assertThat(answer.path("untold").asInt()).isZero();
    JsonNode errors = answer.path("errors");
    assertThat(errors.findValuesAsText("outcome"))
        .startsWith("unknown", "invalid")
        .containsOnly("unknown", "invalid");
    assertThat(errors.path(0).path("id").asText()).isEqualTo("invented");
    assertThat(errors.path(0).path("index").asInt()).isZero();
    assertThat(errors.findValuesAsText("error"))
        .containsExactly(
            "no prediction of the request 'invented' at index 0 is remembered",
            "outcome expects one of [<=50K, >50K], the classes of the model 'income'; received the"
                + " text '>50k.'; did you mean '>50K'?",
            "outcome expects a number, because the model 'price' predicts one; received the text"
                + " 'dear'",
            "outcome expects a text or a number, received nothing",
            "id expects the id of a request, received nothing",
            "index expects a place from 0 on, received -1",
            "at expects a time of RFC 3339 from 1970 to a day from now, received 'yesterday'");
  }

  private Observation observation(String model, PredictionId id, Predicted predicted) {
    return new Observation(
        new ModelId(model, 1),
        id,
        time.instant(),
        Sample.builder().feature("sex", id.index() % 2 == 0 ? "Female" : "Male").build(),
        Optional.of(predicted));
  }
}
