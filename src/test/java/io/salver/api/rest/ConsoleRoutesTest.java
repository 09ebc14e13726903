package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.salver.api.ConsoleSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the console as they are sent, and what may not be in them. */
final class ConsoleRoutesTest {

  private static final Path FOLDER = Path.of("src/main/resources/console");
  private static final int MOST_LINES = 200;

  private final WireServer server =
      new WireServer(router -> new ConsoleRoutes(new ConsoleSettings(true)).register(router));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void every_file_of_the_folder_is_sent_each_time_with_its_type_and_policy() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(ConsoleFiles.NAMES);
    }
    for (String name : ConsoleFiles.NAMES) {
      for (int time = 0; time < 2; time++) {
        Response response = get("/console/" + name);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.asByteArray()).isEqualTo(Files.readAllBytes(FOLDER.resolve(name)));
        assertThat(response.contentType())
            .isEqualTo(
                switch (name.substring(name.lastIndexOf('.'))) {
                  case ".js" -> "text/javascript; charset=utf-8";
                  case ".css" -> "text/css; charset=utf-8";
                  case ".svg" -> "image/svg+xml";
                  default -> "text/html; charset=utf-8";
                });
        assertThat(response.header("Content-Security-Policy"))
            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
            .doesNotContain("unsafe");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
      }
    }
  }

  @Test
  void a_browser_need_not_load_what_it_has() {
    Response first = get("/console/");
    assertThat(first.asString()).startsWith("<!doctype html>");
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    Response again =
        given()
            .port(server.port())
            .header("If-None-Match", "W/\"other\", " + first.header("ETag"))
            .get("/console/");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.asByteArray()).isEmpty();
    assertThat(get("/console/index.html").header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(get("/console/app.js").header("ETag")).isNotEqualTo(first.header("ETag"));
  }

  @Test
  void the_folder_is_found_without_its_slash() {
    Response response = given().port(server.port()).redirects().follow(false).get("/console");
    assertThat(response.statusCode()).isEqualTo(308);
    assertThat(response.header("Location")).isEqualTo("/console/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/nothing.js",
        "/console/../application.properties",
        "/console/%2e%2e/db",
        "/console/x/y"
      })
  void nothing_else_is_sent(String path) {
    Response response = given().port(server.port()).urlEncodingEnabled(false).get(path);
    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void nothing_is_written() {
    Response response = given().port(server.port()).post("/console/app.js");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
    assertThat(given().port(server.port()).head("/console/app.js").statusCode()).isEqualTo(200);
  }

  @Test
  void it_can_be_switched_off() {
    try (WireServer off =
        new WireServer(router -> new ConsoleRoutes(new ConsoleSettings(false)).register(router))) {
      assertThat(given().port(off.port()).get("/console/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void the_modules_are_small_parse_no_markup_and_load_nothing_from_elsewhere() throws IOException {
    Pattern forbidden =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function"
                + "|createContextualFragment|DOMParser|setAttribute\\(\"on|javascript:");
    Pattern elsewhere = Pattern.compile("(?:https?:)?//[a-z]");
    Pattern imported = Pattern.compile("from \"(\\./[^\"]+)\"");
    for (String name : ConsoleFiles.NAMES) {
      String text = Files.readString(FOLDER.resolve(name), StandardCharsets.UTF_8);
      assertThat(text.lines().count()).as(name).isLessThan(MOST_LINES);
      assertThat(forbidden.matcher(text).find()).as(name).isFalse();
      assertThat(elsewhere.matcher(text.replace("http://www.w3.org/2000/svg", "")).find())
          .as(name)
          .isFalse();
      List<String> modules = imported.matcher(text).results().map(found -> found.group(1)).toList();
      assertThat(modules).allMatch(module -> ConsoleFiles.NAMES.contains(module.substring(2)));
    }
    Matcher inline =
        Pattern.compile("<script(?![^>]*src=)|<style| style=| on[a-z]+=")
            .matcher(Files.readString(FOLDER.resolve("index.html")));
    assertThat(inline.find()).isFalse();
  }

  private Response get(String path) {
    return given().port(server.port()).get(path);
  }
}
