package io.salver.task.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.task.RecordedObservations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WatchedRowsTest {

  private final TabularFixture classifier = new TabularFixture("classifier");
  private final TabularFixture regressor = new TabularFixture("regressor");

  @AfterEach
  void everything_is_given_back() {
    classifier.close();
    regressor.close();
  }

  @Test
  void cells_are_told_as_they_came_under_the_names_of_their_features() throws IOException {
    classifier.predict(
        rows(
            "{'age': 39.5, 'workclass': 'private', 'hours': 200, 'joined': '1970-01-01T00:01:00Z',"
                + " 'region': 'København', 'children': 2, 'married': true}",
            "{'workclass': 'pirate', 'region': null, 'hours': null, 'married': false}"));

    List<Observation> seen = seen(classifier);

    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst().model()).isEqualTo(new ModelId("rows", 1));
    assertThat(seen.getFirst().at()).isEqualTo(RecordedObservations.NOW);
    assertThat(seen.get(0).id().request()).isEqualTo(seen.get(1).id().request());
    assertThat(seen).extracting(each -> each.id().index()).containsExactly(0, 1);
    Sample first = seen.get(0).sample();
    assertThat(first.features())
        .containsExactly(
            named("age", new FeatureValue.Numeric(39.5)),
            named("workclass", new FeatureValue.Category("private")),
            named("hours", new FeatureValue.Numeric(200)), // the model gets 80
            named("joined", new FeatureValue.Numeric(60)),
            named("joined.month", new FeatureValue.Category("1970-01")),
            named("region", new FeatureValue.Category("København")),
            named("children", new FeatureValue.Numeric(2)),
            named("married", new FeatureValue.Category("true")));
    assertThat(seen.get(1).sample().features())
        .containsExactly(
            named("age", FeatureValue.MISSING),
            named("workclass", new FeatureValue.Category("pirate")),
            named("hours", FeatureValue.MISSING),
            named("joined", FeatureValue.MISSING),
            named("joined.month", FeatureValue.MISSING),
            named("region", FeatureValue.MISSING),
            named("children", FeatureValue.MISSING),
            named("married", new FeatureValue.Category("false")));
  }

  @Test
  void classes_are_told_as_profiles_name_them_and_for_labels_that_come_later() throws IOException {
    TabularAnswer answer = classifier.predict(rows("{'age': 39, 'workclass': 'private'}"));

    Observation seen = seen(classifier).getFirst();

    var classes = ((RowAnswer.Classified) answer.rows().getFirst()).classes();
    assertThat(seen.sample().predictions())
        .containsExactly(
            named("label", new FeatureValue.Category(classes.getFirst().label())),
            named("confidence", new FeatureValue.Numeric(classes.getFirst().score())));
    assertThat(((Predicted.Classes) seen.predicted().orElseThrow()).classes())
        .hasSameSizeAs(classes)
        .first()
        .isEqualTo(new Predicted.Share(classes.getFirst().label(), classes.getFirst().score()));
  }

  @Test
  void values_are_told_with_their_interval() throws IOException {
    TabularAnswer answer =
        regressor.predict(rows("{'area': 80, 'grade': 'A', 'built': '1970-01-11'}"));

    Observation seen = seen(regressor).getFirst();

    RowAnswer.Valued valued = (RowAnswer.Valued) answer.rows().getFirst();
    assertThat(RecordedObservations.number(seen.sample().predictions(), "value"))
        .isEqualTo(valued.value());
    assertThat(RecordedObservations.number(seen.sample().features(), "built")).isEqualTo(10);
    Predicted.Value predicted = (Predicted.Value) seen.predicted().orElseThrow();
    assertThat(predicted.value()).isEqualTo(valued.value());
    assertThat(predicted.interval().orElseThrow().level()).isEqualTo(.9);
    assertThat(predicted.interval().orElseThrow().low())
        .isEqualTo(valued.spread().orElseThrow().interval().orElseThrow().low());
  }

  @Test
  void a_refused_request_is_told_with_its_wrong_cells_and_no_answer() throws IOException {
    List<JsonNode> rows = rows("{'age': 'old', 'children': 1.5, 'married': 1, 'workclass': 7}");
    assertThatThrownBy(() -> classifier.predict(rows)).hasMessageContaining("cannot be read");

    Observation seen = seen(classifier).getFirst();

    assertThat(seen.predicted()).isEmpty();
    assertThat(seen.sample().predictions()).isEmpty();
    for (String name : List.of("age", "children", "married", "workclass")) {
      assertThat(RecordedObservations.values(seen.sample().features(), name))
          .containsExactly(new FeatureValue.Wrong());
    }
  }

  @Test
  void pictures_are_told_by_brightness_and_contrast_of_what_the_model_sees() {
    try (TabularFixture fixture = new TabularFixture("fusion-image")) {
      List<JsonNode> rows = new ArrayList<>();
      fixture.expected.get("cases").forEach(each -> rows.add(each.get("row")));
      fixture.predict(rows);
      List<Observation> seen = seen(fixture);
      assertThat(seen).hasSameSizeAs(rows);
      for (Observation each : seen) {
        List<Sample.Named> features = each.sample().features();
        assertThat(RecordedObservations.number(features, "photo.mean")).isBetween(.01, .99);
        assertThat(RecordedObservations.number(features, "photo.deviation")).isBetween(.01, .5);
      }
    }
  }

  @Test
  void pictures_that_are_none_are_wrong_or_missing() {
    try (TabularFixture fixture = new TabularFixture("fusion-image")) {
      ObjectNode row = fixture.expected.get("cases").get(0).get("row").deepCopy();
      List<JsonNode> rows =
          List.of(row.deepCopy().put("photo", "AAAA"), row.deepCopy().putNull("photo"));
      fixture.predict(rows, true, Optional.empty(), Optional.empty());
      List<Observation> seen = seen(fixture);
      assertThat(RecordedObservations.values(seen.getFirst().sample().features(), "photo.mean"))
          .containsExactly(new FeatureValue.Wrong());
      assertThat(RecordedObservations.values(seen.getLast().sample().features(), "photo.mean"))
          .containsExactly(FeatureValue.MISSING);
    }
  }

  @Test
  void of_a_partial_answer_each_row_is_told_once() throws IOException {
    classifier.predict(
        rows("{'age': 'old'}", "{'age': 50}"), true, Optional.empty(), Optional.empty());

    List<Observation> seen = seen(classifier);

    assertThat(seen).extracting(each -> each.predicted().isPresent()).containsExactly(false, true);
  }

  @Test
  void nothing_is_told_where_nobody_looks() throws IOException {
    classifier.watched.lookAway();
    classifier.predict(rows("{'age': 50}"));
    assertThat(seen(classifier)).isEmpty();
  }

  /** They are told after the answer, on the threads of the tasks, which end first. */
  private static List<Observation> seen(TabularFixture fixture) {
    fixture.threads.close();
    return fixture.watched.all();
  }

  private static Sample.Named named(String name, FeatureValue value) {
    return new Sample.Named(name, value);
  }

  private static List<JsonNode> rows(String... rows) throws IOException {
    List<JsonNode> read = new ArrayList<>();
    for (String row : rows) {
      read.add(TabularFixture.JSON.readTree(row.replace('\'', '"')));
    }
    return read;
  }
}
