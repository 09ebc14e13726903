package io.salver.api.rest;

import io.salver.api.CompletionClient;
import io.salver.api.CompletionContract;
import io.salver.api.RestCompletionClient;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;

/** The table over REST. */
final class CompletionRouteTest extends CompletionContract {

  private final CompletionServer server = new CompletionServer();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Override
  protected CompletionClient client() {
    return new RestCompletionClient(server.port(), client);
  }
}
