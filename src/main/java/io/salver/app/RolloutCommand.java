package io.salver.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows and orders rollouts of a service that runs, over REST, and prints tables. Its status is 0
 * when what was asked is done, 1 when the service refuses or is away, 2 when the arguments are
 * wrong. Not thread-safe.
 */
final class RolloutCommand {

  /** By which word it is called. */
  static final String NAME = "rollout";

  private static final String USAGE =
      """
      usage: rollout COMMAND [--url URL] [--token TOKEN] [--actor NAME]

        list                              all rollouts, and files that cannot be followed
        show NAME                         where it stands, and what is known of its arms
        apply FILE [NAME]                 declare what a YAML or JSON file says; the name is the file's otherwise
        promote|rollback|pause|resume NAME [--reason TEXT]
        weigh NAME ARM=PERCENT ... [--reason TEXT]
        remove NAME
        events NAME [--limit N] [--before TIME]
        explain NAME [--key KEY] [--arm ARM]   which arm a request would meet

      URL is http://127.0.0.1:8080 or SALVER_URL, TOKEN is SALVER_TOKEN, NAME of the actor is the user's.""";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WRONG_ARGUMENTS = 2;
  private static final int FIRST_FAILURE = 400;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final JsonMapper json = new JsonMapper();

  RolloutCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Runs, and says with which status to end. */
  int run(List<String> arguments) {
    try {
      run(RolloutArguments.of(arguments));
      return 0;
    } catch (IllegalArgumentException wrong) {
      err.println("salver rollout: " + wrong.getMessage());
      err.println(USAGE);
      return WRONG_ARGUMENTS;
    } catch (Refused | IOException e) {
      err.println("salver rollout: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** The service said no. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private void run(RolloutArguments arguments) throws IOException, InterruptedException, Refused {
    RolloutTables tables = new RolloutTables(out);
    switch (arguments.verb()) {
      case "list" -> tables.list(ask(arguments, "GET", "", Map.of()));
      case "show" -> tables.show(ask(arguments, "GET", path(arguments.name()), Map.of()));
      case "apply" -> tables.changed(apply(arguments));
      case "remove" -> {
        JsonNode removed = ask(arguments, "DELETE", path(arguments.name()), Map.of());
        out.println("removed " + removed.path("name").asText());
      }
      case "promote", "rollback", "pause", "resume" ->
          tables.changed(order(arguments, arguments.verb(), new LinkedHashMap<>()));
      case "weigh" -> {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("weights", arguments.weights());
        tables.changed(order(arguments, "weights", body));
      }
      case "events" ->
          tables.events(
              ask(
                  arguments,
                  "GET",
                  path(arguments.name()) + "/events" + query(arguments),
                  Map.of()));
      case "explain" -> {
        Map<String, Object> body = new LinkedHashMap<>();
        arguments.option("key").ifPresent(key -> body.put("key", key));
        arguments.option("arm").ifPresent(arm -> body.put("arm", arm));
        tables.choice(ask(arguments, "POST", path(arguments.name()) + "/explain", body));
      }
      default -> throw new IllegalArgumentException("there is no command " + arguments.verb());
    }
  }

  private JsonNode order(RolloutArguments arguments, String order, Map<String, Object> body)
      throws IOException, InterruptedException, Refused {
    arguments.option("reason").ifPresent(reason -> body.put("reason", reason));
    return ask(arguments, "POST", path(arguments.name()) + "/" + order, body);
  }

  private JsonNode apply(RolloutArguments arguments)
      throws IOException, InterruptedException, Refused {
    Path file = Path.of(arguments.name());
    String name =
        arguments.words().size() > 1
            ? arguments.words().get(1)
            : file.getFileName().toString().replaceFirst("\\.(ya?ml|json)$", "");
    JsonNode declaration;
    try {
      declaration = new YAMLMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not YAML: " + e.getOriginalMessage(), e);
    }
    return ask(arguments, "PUT", path(name), declaration);
  }

  private JsonNode ask(RolloutArguments arguments, String method, String path, Object body)
      throws IOException, InterruptedException, Refused {
    URI service = URI.create(option(arguments, "url", "SALVER_URL", "http://127.0.0.1:8080"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve("/v1/rollouts" + path))
            .timeout(PATIENCE)
            .header("X-Salver-Actor", option(arguments, "actor", "USER", "anonymous"));
    String token = option(arguments, "token", "SALVER_TOKEN", "");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    boolean hasBody = method.equals("POST") || method.equals("PUT");
    request.method(
        method,
        hasBody
            ? BodyPublishers.ofByteArray(json.writeValueAsBytes(body))
            : BodyPublishers.noBody());
    if (hasBody) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> response;
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      response = client.send(request.build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new IOException("nobody answers at " + service + " (--url or SALVER_URL)", e);
    }
    return document(response);
  }

  private JsonNode document(HttpResponse<String> response) throws Refused {
    JsonNode document;
    try {
      document = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      document = json.createObjectNode();
    }
    if (response.statusCode() >= FIRST_FAILURE) {
      throw new Refused(document.path("error").asText("status " + response.statusCode()));
    }
    return document;
  }

  private String option(
      RolloutArguments arguments, String name, String variable, String otherwise) {
    return arguments.option(name).orElse(environment.getOrDefault(variable, otherwise));
  }

  private static String query(RolloutArguments arguments) {
    String limit = arguments.option("limit").orElse("20");
    return "?limit="
        + encoded(limit)
        + arguments.option("before").map(before -> "&before=" + encoded(before)).orElse("");
  }

  private static String path(String name) {
    return "/" + encoded(name).replace("+", "%20");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
