package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.salver.api.ConsoleSettings;
import io.salver.api.MonitoringContract;
import io.salver.api.monitoring.MonitoringSection;
import io.salver.model.ModelId;
import io.salver.monitor.HandMadeMonitors;
import io.salver.monitor.ModelMonitor;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.ReadingThread;
import io.salver.monitor.Sample;
import io.salver.monitor.TestProfiles;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.replica.ReplicaId;
import io.salver.monitor.replica.Replicas;
import io.salver.testkit.Chromium;
import io.salver.testkit.DevTools;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The console in a real browser, before a service that answers what a test wants: names and answers
 * that are markup among them. Skipped where there is no Chromium.
 */
final class ConsolePageTest {

  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='owned'\"><script>1</script>";

  private final HandMadeMonitors monitors = new HandMadeMonitors();
  private final ReadingThread thread = new ReadingThread();
  private final List<AutoCloseable> open = new java.util.ArrayList<>();

  @BeforeEach
  void watch() {
    Map<String, FeatureProfile> features = new LinkedHashMap<>();
    features.put(HOSTILE, TestProfiles.normal(new SplittableRandom(1)));
    features.put("colour", TestProfiles.categories(Map.of("red", 5_000L, HOSTILE, 5_000L)));
    ModelMonitor monitor = monitors.load("m", 2, new Profile(features, Map.of(), Map.of()));
    SplittableRandom random = new SplittableRandom(2);
    for (int row = 0; row < 500; row++) {
      monitor.accept(
          Sample.builder()
              .feature(HOSTILE, random.nextGaussian() + 1)
              .feature("colour", row % 2 == 0 ? HOSTILE : "red")
              .build());
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    thread.close();
  }

  @Test
  void names_and_answers_that_are_markup_are_shown_as_they_are() {
    DevTools page = page();
    page.until("document.querySelectorAll('section.card svg rect.window').length === 12");
    assertThat(page.evaluate("document.querySelector('section h3').textContent"))
        .isEqualTo(HOSTILE);
    page.evaluate("location.hash = '#/try/m'; 1");
    page.until("document.querySelector('form textarea') !== null");
    page.evaluate("document.querySelector('form').requestSubmit(); 1");
    page.until("document.querySelector('.answer').dataset.state === 'done'");
    assertThat(page.evaluate("document.querySelector('.scores th').textContent"))
        .isEqualTo(HOSTILE);
    assertThat(page.evaluate("document.querySelectorAll('main img, main script').length"))
        .isEqualTo("0");
    assertThat(page.evaluate("document.title")).doesNotContain("owned");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void a_refusal_is_told_as_it_came() {
    DevTools page = page();
    page.evaluate("location.hash = '#/try/m'; 1");
    page.until("document.querySelector('form textarea') !== null");
    page.evaluate("document.querySelector('textarea').value = 'refuse'; 1");
    page.evaluate("document.querySelector('form').requestSubmit(); 1");
    assertThat(page.until("document.querySelector('.answer .problem')?.textContent"))
        .contains("400", "no <b>text</b>");
    assertThat(page.evaluate("document.querySelector('.curl').textContent"))
        .contains("curl -s 'http://127.0.0.1:", "/v1/text/classify'", "\"input\":\"refuse\"");
  }

  @Test
  void the_reliability_of_labelled_predictions_is_drawn() {
    DevTools page = page();
    page.until("document.querySelectorAll('[aria-label=Reliability] circle').length === 2");
    assertThat(page.evaluate("document.querySelector('main').innerText"))
        .contains("By labels that came later", "accuracy", "0.8", "0.7 – 0.9");
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void it_can_be_used_with_the_keyboard_and_in_the_dark() {
    DevTools page = page();
    page.until("document.querySelector('section.card details') !== null");
    page.evaluate("document.activeElement.blur(); 1");
    page.press("Tab", 9, "");
    assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
    page.evaluate("document.querySelector('summary').focus(); 1");
    page.press("Enter", 13, "\r");
    page.until("document.querySelector('details').open");
    page.prefer("light");
    String light = page.evaluate("getComputedStyle(document.body).backgroundColor");
    page.prefer("dark");
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(light);
  }

  /** What labels say, as another part of the watching writes it. */
  private record Labels() implements MonitoringSection {

    @Override
    public String key() {
      return "quality";
    }

    @Override
    public Optional<Map<String, Object>> of(ModelId model) {
      return Optional.of(
          new JsonObject(
                  """
              {"labels": 40, "window": {"name": "1d"}, "slices": [],
               "metrics": [{"metric": "accuracy", "value": 0.8, "low": 0.7, "high": 0.9, "samples": 40}],
               "reliability": [
                {"above": 0.5, "up_to": 0.6, "confidence": 0.55, "right": 0.5, "samples": 10},
                {"above": 0.8, "up_to": 0.9, "confidence": 0.85, "right": 0.9, "samples": 30}]}
              """)
              .getMap());
    }
  }

  /** The page of the model. */
  private DevTools page() {
    Optional<Path> browser = Chromium.installed();
    assumeTrue(browser.isPresent(), "there is no Chromium on this machine");
    WireServer server = new WireServer(this::serve);
    Chromium chromium = Chromium.start(browser.orElseThrow());
    open.addAll(List.of(server, chromium));
    DevTools page = chromium.open();
    page.go("http://127.0.0.1:" + server.port() + "/console/#/models/m/2");
    return page;
  }

  private void serve(Router router) {
    new ConsoleRoutes(new ConsoleSettings(true)).register(router);
    new MonitoringRoutes(
            MonitoringContract.requests(
                new MonitorReading(monitors, Replicas.NONE, thread),
                ReplicaId.draw(),
                thread,
                List.of(new Labels())))
        .register(router);
    JsonObject model =
        new JsonObject().put("model", "m").put("version", 2).put("task", "text-classification");
    answer(
        router,
        "/v2/repository/index",
        new JsonArray()
            .add(new JsonObject().put("name", "m").put("version", "2").put("state", "READY"))
            .encode());
    JsonObject none = new JsonObject().put("models", new JsonArray());
    for (String kind : List.of("images", "audio", "tabular")) {
      answer(router, "/v1/" + kind + "/models", none.encode());
    }
    answer(
        router,
        "/v1/text/models",
        new JsonObject()
            .put("models", new JsonArray().add(model.put("labels", new JsonArray())))
            .encode());
    answer(router, "/v2/models/*", new JsonObject().put("model_stats", new JsonArray()).encode());
    router.post("/v1/text/classify").handler(ConsolePageTest::classify);
  }

  private static void answer(Router router, String path, String document) {
    router
        .route(path)
        .handler(
            context -> {
              context.request().resume();
              context.json(io.vertx.core.json.Json.decodeValue(document));
            });
  }

  private static void classify(io.vertx.ext.web.RoutingContext context) {
    context
        .request()
        .body()
        .onSuccess(
            body -> {
              if (body.toJsonObject().getString("input").equals("refuse")) {
                HttpAnswers.error(context, 400, "no <b>text</b>");
                return;
              }
              JsonObject best = new JsonObject().put("label", HOSTILE).put("index", 0);
              JsonObject result =
                  new JsonObject()
                      .put("classes", new JsonArray().add(best.put("score", .75)))
                      .put("out_of_scope", false);
              context.json(new JsonObject().put("results", new JsonArray().add(result)));
            });
    context.request().resume();
  }
}
