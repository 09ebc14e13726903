package io.salver.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.salver.fault.Forbidden;
import io.salver.fault.RateLimited;
import io.salver.fault.Unauthenticated;
import io.salver.monitor.FakeTime;
import io.salver.settings.Origin;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GateTest {

  private static final String HERE = "192.0.2.1";
  private static final Pepper PEPPER = new Pepper("pepper");

  private final FakeTime time = new FakeTime();
  private final List<String> refused = new ArrayList<>();
  private final NewKey infer = key(Role.INFER, "a*");
  private final NewKey operate = key(Role.OPERATE, "*");
  private final NewKey admin = key(Role.ADMIN, "*");
  private final Gate gate = gate(Optional.empty());

  @ParameterizedTest
  @EnumSource
  void an_action_takes_its_role_or_a_higher_one(Action action) {
    for (Role role : Role.values()) {
      NewKey key = keyOf(role);
      boolean isAllowed = action.role().isEmpty() || role.includes(action.role().get());
      Throwable refusal = catchThrowable(() -> enter(key.key().text(), action));
      if (isAllowed) {
        assertThat(refusal).as(role + " " + action).isNull();
      } else {
        assertThat(refusal).isInstanceOf(Forbidden.class).hasMessageContaining("takes the role");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoever_says_nothing_may_look_at_health_and_documents_only(Action action) {
    Throwable refusal = catchThrowable(() -> gate.enter(new Credential.None(), HERE, action));
    if (action == Action.HEALTH || action == Action.DOCUMENTATION || action == Action.CONSOLE) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).isInstanceOf(Unauthenticated.class);
      assertThat(refused).containsExactly(action + " " + HERE);
    }
  }

  @Test
  void what_nobody_has_thought_of_takes_the_highest_role() {
    assertThatThrownBy(() -> enter(operate.key().text(), Action.UNKNOWN))
        .isInstanceOf(Forbidden.class);
    assertThat(enter(admin.key().text(), Action.UNKNOWN).name()).isEqualTo("ADMIN");
  }

  @Test
  void a_key_with_another_secret_is_refused_as_one_that_is_not_there() {
    String text = infer.key().text();
    String other = text.substring(0, text.length() - 1) + (text.endsWith("A") ? "B" : "A");
    String absent = ApiKey.draw(new SecureRandom()).text();
    List<String> wrong = List.of(other, absent, text + "x", "salver_", "", "salver_ü");
    for (String key : wrong) {
      assertThatThrownBy(() -> enter(key, Action.INFER))
          .isInstanceOf(Unauthenticated.class)
          .hasMessage("the key is not known");
    }
  }

  @Test
  void a_key_is_good_until_it_expires() {
    NewKey brief =
        NewKey.draw(
            new NewKey.Purpose(
                Optional.empty(),
                List.of(Role.INFER),
                List.of(),
                Optional.of(time.instant().plusSeconds(60))),
            PEPPER,
            new SecureRandom());
    Gate gate = gate(Optional.empty(), brief);
    gate.enter(new Credential.Key(brief.key().text()), HERE, Action.INFER);
    time.pass(Duration.ofSeconds(60));
    assertThatThrownBy(() -> gate.enter(new Credential.Key(brief.key().text()), HERE, Action.INFER))
        .isInstanceOfSatisfying(
            Unauthenticated.class,
            fault -> assertThat(fault.reason()).isEqualTo(Unauthenticated.Reason.EXPIRED));
  }

  @Test
  void a_key_is_no_good_under_another_pepper() {
    Gate other =
        new Gate(
            () -> ring(infer),
            new Pepper("salt"),
            TokenVerifier.NONE,
            rates(Optional.empty()),
            time,
            SecurityObserver.NONE);
    assertThatThrownBy(
            () -> other.enter(new Credential.Key(infer.key().text()), HERE, Action.INFER))
        .isInstanceOf(Unauthenticated.class);
  }

  @Test
  void a_caller_may_use_the_models_that_the_key_names() {
    Caller caller = enter(infer.key().text(), Action.INFER);
    caller.require("adult");
    caller.require(Optional.of("a"));
    assertThatThrownBy(() -> caller.require("california")).isInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> caller.require(Optional.empty()))
        .hasMessageContaining("name one of them");
    enter(admin.key().text(), Action.INFER).require(Optional.empty());
  }

  @Test
  void a_client_that_asks_too_often_is_told_when_to_come_back() {
    Gate gate = gate(Optional.of(new Rate(2, 3)), infer, admin);
    Credential key = new Credential.Key(infer.key().text());
    for (int i = 0; i < 3; i++) {
      gate.enter(key, HERE, Action.INFER);
    }
    assertThatThrownBy(() -> gate.enter(key, HERE, Action.INFER))
        .isInstanceOfSatisfying(
            RateLimited.class,
            fault -> assertThat(fault.retryAfter()).isEqualTo(Duration.ofMillis(500)));
    gate.enter(new Credential.Key(admin.key().text()), HERE, Action.INFER);
    time.pass(Duration.ofMillis(500));
    gate.enter(key, HERE, Action.INFER);
  }

  @Test
  void whoever_guesses_keys_is_slowed_down_and_keeps_nobody_else_out() {
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> enter("salver_guess", Action.INFER))
          .isInstanceOf(Unauthenticated.class);
    }
    assertThatThrownBy(() -> enter("salver_guess", Action.INFER)).isInstanceOf(RateLimited.class);
    enter(infer.key().text(), Action.INFER);
  }

  @Test
  void certificates_are_known_by_their_subject() {
    KeyRing ring =
        KeyFile.read(
            Origin.file("keys.yaml"),
            Map.of(
                "certificates",
                List.of(Map.of("subject", "CN=shop, O=Example", "roles", List.of("operate")))));
    Gate gate =
        new Gate(
            () -> ring,
            Pepper.NONE,
            TokenVerifier.NONE,
            rates(Optional.empty()),
            time,
            SecurityObserver.NONE);
    gate.enter(new Credential.Certificate("CN=shop,O=Example"), HERE, Action.MONITOR);
    assertThatThrownBy(
            () -> gate.enter(new Credential.Certificate("CN=shop,O=Other"), HERE, Action.INFER))
        .isInstanceOf(Unauthenticated.class);
  }

  @Test
  void no_secret_is_in_any_text() {
    String secret = infer.key().text();
    assertThat(infer.key().toString()).doesNotContain(secret.substring(20));
    assertThat(infer.entry()).doesNotContain(secret.substring(20));
    assertThat(new Credential.Key(secret).toString()).doesNotContain(secret);
    assertThat(new Credential.Token(secret).toString()).doesNotContain(secret);
    assertThat(infer.toString()).doesNotContain(secret.substring(20));
  }

  private NewKey keyOf(Role role) {
    return switch (role) {
      case INFER -> infer;
      case OPERATE -> operate;
      case ADMIN -> admin;
    };
  }

  private Caller enter(String key, Action action) {
    return gate.enter(new Credential.Key(key), HERE, action);
  }

  private Gate gate(Optional<Rate> rate, NewKey... keys) {
    return new Gate(
        () -> keys.length == 0 ? ring(infer, operate, admin) : ring(keys),
        PEPPER,
        TokenVerifier.NONE,
        rates(rate),
        time,
        (action, client, why) -> refused.add(action + " " + client));
  }

  private Gate.Rates rates(Optional<Rate> rate) {
    return new Gate.Rates(new RateLimits(100, time), rate, new Rate(1, 20));
  }

  private static NewKey key(Role role, String models) {
    return NewKey.draw(
        new NewKey.Purpose(
            Optional.of(role.name()), List.of(role), List.of(models), Optional.<Instant>empty()),
        PEPPER,
        new SecureRandom());
  }

  private static KeyRing ring(NewKey... keys) {
    return Entries.ring(keys);
  }
}
