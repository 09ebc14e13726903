package io.salver.api;

import io.salver.testkit.SalverProcess;
import java.util.Map;

/** The packaged application with the models of src/test/models/protocol; stopped with the JVM. */
public final class ProtocolServer {

  /** Most bytes of a body there. */
  public static final int MAX_BODY_BYTES = 16 << 20;

  private ProtocolServer() {}

  public static SalverProcess process() {
    return Holder.PROCESS;
  }

  private static final class Holder {
    static final SalverProcess PROCESS =
        SalverProcess.start(
            Map.of(
                "salver.models.repository", "src/test/models/protocol",
                "salver.recommenders.directory", "src/test/models/no-recommenders",
                "salver.requests.max-body", "16M",
                "salver.requests.target-wait", "", // nobody is refused on a slow machine
                "quarkus.grpc.server.max-inbound-message-size", Integer.toString(MAX_BODY_BYTES)));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(PROCESS::close, "protocol-server-stop"));
    }
  }
}
