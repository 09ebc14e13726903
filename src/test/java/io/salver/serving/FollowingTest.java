package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.serving.Following.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The canary is version 2, the control version 1; {@code told} is what the canary's way heard. */
final class FollowingTest {

  private final Map<Long, Standing> versions =
      new HashMap<>(Map.of(1L, Standing.READY, 2L, Standing.READY));
  private final List<String> told = new ArrayList<>();
  private final Following following = Following.silent();
  private int routed;

  @Test
  void the_arm_answers_and_is_told_of_it_once() {
    assertThat(follow()).contains(2L);
    assertThat(following.arms()).containsExactly(new ArmName("r", "canary"));
    following.ended(Optional.empty(), Optional.empty());
    following.ended(Optional.empty(), Optional.empty());
    assertThat(told).containsExactly("answered");
  }

  @Test
  void a_request_keeps_to_its_arm_however_often_it_asks() {
    follow();
    follow();
    assertThat(routed).isEqualTo(1);
  }

  @Test
  void where_the_version_cannot_be_loaded_the_control_answers_and_the_arm_has_failed() {
    versions.put(2L, Standing.ABSENT);
    assertThat(follow()).contains(1L);
    assertThat(following.arms()).containsExactly(new ArmName("r", "control"));
    following.ended(Optional.empty(), Optional.empty());
    assertThat(told).containsExactly("failed");
  }

  @Test
  void while_the_version_is_on_its_way_the_control_answers_and_nothing_is_told() {
    versions.put(2L, Standing.COMING);
    assertThat(follow()).contains(1L);
    following.ended(Optional.empty(), Optional.empty());
    assertThat(told).isEmpty();
  }

  @Test
  void a_version_that_goes_between_choice_and_run_is_replaced_by_the_control() {
    follow();
    versions.put(2L, Standing.ABSENT);
    assertThat(follow()).contains(1L);
    following.ended(Optional.empty(), Optional.empty());
    assertThat(told).containsExactly("failed");
  }

  @Test
  void without_any_arm_whichever_version_serves_answers() {
    versions.clear();
    assertThat(follow()).isEmpty();
    assertThat(following.arms()).isEmpty();
    following.ended(Optional.of(new NotFound("nothing is ready")), Optional.empty());
    assertThat(told).containsExactly("failed");
  }

  @Test
  void only_faults_of_the_service_are_the_arms() {
    assertThat(toldOf(new InvalidInput("x"))).isEmpty();
    assertThat(toldOf(new Cancelled("x"))).isEmpty();
    assertThat(toldOf(new BackendFailure("x"))).containsExactly("failed");
    assertThat(toldOf(new DeadlineExceeded("x"))).containsExactly("failed");
  }

  @ParameterizedTest
  @EnumSource(Overloaded.Reason.class)
  void an_arm_is_overloaded_by_its_own_queue_alone(Overloaded.Reason reason) {
    boolean isOfService =
        reason == Overloaded.Reason.MEMORY || reason == Overloaded.Reason.SHUTTING_DOWN;
    assertThat(toldOf(new Overloaded(reason, Duration.ofSeconds(1), "x")))
        .isEqualTo(isOfService ? List.of() : List.of("failed"));
  }

  private List<String> toldOf(Fault fault) {
    told.clear();
    Following request = Following.silent();
    request.follow("adult", this::route, this::standing);
    request.ended(Optional.of(fault), Optional.empty());
    return List.copyOf(told);
  }

  private Optional<Long> follow() {
    return following.follow("adult", this::route, this::standing);
  }

  private Standing standing(long version) {
    return versions.getOrDefault(version, Standing.ABSENT);
  }

  private Optional<Route> route(String model, Caller caller) {
    routed++;
    return Optional.of(
        new Route() {
          @Override
          public Sides sides() {
            return new Sides(
                new Side(new ArmName("r", "canary"), 2), new Side(new ArmName("r", "control"), 1));
          }

          @Override
          public void known(String outcome, double value) {
            told.add(outcome);
          }

          @Override
          public void answered(Optional<RequestId> id) {
            told.add("answered");
          }

          @Override
          public void failed() {
            told.add("failed");
          }
        });
  }
}
