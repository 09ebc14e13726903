package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.rollout.RolloutRequests;
import io.salver.fault.BackendFailure;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.ArmsReport;
import io.salver.rollout.DeclaredFile;
import io.salver.rollout.DeclaredRollouts;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutObserver;
import io.salver.rollout.Rollouts;
import io.salver.rollout.sequential.Summary;
import io.salver.serving.RequestRecord;
import io.salver.testkit.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both protocols say of rollouts. */
public abstract class RolloutContract {

  private static final String CANARY =
      """
      {"model":"adult","key":"header:X-User-Id","arms":{"control":1,"canary":2},
       "rules":[{"when":{"market":["de"]},"arm":"canary"}],
       "canary":{"steps":[5,25],"pause":"10m","criteria":{"latency":0.05,"errors":0.005}}}""";

  private Instant now = Rollouts.START;
  protected final List<RequestRecord> records = new CopyOnWriteArrayList<>();
  private boolean isAway;
  private final InMemoryRolloutStore store =
      new InMemoryRolloutStore() {
        @Override
        public synchronized List<Rollout> all() {
          if (isAway) {
            throw new BackendFailure("the store of the test is away");
          }
          return super.all();
        }
      };
  private final RolloutControl control =
      new RolloutControl(
          store, store, new RolloutDirectory(store), RolloutObserver.NONE, this::tick);
  private final DeclaredRollouts files = new DeclaredRollouts(control);
  protected final ServiceRunner runner = new ServiceRunner(records::add);
  protected final RolloutRequests requests =
      new RolloutRequests(control, files, Runnable::run, () -> now);

  /** What came back: a document, or what was wrong with which status of REST. */
  public record Answer(int status, JsonNode document) {

    public String error() {
      return document.path("error").asText();
    }
  }

  /** Asks as {@code actor}, if that is not empty; {@code action} is that of REST's path. */
  protected abstract Answer ask(
      String method, String rollout, String action, String body, String actor);

  @Test
  void rollout_is_declared_ordered_and_removed_and_its_log_tells_so() {
    JsonNode declared = answer("PUT", "r", "", CANARY, "ann");
    assertThat(declared.path("phase").asText()).isEqualTo("running");
    assertThat(declared.path("weights").path("canary").asDouble()).isEqualTo(5);
    assertThat(declared.path("declaration").path("canary").path("pause").asText()).isEqualTo("10m");
    JsonNode weighed =
        answer("POST", "r", "weights", "{\"weights\":{\"control\":60,\"canary\":40}}", "ann");
    assertThat(weighed.path("phase").asText()).isEqualTo("paused");
    assertThat(weighed.path("weights").path("canary").asDouble()).isEqualTo(40);
    assertThat(answer("POST", "r", "resume", "{}", "ann").path("step").asInt()).isEqualTo(1);
    assertThat(answer("POST", "r", "pause", "{\"reason\":\"lunch\"}", "").path("phase").asText())
        .isEqualTo("paused");
    assertThat(answer("POST", "r", "promote", "{}", "ann").path("phase").asText())
        .isEqualTo("promoted");
    assertThat(answer("POST", "r", "rollback", "{\"reason\":\"no\"}", "bob").path("phase").asText())
        .isEqualTo("rolled-back");
    assertThat(answer("GET", "", "", "", "").path("rollouts")).hasSize(1);
    assertThat(answer("DELETE", "r", "", "", "ann").path("name").asText()).isEqualTo("r");
    JsonNode events = answer("GET", "r", "events", "", "").path("events");
    assertThat(events.findValuesAsText("kind"))
        .containsExactly("remove", "roll-back", "promote", "pause", "resume", "weigh", "begin");
    assertThat(events.findValuesAsText("actor"))
        .containsExactly("ann", "bob", "ann", "anonymous", "ann", "ann", "ann");
    assertThat(events.path(3).path("reason").asText()).isEqualTo("lunch");
    Eventually.holds(() -> assertThat(records.getLast().method()).isEqualTo("rollouts"));
  }

  @Test
  void evidence_of_all_replicas_is_told() {
    answer("PUT", "r", "", CANARY, "ann");
    ArmStatistics arm =
        new ArmStatistics(1_000, 10, new Summary(990, Math.log(.02), .25), Map.of());
    Instant began = control.require("r").began();
    store.report("r", "a", new ArmsReport(began, Map.of("control", arm, "canary", arm), 1));
    store.report("r", "b", new ArmsReport(began, Map.of("control", arm), .25));
    now = now.plusSeconds(60);
    JsonNode rollout = answer("GET", "r", "", "", "");
    assertThat(rollout.path("next").path("decision").asText()).isEqualTo("wait");
    assertThat(rollout.path("sample_ratio_p_value").asDouble()).isEqualTo(.25);
    JsonNode controlArm = rollout.path("arms").path("control");
    assertThat(controlArm.path("requests").asLong()).isEqualTo(2_000);
    assertThat(controlArm.path("error_ratio").asDouble()).isEqualTo(.01);
    assertThat(controlArm.path("latency_seconds").asDouble()).isBetween(.0199, .0201);
    assertThat(rollout.path("comparisons")).hasSize(2);
    for (JsonNode comparison : rollout.path("comparisons")) {
      assertThat(comparison.path("arm").asText()).isEqualTo("canary");
      assertThat(comparison.path("verdict").asText()).isIn("pass", "inconclusive");
      assertThat(comparison.path("p_value").asDouble()).isEqualTo(1);
      assertThat(comparison.path("lift").path("low").asDouble()).isNegative();
      assertThat(comparison.path("needed").asLong()).isPositive();
      assertThat(comparison.has("seconds_left")).isTrue();
    }
  }

  @Test
  void events_are_told_in_pages() {
    answer("PUT", "r", "", CANARY, "ann");
    for (int i = 0; i < 4; i++) {
      answer("POST", "r", "pause", "{\"reason\":\"" + i + "\"}", "ann");
    }
    JsonNode first = answer("GET", "r", "events?limit=2", "", "");
    assertThat(first.path("events").findValuesAsText("reason")).containsExactly("3", "2");
    JsonNode second =
        answer("GET", "r", "events?limit=10&before=" + first.path("before").asText(), "", "");
    assertThat(second.path("events").findValuesAsText("reason")).containsExactly("1", "0", "");
    assertThat(second.has("before")).isFalse();
  }

  @Test
  void who_would_answer_is_explained() {
    answer("PUT", "r", "", CANARY, "ann");
    assertThat(answer("POST", "r", "explain", "{\"key\":\"u\",\"arm\":\"canary\"}", ""))
        .hasToString(
            "{\"arm\":\"canary\",\"version\":2,\"reason\":\"override\",\"randomized\":false}");
    assertThat(answer("POST", "r", "explain", "{\"attributes\":{\"market\":\"de\"}}", ""))
        .hasToString("{\"arm\":\"canary\",\"version\":2,\"reason\":\"rule\",\"randomized\":false}");
    assertThat(answer("POST", "r", "explain", "{\"key\":\"u\"}", "").path("reason").asText())
        .isEqualTo("key");
    assertThat(ask("POST", "r", "explain", "{\"arm\":\"b\"}", "").error())
        .isEqualTo("rollout 'r' has no arm 'b'; its arms are [control, canary]");
  }

  @Test
  void what_a_file_declares_is_changed_there() {
    files.follow(
        List.of(
            new DeclaredFile.Whole("r.yaml", Rollouts.canary("r", "adult")),
            new DeclaredFile.Broken("s.yaml", "it is empty")));
    JsonNode all = answer("GET", "", "", "", "");
    assertThat(all.path("rollouts").path(0).path("file").asText()).isEqualTo("r.yaml");
    assertThat(all.path("problems").path("s.yaml").asText()).isEqualTo("it is empty");
    assertThat(ask("PUT", "r", "", CANARY, "").error()).contains("r.yaml");
    assertThat(ask("DELETE", "r", "", "", "").status()).isEqualTo(400);
    assertThat(answer("POST", "r", "pause", "{}", "").path("phase").asText()).isEqualTo("paused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT    | s     |         | {"modl":"adult"}                      | 400 | unknown key 'modl'
          PUT    | s     |         | {"model":"adult"}                     | 400 | arms is missing
          PUT    | a b   |         | {"model":"adult"}                     | 400 | the name of a rollout
          GET    | s     |         |                                       | 404 | there is no rollout 's'
          DELETE | s     |         |                                       | 404 | there is no rollout 's'
          POST   | s     | promote | {}                                    | 404 | there is no rollout 's'
          GET    | s     | events  |                                       | 404 | nothing has happened
          POST   | r     | weights | {"weights":{"control":60}}            | 400 | percentages that sum to 100
          POST   | r     | weights | {"weights":{"b":100}}                 | 400 | has no arm 'b'
          GET    | r     | events?limit=501  |                             | 400 | limit expects 1 to 500
          GET    | r     | events?before=now |                             | 400 | before expects a time
          """)
  void mistakes_are_named(
      String method, String rollout, String action, String body, int status, String error) {
    answer("PUT", "r", "", CANARY, "ann");
    Answer answer =
        ask(method, rollout, action == null ? "" : action, body == null ? "" : body, "");
    assertThat(answer.error()).contains(error);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void store_that_is_away_is_named() {
    isAway = true;
    Answer answer = ask("GET", "r", "", "", "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.error()).contains("the store of the test is away");
  }

  private JsonNode answer(String method, String rollout, String action, String body, String actor) {
    Answer answer = ask(method, rollout, action, body, actor);
    assertThat(answer.error()).isEmpty();
    return answer.document();
  }

  private Instant tick() {
    now = now.plusMillis(1);
    return now;
  }
}
