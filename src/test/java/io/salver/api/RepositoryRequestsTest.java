package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.fault.Unsupported;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What of a request reaches the repository, and what is refused before. */
final class RepositoryRequestsTest {

  private final FakeControl control = new FakeControl();
  private final RepositoryRequests requests = new RepositoryRequests(control);

  @Test
  void the_index_may_be_of_what_is_ready_only() {
    assertThat(join(requests.index("", false))).hasSize(2);
    assertThat(join(requests.index("", true)))
        .extracting(VersionStatus::model)
        .containsExactly("ready");
  }

  @Test
  void a_load_and_an_unload_reach_the_model() {
    join(requests.load("", "m", none()));
    join(requests.unload("", "m", dependents(new Parameter.Flag(true))));

    assertThat(control.heard).containsExactly("load m", "unload m");
  }

  @Test
  void unknown_parameters_wrong_kinds_and_blank_names_are_refused() {
    assertThatThrownBy(() -> join(requests.load("", "m", dependents(new Parameter.Flag(true)))))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining("unload_dependents");
    assertThatThrownBy(() -> join(requests.unload("", "m", dependents(new Parameter.Whole(1)))))
        .hasCauseInstanceOf(InvalidInput.class)
        .hasMessageContaining("a boolean");
    assertThatThrownBy(() -> join(requests.load("", " ", none())))
        .hasCauseInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> join(requests.unload("other", "m", none())))
        .hasCauseInstanceOf(Unsupported.class);
    assertThat(control.heard).isEmpty();
  }

  private static Parameters none() {
    return new Parameters("the request");
  }

  private static Parameters dependents(Parameter value) {
    Parameters parameters = none();
    parameters.put("unload_dependents", value);
    return parameters;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static final class FakeControl implements ModelControl {

    private final List<String> heard = new ArrayList<>();

    @Override
    public CompletionStage<List<VersionStatus>> index() {
      return CompletableFuture.completedFuture(
          List.of(
              new VersionStatus("broken", 1, State.UNAVAILABLE, Optional.of("no file")),
              new VersionStatus("ready", 2, State.READY, Optional.empty())));
    }

    @Override
    public CompletionStage<Void> load(String name) {
      return heard("load " + name);
    }

    @Override
    public CompletionStage<Void> unload(String name) {
      return heard("unload " + name);
    }

    private CompletionStage<Void> heard(String what) {
      heard.add(what);
      return CompletableFuture.allOf();
    }
  }
}
