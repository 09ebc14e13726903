package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.salver.testkit.Chromium;
import io.salver.testkit.DevTools;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The console of the packaged service in a real browser: pages, predictions through its forms, and
 * the drift of a model that was asked. Skipped where there is no Chromium.
 */
final class ConsoleIT {

  private static final Path SAMPLES = Path.of("src/docs/samples");

  private static Optional<Chromium> browser = Optional.empty();
  private final DevTools page = browser.orElseThrow().open();

  @BeforeAll
  static void start() {
    Optional<Path> installed = Chromium.installed();
    assumeTrue(installed.isPresent(), "there is no Chromium on this machine");
    browser = installed.map(Chromium::start);
  }

  @AfterAll
  static void stop() {
    browser.ifPresent(Chromium::close);
  }

  @AfterEach
  void nothing_was_complained_of() {
    assertThat(page.complaints()).isEmpty();
    page.close();
  }

  @Test
  void every_model_is_listed_with_its_state() {
    open("");
    page.until("document.querySelectorAll('tbody tr').length > 30");
    assertThat(page.evaluate("document.querySelector('h1').textContent")).isEqualTo("Models");
    assertThat(page.evaluate("document.querySelector('main').innerText"))
        .contains("fashion-mnist", "ready", "image-classification");
    assertThat(page.evaluate("document.title")).isEqualTo("Models – Salver console");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sst2 | .scores tr | positive",
        "snips | mark small |",
        "answers | strong | brushed steel",
        "sentences | li | a cat – a kitten",
        "adult | .scores th |",
        "california-mdn | .answer strong |",
      })
  void a_form_asks_a_model(String model, String found, String expected) {
    open("try/" + model);
    send();
    assertThat(answer(found)).contains(expected == null ? "" : expected);
    assertThat(page.evaluate("document.querySelector('.curl').textContent"))
        .contains("curl -s 'http://127.0.0.1:", "\"model\":\"" + model + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fashion-mnist-resnet | trousers.png | .scores th | trouser",
        "blood-cells | cells.png | svg rect.box title | ",
        "membranes | cells.png | img.over |",
        "digits | one-two-three.wav | strong | one two three",
        "keywords | one-two-three.wav | .scores th |",
      })
  void a_form_sends_a_file(String model, String file, String found, String expected) {
    open("try/" + model);
    page.until("document.querySelector('input[type=file]') !== null");
    page.choose("input[type=file]", SAMPLES.resolve(file));
    send();
    assertThat(answer(found).toLowerCase(Locale.ROOT)).contains(expected == null ? "" : expected);
  }

  @Test
  void a_text_is_written_word_by_word() {
    open("try/shakespeare");
    send();
    assertThat(answer(".written").length()).isGreaterThan(40);
  }

  @Test
  void a_text_is_spoken() {
    open("try/voice");
    send();
    assertThat(
            page.evaluate(
                """
                new Promise((resolve, reject) => {
                  const sound = document.querySelector("audio");
                  const known = () => resolve(String(sound.duration > 0.3));
                  sound.addEventListener("error", () => reject(new Error("no sound")));
                  if (sound.readyState > 0) known();
                  else sound.addEventListener("loadedmetadata", known);
                })
                """))
        .isEqualTo("true");
  }

  @Test
  void items_are_recommended() {
    open("recommenders");
    send();
    page.until("document.querySelectorAll('.answer tbody tr').length === 10");
  }

  @Test
  void the_page_of_a_model_draws_both_distributions_of_what_it_was_asked() {
    SalverProcess salver = SalverProcess.shared();
    for (int row = 0; row < 300; row++) {
      given()
          .port(salver.httpPort())
          .contentType("application/json")
          .body(Map.of("model", "adult-mlp", "row", Map.of("age", 20 + row % 60, "sex", "Male")))
          .post("/v1/tabular/predict")
          .then()
          .statusCode(200);
    }
    Eventually.holds(
        () ->
            given()
                .port(salver.httpPort())
                .get("/v1/monitoring/models/adult-mlp")
                .then()
                .body("samples", greaterThanOrEqualTo(300)));
    open("models/adult-mlp/1");
    page.until("document.querySelectorAll('section[aria-label=age] rect.window').length >= 10");
    page.until(
        "[...document.querySelectorAll('section[aria-label=age] rect.window')]"
            + ".some(bar => Number(bar.getAttribute('height')) > 5)");
    page.until("/[3-9][0-9]{2} samples/.test(document.querySelector('main').innerText)");
  }

  private void open(String path) {
    page.go("http://127.0.0.1:" + SalverProcess.shared().httpPort() + "/console/#/" + path);
  }

  private void send() {
    page.until("document.querySelector('form button') !== null");
    page.evaluate("document.querySelector('form').requestSubmit(); 1");
    page.until("document.querySelector('.answer').dataset.state === 'done'");
  }

  /** The text of what the answer has. */
  private String answer(String selector) {
    return page.until(
        "document.querySelector("
            + DevTools.quoted(".answer " + selector.replace(".answer ", ""))
            + ") !== null && document.querySelector('.answer').textContent");
  }
}
