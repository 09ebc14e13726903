package io.salver.api;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.salver.api.CatalogueCases.Expected;
import org.junit.jupiter.api.AfterAll;

/** The table of catalogues over gRPC, answered by the bundled shop. */
final class GrpcCatalogueIT extends CatalogueContract {

  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", CatalogueServed.process().grpcPort())
          .usePlaintext()
          .build();

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Override
  protected CatalogueClient client() {
    return new GrpcCatalogueClient(channel);
  }

  @Override
  protected String status(Expected.Refusal refusal) {
    return refusal.grpc();
  }
}
