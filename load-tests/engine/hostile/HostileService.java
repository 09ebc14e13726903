package engine.hostile;

import engine.Bench;
import engine.onnx.BenchModels;
import engine.service.Repository;
import engine.service.Service;
import java.io.IOException;
import java.util.Map;

/**
 * The service as the hostile scenario runs it: a model for each datatype that answers its input.
 */
final class HostileService {

  /** Most bytes of a body there. */
  static final int MAX_BODY_BYTES = 4 << 20;

  private HostileService() {}

  static Service start(Bench bench, String scenario) throws IOException, InterruptedException {
    Repository repository = bench.repository(scenario);
    for (Map.Entry<String, Integer> type : Sample.TYPES.entrySet()) {
      repository.with(
          Sample.model(type.getKey()), BenchModels.echo(type.getValue()), "instances: 1");
    }
    return bench.serve(
        scenario,
        repository,
        "-Dsalver.requests.max-body=" + MAX_BODY_BYTES,
        "-Dquarkus.grpc.server.max-inbound-message-size=" + MAX_BODY_BYTES,
        "-Dsalver.requests.target-wait=", // nobody is refused on a slow machine
        "-Xmx512m");
  }
}
