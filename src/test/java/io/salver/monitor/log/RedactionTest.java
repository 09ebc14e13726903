package io.salver.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Sample;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private final Observation record = LogSinkContract.record("a");

  @Test
  void featuresOfTheListAreLeftOutAndVectorsUnlessAskedFor() {
    Observation kept =
        new Redaction(Optional.empty()).apply(settings(Set.of("age", "word"), Set.of()), record);
    assertThat(names(kept)).containsExactly("share", "missing", "job");
    assertThat(kept.sample().embeddings()).isEmpty();
    assertThat(kept.sample().predictions()).isEqualTo(record.sample().predictions());
    assertThat(kept.predicted()).isEqualTo(record.predicted());
  }

  @Test
  void pseudonymsAreTheSameForTheSameValueAndOthersUnderAnotherKey() {
    LogSettings settings = settings(Set.of(), Set.of("job", "age", "missing"));
    Observation kept = new Redaction(Optional.of("key")).apply(settings, record);
    Observation again = new Redaction(Optional.of("key")).apply(settings, record);
    Observation other = new Redaction(Optional.of("other")).apply(settings, record);
    assertThat(names(kept)).isEqualTo(names(record));
    assertThat(kept.sample().features()).isEqualTo(again.sample().features());
    assertThat(value(kept, "job")).isNotEqualTo(value(other, "job"));
    assertThat(value(kept, "job"))
        .isInstanceOfSatisfying(
            FeatureValue.Category.class,
            category -> assertThat(category.value()).matches("[0-9a-f]{32}"));
    assertThat(value(kept, "age")).isInstanceOf(FeatureValue.Category.class);
    assertThat(value(kept, "missing")).isInstanceOf(FeatureValue.Numeric.class);
  }

  @Test
  void withoutAKeyWhatShouldGetAPseudonymIsLeftOut() {
    Observation kept =
        new Redaction(Optional.empty()).apply(settings(Set.of(), Set.of("job")), record);
    assertThat(names(kept)).doesNotContain("job");
  }

  private static LogSettings settings(Set<String> redact, Set<String> pseudonymize) {
    return new LogSettings(true, OptionalDouble.empty(), redact, pseudonymize, false);
  }

  private static List<String> names(Observation record) {
    return record.sample().features().stream().map(Sample.Named::name).toList();
  }

  private static FeatureValue value(Observation record, String name) {
    return record.sample().features().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
