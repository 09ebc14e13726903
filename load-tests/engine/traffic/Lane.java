package engine.traffic;

import engine.load.GrpcLoad;
import engine.load.HttpLoad;
import engine.load.LoadClient;
import engine.load.Schedule;
import engine.load.Tally;
import engine.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A workload over one protocol. Closing it closes its connections. */
final class Lane implements AutoCloseable {

  /** An answer that comes later is none to a user. */
  static final Duration DEADLINE = Duration.ofSeconds(1);

  private static final int CONNECTIONS = 8;

  private final String name;
  private final LoadClient client;
  private final List<byte[]> requests;
  private double saturation;

  private Lane(String name, LoadClient client, List<byte[]> requests) {
    this.name = name;
    this.client = client;
    this.requests = requests;
  }

  static Lane rest(Workload workload, Service service) {
    return new Lane(
        workload.name() + " over REST", new HttpLoad(service.httpPort()), workload.rest());
  }

  static Lane grpc(Workload workload, Service service) {
    return new Lane(
        workload.name() + " over gRPC",
        new GrpcLoad(service.grpcPort(), workload.method()),
        workload.grpc());
  }

  String name() {
    return name;
  }

  /** Requests a second with so many always under way as keep the service busy. */
  double saturation() {
    return saturation;
  }

  void saturate(Duration warmup, Duration time) throws IOException, InterruptedException {
    client.warmUp(requests, CONNECTIONS, warmup);
    saturation = client.closed(requests, CONNECTIONS, time).requireNoFailure().goodPerSecond();
  }

  Tally open(Schedule schedule) throws IOException, InterruptedException {
    return client.open(requests, schedule, DEADLINE);
  }

  @Override
  public void close() {
    if (client instanceof GrpcLoad grpc) {
      grpc.close();
    }
  }
}
