package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.CompletionClient;
import io.salver.api.CompletionContract;
import io.salver.api.RestCompletionClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The table over REST. */
final class CompletionRouteTest extends CompletionContract {

  private final CompletionServer server = new CompletionServer();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void what_belongs_into_the_body_is_refused_in_the_query() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + server.port() + "/v1/completions?timeout=3s&trace=on"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\": \"a\"}"))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("timeout is expected in the body, not in the query");
  }

  @Override
  protected CompletionClient client() {
    return new RestCompletionClient(server.port(), client);
  }
}
