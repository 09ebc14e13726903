package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every store of predictions does. Tests use ids of their own, so that one store may serve
 * several.
 *
 * @param <S> the store, which is its own log of labels
 */
public abstract class PredictionStoreContract<S extends PredictionStore & LabelLog> {

  /** The microseconds are all there is. */
  protected static final Instant NOW = Instant.parse("2026-06-01T12:00:00.123456Z");

  private static final ModelId ADULT = new ModelId("adult", 1);
  private static final Predicted YES =
      new Predicted.Classes(List.of(new Share("yes", 0.75), new Share("no", 0.25)));

  private final String request = UUID.randomUUID().toString();

  /** The store that is tested. */
  protected abstract S store();

  @Test
  void a_label_finds_its_prediction() {
    RememberedPrediction prediction = prediction(0, ADULT, YES);
    store().remember(List.of(prediction, prediction(1, ADULT, YES)));
    long before = end();
    assertThat(store().label(List.of(told(0, "no")), NOW.plusSeconds(60)))
        .containsExactly(new Receipt.Accepted("adult", NOW));
    List<LabelledPrediction> found = since(before);
    assertThat(found)
        .containsExactly(
            new LabelledPrediction(
                found.getFirst().sequence(),
                prediction,
                new Outcome.Label("no"),
                NOW.plusSeconds(60),
                Optional.empty()));
  }

  @Test
  void what_is_predicted_is_kept_as_it_came() {
    List<Predicted> all =
        List.of(
            new Predicted.Value(-3.25, Optional.empty()),
            new Predicted.Value(1e-300, Optional.of(new Interval(-1, 0.1 + 0.2, 0.9))),
            new Predicted.Value(Double.NaN, Optional.empty()),
            new Predicted.Classes(List.of(new Share("ü \" \0 \uD83D\uDE00 \uD800", 1.0 / 3))));
    for (int i = 0; i < all.size(); i++) {
      store().remember(List.of(prediction(i, ADULT, all.get(i))));
    }
    long before = end();
    var unused =
        store()
            .label(
                List.of(told(0, 1), told(1, 1), told(2, -1e100), told(3, "\0 \uD800 else")), NOW);
    assertThat(since(before))
        .extracting(label -> label.prediction().predicted())
        .containsExactlyElementsOf(all);
    assertThat(since(before).getLast().outcome()).isEqualTo(new Outcome.Label("\0 \uD800 else"));
    assertThat(since(before).get(2).outcome()).isEqualTo(new Outcome.Value(-1e100));
  }

  @Test
  void of_a_prediction_that_is_told_twice_the_first_stays() {
    store().remember(List.of(prediction(0, ADULT, YES)));
    store().remember(List.of(prediction(0, ADULT, new Predicted.Value(1, Optional.empty()))));
    assertThat(store().label(List.of(told(0, "yes")), NOW))
        .containsExactly(new Receipt.Accepted("adult", NOW));
  }

  @Test
  void an_equal_label_changes_nothing_and_another_one_takes_its_place() {
    store().remember(List.of(prediction(0, ADULT, YES)));
    long before = end();
    assertThat(store().label(List.of(told(0, "yes"), told(0, "yes"), told(0, "no")), NOW))
        .containsExactly(
            new Receipt.Accepted("adult", NOW),
            new Receipt.Duplicate(),
            new Receipt.Corrected("adult", NOW));
    assertThat(store().label(List.of(told(0, "no"), told(0, "yes")), NOW.plusSeconds(1)))
        .containsExactly(new Receipt.Duplicate(), new Receipt.Corrected("adult", NOW));
    assertThat(since(before))
        .extracting(LabelledPrediction::corrected)
        .containsExactly(
            Optional.empty(),
            Optional.of(new Earlier(new Outcome.Label("yes"), NOW)),
            Optional.of(new Earlier(new Outcome.Label("no"), NOW)));
  }

  @Test
  void what_nobody_remembers_is_unknown() {
    store().remember(List.of(prediction(0, ADULT, YES)));
    Feedback ofAnother =
        new Feedback(
            new PredictionId(request, 0), Optional.of("other"), new Outcome.Label("yes"), NOW);
    assertThat(store().label(List.of(told(1, "yes"), ofAnother), NOW))
        .containsExactly(new Receipt.Unknown(), new Receipt.Unknown());
  }

  @Test
  void a_label_is_of_every_version_that_answered_under_its_id() {
    ModelId shadow = new ModelId("adult", 2);
    store().remember(List.of(prediction(0, ADULT, YES), prediction(0, shadow, YES)));
    long before = end();
    var unused = store().label(List.of(told(0, "yes")), NOW);
    assertThat(since(before))
        .extracting(label -> label.prediction().model())
        .containsExactly(ADULT, shadow);
    assertThat(since(before)).extracting(LabelledPrediction::sequence).hasSize(2);
    assertThat(since(before).getFirst().sequence()).isEqualTo(since(before).getLast().sequence());
  }

  @Test
  void where_several_models_answered_under_an_id_the_label_names_one() {
    store().remember(List.of(prediction(0, ADULT, YES), prediction(0, new ModelId("b", 1), YES)));
    assertThat(store().label(List.of(told(0, "yes")), NOW).getFirst())
        .isInstanceOf(Receipt.Invalid.class);
    Feedback named =
        new Feedback(new PredictionId(request, 0), Optional.of("b"), new Outcome.Label("no"), NOW);
    assertThat(store().label(List.of(named), NOW)).containsExactly(new Receipt.Accepted("b", NOW));
  }

  @Test
  void many_labels_are_read_in_pages_in_order() {
    List<RememberedPrediction> predictions = new ArrayList<>();
    IntStream.range(0, 1_200).forEach(i -> predictions.add(prediction(i, ADULT, YES)));
    store().remember(predictions);
    long before = end();
    List<Feedback> labels = new ArrayList<>();
    IntStream.range(0, 1_200).forEach(i -> labels.add(told(i, "yes")));
    assertThat(store().label(labels, NOW))
        .hasSize(1_200)
        .hasOnlyElementsOfType(Receipt.Accepted.class);
    LabelLog.Page first = store().after(before, 1_000);
    assertThat(first.isLast()).isFalse();
    LabelLog.Page second = store().after(first.last(), 1_000);
    assertThat(second.isLast()).isTrue();
    List<LabelledPrediction> all = new ArrayList<>(first.labels());
    all.addAll(second.labels());
    assertThat(all)
        .extracting(label -> label.prediction().id().index())
        .containsExactlyElementsOf(IntStream.range(0, 1_200).boxed().toList());
  }

  @Test
  void what_is_too_old_goes_and_its_labels_with_it() {
    Instant later = NOW.plus(Duration.ofDays(1_000));
    RememberedPrediction young =
        new RememberedPrediction(new PredictionId(request, 1), ADULT, later, YES, Map.of());
    store().remember(List.of(prediction(0, ADULT, YES), young));
    var unused = store().label(List.of(told(0, "yes")), NOW);
    long last = store().label(List.of(told(1, "yes")), later).size() + end();
    assertThat(store().lastBefore(later)).isLessThan(last);
    assertThat(store().retain(later, 1_000)).isPositive();
    assertThat(store().label(List.of(told(0, "no"), told(1, "no")), later))
        .containsExactly(new Receipt.Unknown(), new Receipt.Corrected("adult", later));
    assertThat(store().retain(later.plusSeconds(1), 1_000)).isEqualTo(1);
    assertThat(since(0)).isEmpty();
  }

  @Test
  void what_is_too_much_goes_the_oldest_first() {
    Instant later = NOW.plus(Duration.ofDays(10));
    for (int i = 0; i < 10; i++) {
      store()
          .remember(
              List.of(
                  new RememberedPrediction(
                      new PredictionId(request, i), ADULT, later.plusSeconds(i), YES, Map.of())));
    }
    assertThat(store().retain(Instant.EPOCH, 4)).isGreaterThanOrEqualTo(6);
    assertThat(store().label(List.of(told(5, "yes"), told(6, "yes")), later))
        .containsExactly(
            new Receipt.Unknown(), new Receipt.Accepted("adult", later.plusSeconds(6)));
    assertThat(store().retain(later.plusSeconds(60), 4)).isEqualTo(4);
  }

  private RememberedPrediction prediction(int index, ModelId model, Predicted predicted) {
    return new RememberedPrediction(
        new PredictionId(request, index), model, NOW, predicted, Map.of("sex", "Fémale"));
  }

  private Feedback told(int index, String label) {
    return new Feedback(
        new PredictionId(request, index), Optional.empty(), new Outcome.Label(label), NOW);
  }

  private Feedback told(int index, double value) {
    return new Feedback(
        new PredictionId(request, index), Optional.empty(), new Outcome.Value(value), NOW);
  }

  private long end() {
    return store().after(0, 100_000).last();
  }

  private List<LabelledPrediction> since(long sequence) {
    return store().after(sequence, 100_000).labels();
  }
}
