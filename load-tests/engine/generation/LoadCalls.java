package engine.generation;

import engine.load.Blocking;
import engine.load.InferRequests;
import java.io.IOException;

/**
 * {@code POST /v2/repository/models/{name}/load}: returns when the model serves what is on disk.
 */
public final class LoadCalls {

  private static final int TIMEOUT_MILLIS = 60_000;

  private LoadCalls() {}

  /** Reloads; answers what the service said. */
  public static Blocking.Answer load(int port, String model) throws IOException {
    try (Blocking connection = new Blocking(port, TIMEOUT_MILLIS)) {
      return connection.exchange(
          InferRequests.post("/v2/repository/models/" + model + "/load", "", new byte[0]));
    }
  }
}
