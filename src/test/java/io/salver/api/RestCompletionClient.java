package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.api.CompletionCase.Expected.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code POST /v1/completions}. */
public final class RestCompletionClient implements CompletionClient {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final URI uri;
  private final HttpClient client;

  /** Asks the service at that port of this machine. */
  public RestCompletionClient(int port, HttpClient client) {
    this.uri = URI.create("http://127.0.0.1:" + port + "/v1/completions");
    this.client = client;
  }

  @Override
  public CompletionAnswer whole(CompletionCase request) {
    HttpResponse<String> response = post(MAPPER.valueToTree(request.fields()));
    JsonNode body = tree(response.body());
    if (response.statusCode() != 200) {
      return failure(response.statusCode(), body);
    }
    Collected collected = new Collected();
    body.get("choices").forEach(collected::add);
    return collected.answer(body.get("usage"));
  }

  @Override
  public CompletionAnswer streamed(CompletionCase request) {
    ObjectNode fields = MAPPER.valueToTree(request.fields());
    fields.put("stream", true);
    fields.putObject("stream_options").put("include_usage", true);
    HttpResponse<String> response = post(fields);
    if (response.statusCode() != 200) {
      return failure(response.statusCode(), tree(response.body()));
    }
    List<String> events = List.of(response.body().split("\n\n", -1));
    if (!events.get(events.size() - 2).equals("data: [DONE]") || !events.getLast().isEmpty()) {
      throw new AssertionError("the stream does not end as it should: " + response.body());
    }
    Collected collected = new Collected();
    for (String event : events.subList(0, events.size() - 3)) {
      JsonNode part = tree(event.substring("data: ".length()));
      if (!part.get("usage").isNull()) {
        throw new AssertionError("usage before the end: " + part);
      }
      part.get("choices").forEach(collected::add);
    }
    JsonNode last = tree(events.get(events.size() - 3).substring("data: ".length()));
    return collected.answer(last.get("usage"));
  }

  @Override
  public String status(Refusal refusal) {
    return refusal.rest();
  }

  private HttpResponse<String> post(JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static CompletionAnswer failure(int status, JsonNode body) {
    return CompletionAnswer.failure(
        Integer.toString(status), body.get("error").get("message").textValue());
  }

  private static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Collected {

    private final Map<Integer, StringBuilder> texts = new TreeMap<>();
    private final Map<Integer, String> finishes = new TreeMap<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    void add(JsonNode choice) {
      int index = choice.get("index").intValue();
      texts
          .computeIfAbsent(index, absent -> new StringBuilder())
          .append(choice.get("text").textValue());
      if (!choice.get("finish_reason").isNull()) {
        finishes.put(index, choice.get("finish_reason").textValue());
      }
      JsonNode scores = choice.get("logprobs");
      if (index == 0 && !scores.isNull()) {
        scores
            .get("token_logprobs")
            .forEach(each -> logProbabilities.add(each.isNull() ? Double.NaN : each.asDouble()));
        scores.get("text_offset").forEach(each -> offsets.add(each.intValue()));
      }
    }

    CompletionAnswer answer(JsonNode usage) {
      return new CompletionAnswer(
          "200",
          "",
          texts.values().stream().map(StringBuilder::toString).toList(),
          List.copyOf(finishes.values()),
          usage.get("prompt_tokens").intValue(),
          usage.get("completion_tokens").intValue(),
          logProbabilities,
          offsets);
    }
  }
}
