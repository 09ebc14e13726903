package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.GoldenCase;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.FakeModelLoader;
import io.salver.testkit.RecordedRoute;
import io.salver.testkit.Specs;
import io.salver.time.Deadline;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request is answered with, and what is known of the models. */
final class ModelInferenceServiceTest extends InferenceServiceFixture {

  @Test
  void answers_with_outputs_version_and_times() {
    serve("double", Specs.DEFAULT, 1, 2);
    InferenceResponse response = get(infer("double", 1, 2, 3, 4));
    assertThat(response.model()).isEqualTo(new ModelId("double", 2));
    assertThat(floats(response.outputs().get("y"))).containsExactly(2, 4, 6, 8);
    assertThat(response.computeNanos()).isEqualTo(5_000_000);
    assertThat(response.queueNanos()).isZero();
    assertThat(executions)
        .containsExactly(new Execution(new ModelId("double", 2), 2, 0, 5_000_000, true));
  }

  @Test
  void runs_the_version_asked_for() {
    serve("double", Specs.DEFAULT, 1, 2);
    var reference = new ModelReference("double", Optional.of(1L));
    assertThat(get(service.infer(request(reference, Deadline.none(), 1, 2))).model().version())
        .isEqualTo(1);
  }

  @Test
  void a_request_without_a_version_follows_its_arm_to_a_version_that_is_ready() {
    serve("double", Specs.DEFAULT, 1, 2);
    RecordedRoute way = new RecordedRoute("r", 1, 2);
    ModelInferenceService divided =
        new ModelInferenceService(
            host, nanos::get, TensorWatching.NONE, (_, _) -> Optional.of(way));
    ModelReference asked = ModelReference.latest("double");
    ModelReference first = new ModelReference("double", Optional.of(1L));
    ModelReference second = new ModelReference("double", Optional.of(2L));
    assertThat(divided.follow(asked, Following.silent())).isEqualTo(first);
    assertThat(divided.follow(second, Following.silent())).isEqualTo(second);
    serve("double", Specs.DEFAULT, 2);
    Following request = Following.silent();
    assertThat(divided.follow(asked, request)).isEqualTo(second);
    request.ended(Optional.empty(), Optional.empty());
    assertThat(way.told()).containsExactly("failed");
    assertThat(service.follow(asked, Following.silent())).isEqualTo(asked);
  }

  @Test
  void refuses_what_is_not_there() {
    host.serve(new ModelDeclaration("bad", List.of(unusable("bad", "why"))));
    assertThat(faultOf(infer("nobody", 1, 2))).isInstanceOf(NotFound.class);
    assertThat(faultOf(infer("bad", 1, 2))).isInstanceOf(NotFound.class);
    assertThat(faultOf(inferVersion("bad", 1))).isInstanceOf(NotReady.class);
    assertThat(faultOf(inferVersion("bad", 7))).isInstanceOf(NotFound.class);
    assertThat(faultOf(inferVersion("bad", 0))).isInstanceOf(NotFound.class);
  }

  @Test
  void refuses_what_the_signature_does_not_allow() {
    serve("double", Specs.DEFAULT.queue(8, 2), 1);
    TensorScope scope = open();
    Tensors narrow = Tensors.of("x", floats(scope, Shape.of(1, 1), 1));
    assertThat(faultOf(service.infer(request("double", scope, narrow))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("input 'x' has shape [1, 1], the model takes [-1, 2]");
    assertThat(faultOf(infer("double", 1, 2, 3, 4, 5, 6)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("a batch of 3 rows is over the maximum of 2 of model double@1");
  }

  @Test
  void counts_what_a_version_does() {
    serve("double", Specs.DEFAULT.queue(8, 2), 1);
    get(infer("double", 1, 2, 3, 4));
    get(infer("double", 1, 2));
    assertThat(faultOf(infer("double", 1, 2, 3, 4, 5, 6))).isInstanceOf(InvalidInput.class);
    ModelStatistics statistics = new LoadedStatistics(host).statistics().getFirst();
    assertThat(statistics.inferenceCount()).isEqualTo(3);
    assertThat(statistics.executionCount()).isEqualTo(2);
    assertThat(statistics.success()).isEqualTo(new ModelStatistics.Span(2, 10_000_000));
    assertThat(statistics.computeInfer()).isEqualTo(new ModelStatistics.Span(2, 10_000_000));
    assertThat(statistics.fail().count()).isEqualTo(1);
    assertThat(statistics.batches())
        .extracting(ModelStatistics.Batch::rows)
        .containsExactly(1L, 2L);
    assertThat(new LoadedStatistics(host).statistics(ModelReference.latest("double")))
        .containsExactly(statistics);
  }

  @Test
  void an_unexpected_failure_is_the_backends_and_gives_the_lease_back() {
    serve("broken", Specs.DEFAULT, 1);
    assertThat(faultOf(infer("broken", 1, 2)))
        .isInstanceOf(BackendFailure.class)
        .hasMessage("model broken@1 failed unexpectedly");
    assertThat(executions).extracting(Execution::succeeded).containsExactly(false);
    assertThat(host.stop(BOUND)).isEmpty();
  }

  @Test
  void a_broken_model_is_unavailable_with_its_reason_beside_those_that_serve() {
    serve("double", Specs.DEFAULT, 1);
    assertThat(service.isReady()).isTrue();
    host.serve(new ModelDeclaration("bad", List.of(unusable("bad", "unknown key 'tsk'"))));
    assertThat(service.versions())
        .containsExactly(
            new InferenceService.VersionStatus(
                "bad", 1, InferenceService.State.UNAVAILABLE, Optional.of("unknown key 'tsk'")),
            new InferenceService.VersionStatus(
                "double", 1, InferenceService.State.READY, Optional.empty()));
    assertThat(service.isReady(ModelReference.latest("bad"))).isFalse();
    assertThat(service.isReady(ModelReference.latest("double"))).isTrue();
    assertThat(service.isReady()).isFalse();
  }

  @Test
  void describes_the_version_and_lists_the_ready_ones() {
    serve("double", Specs.DEFAULT, 1, 3);
    assertThat(service.describe(ModelReference.latest("double")))
        .isEqualTo(
            new ModelDescription("double", List.of(1L, 3L), FakeModelLoader.BACKEND, SIGNATURE));
  }

  @Test
  void warms_up_on_golden_inputs_before_it_is_ready() {
    TensorScope scope = open();
    Tensors inputs = Tensors.of("x", floats(scope, Shape.of(1, 2), 1, 2));
    Tensors outputs = Tensors.of("y", floats(scope, Shape.of(1, 2), 2, 4));
    golden = List.of(new GoldenCase("one row", 0, inputs, outputs));
    serve("double", Specs.DEFAULT.warmup(3), 1);
    assertThat(runs).hasValue(3);
    assertThat(service.isReady()).isTrue();
  }

  @Test
  void a_model_that_does_not_take_its_golden_inputs_is_unavailable() {
    TensorScope scope = open();
    Tensors inputs = Tensors.of("z", floats(scope, Shape.of(1, 2), 1, 2));
    golden = List.of(new GoldenCase("one row", 0, inputs, inputs));
    serve("double", Specs.DEFAULT.warmup(1), 1);
    assertThat(service.versions().getFirst().reason().orElseThrow())
        .startsWith("golden case 'one row' does not fit: unexpected input 'z'");
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }
}
