package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.RestTaskClient;
import io.salver.api.RestTaskClient.Form;
import io.salver.api.TaskCases.Expected;
import io.salver.api.TaskClient;
import io.salver.api.TaskContract;
import io.salver.testkit.Eventually;
import org.junit.jupiter.api.AfterAll;

/** The table over REST, with bodies of the form MULTIPART. */
final class MultipartTaskTest extends TaskContract {

  private final TaskServer server = new TaskServer();
  private final TaskClient client = new RestTaskClient(server.port(), Form.MULTIPART);

  @AfterAll
  void stop() {
    server.close();
    Eventually.holds(() -> assertThat(server.pool().leasedBytes()).isZero());
  }

  @Override
  protected TaskClient client() {
    return client;
  }

  @Override
  protected String status(Expected.Refusal refusal) {
    return Integer.toString(refusal.http());
  }
}
