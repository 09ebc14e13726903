package engine.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import engine.load.Blocking;
import engine.load.InferRequests;
import java.io.IOException;
import java.time.Duration;

/** Over REST, in JSON; connects anew after a failure. */
final class RestGenerationClient implements GenerationClient {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private Blocking connection;

  RestGenerationClient(int port) throws IOException {
    this.port = port;
    this.connection = new Blocking(port, TIMEOUT_MILLIS);
  }

  @Override
  public Answer ask(float[] rows) throws IOException {
    byte[] request =
        new InferRequests(Generations.MODEL, new long[] {rows.length, 1}, rows, Duration.ZERO)
            .json();
    Blocking.Answer answer;
    try {
      answer = connection.exchange(request);
    } catch (IOException broken) {
      connection.close();
      connection = new Blocking(port, TIMEOUT_MILLIS);
      throw broken;
    }
    if (answer.status() != 200) {
      throw new IOException(answer.status() + " " + answer.text());
    }
    JsonNode document = JSON.readTree(answer.body());
    return new Answer(
        document.path("model_version").asText(),
        output(document, 0, "echo"),
        output(document, 1, "first"),
        output(document, 2, "second"));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static float[] output(JsonNode document, int index, String name) throws IOException {
    JsonNode output = document.path("outputs").path(index);
    if (!output.path("name").asText().equals(name)) {
      throw new IOException("output " + index + " is not " + name + ": " + document);
    }
    float[] values = new float[output.path("data").size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = output.path("data").get(i).floatValue();
    }
    return values;
  }
}
