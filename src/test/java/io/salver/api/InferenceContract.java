package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.InferenceCase.Expected;
import io.salver.api.InferenceCase.Form;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the table of cases; one subclass for each way to reach a protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class InferenceContract {

  /** The forms that the subclass can send. */
  protected abstract List<Form> forms();

  /** Whether the models behind it can serve the case. */
  protected boolean serves(InferenceCase c) {
    return true;
  }

  /** Sends the case. */
  protected abstract Answer infer(InferenceCase c, Form form);

  Stream<Arguments> cases() {
    return InferenceCases.all().stream()
        .filter(this::serves)
        .flatMap(
            c -> forms().stream().filter(c.forms()::contains).map(form -> Arguments.of(c, form)));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("cases")
  void answers_as_the_table_says(InferenceCase c, Form form) {
    Answer answer = infer(c, form);

    switch (c.expected()) {
      case Expected.Outputs(List<Values> outputs) -> {
        assertThat(answer.error()).isEmpty();
        assertThat(answer.outputs()).isEqualTo(outputs);
        assertThat(answer.model()).isEqualTo(c.model());
        assertThat(answer.version()).isNotEmpty();
        assertThat(answer.id()).isEqualTo(c.id());
      }
      case Expected.Failure(int http, String grpc, String text) -> {
        assertThat(answer.status()).isEqualTo(form.isRest() ? Integer.toString(http) : grpc);
        assertThat(answer.error()).contains(text);
      }
    }
  }
}
