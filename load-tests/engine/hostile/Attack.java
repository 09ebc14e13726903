package engine.hostile;

import engine.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Sends so many generated requests over several connections of each protocol. */
final class Attack {

  private final Service service;
  private final Findings findings;

  Attack(Service service, Findings findings) {
    this.service = service;
    this.findings = findings;
  }

  /** One stream of requests with a share of the whole. */
  private record Stream(Supplier<Sender> sender, Kinds kinds, double share) {}

  /** The first {@code requests} of the generators of {@code seed}. */
  void run(int requests, long seed) throws Exception {
    List<Stream> streams =
        List.of(
            new Stream(() -> new RestSender(service.httpPort()), RestDocuments.kinds(), 0.2),
            new Stream(() -> new RestSender(service.httpPort()), RestDocuments.kinds(), 0.2),
            new Stream(() -> new RestSender(service.httpPort()), RestTransport.kinds(), 0.2),
            new Stream(() -> new GrpcSender(service.grpcPort()), GrpcMessages.kinds(), 0.2),
            new Stream(() -> new GrpcSender(service.grpcPort()), GrpcMessages.kinds(), 0.17),
            new Stream(() -> new FrameSender(service.grpcPort()), Frames.kinds(), 0.03));
    try (ExecutorService executor = Executors.newFixedThreadPool(streams.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < streams.size(); i++) {
        Stream stream = streams.get(i);
        Random random = new Random(seed + i);
        running.add(executor.submit(() -> send(stream, (int) (stream.share() * requests), random)));
      }
      for (Future<?> stream : running) {
        stream.get();
      }
    }
  }

  /** Those of the corpus, one after another. */
  void replay(List<Case> cases) {
    try (Sender rest = new RestSender(service.httpPort());
        Sender grpc = new GrpcSender(service.grpcPort());
        Sender frames = new FrameSender(service.grpcPort())) {
      for (Case request : cases) {
        Sender sender =
            switch (request.way()) {
              case REST -> rest;
              case GRPC -> grpc;
              case FRAME -> frames;
            };
        findings.add(request, sender.send(request));
      }
    }
  }

  private void send(Stream stream, int count, Random random) {
    try (Sender sender = stream.sender().get()) {
      for (int i = 0; i < count && service.isAlive(); i++) {
        Case request = stream.kinds().next(random);
        findings.add(request, sender.send(request));
      }
    }
  }
}
