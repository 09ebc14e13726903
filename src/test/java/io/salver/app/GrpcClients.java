package io.salver.app;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelStreamInferResponse;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.salver.testkit.SalverProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * gRPC clients over one channel to all replicas by round robin, which know of nothing but what the
 * connections say. Nothing is repeated beyond what gRPC does of its own where no server has seen a
 * call. Thread-safe.
 */
final class GrpcClients implements AutoCloseable {

  private static final int MESSAGES = 5;
  private static final int TIMEOUT_SECONDS = 90;
  private static final ModelInferRequest REQUEST =
      ModelInferRequest.newBuilder()
          .setModelName("echo")
          .addInputs(
              InferInputTensor.newBuilder()
                  .setName("x")
                  .setDatatype("FP32")
                  .addShape(1)
                  .addShape(2))
          .addRawInputContents(ByteString.copyFrom(new byte[8]))
          .build();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ManagedChannel channel;
  private volatile boolean closed;

  GrpcClients(List<SalverProcess> replicas) {
    NameResolverRegistry.getDefaultRegistry().register(new Replicas(replicas));
    channel =
        NettyChannelBuilder.forTarget(Replicas.SCHEME + ":///salver")
            .usePlaintext()
            .defaultLoadBalancingPolicy("round_robin")
            .build();
  }

  /** Starts so many clients. */
  void start(int clients, Runnable client) {
    for (int i = 0; i < clients; i++) {
      threads.execute(client);
    }
  }

  /** One call after the other. */
  void call(RequestTally tally) {
    while (!closed) {
      try {
        GRPCInferenceServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .modelInfer(REQUEST);
        tally.succeeded();
      } catch (StatusRuntimeException failure) {
        tally.failed(failure.getStatus().toString());
      }
    }
  }

  /** One stream after the other, of some messages each. */
  void stream(RequestTally tally) {
    while (!closed) {
      Answers answers = new Answers(tally);
      StreamObserver<ModelInferRequest> requests =
          GRPCInferenceServiceGrpc.newStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .modelStreamInfer(answers);
      for (int i = 0; i < MESSAGES && !answers.end.isDone(); i++) {
        requests.onNext(REQUEST);
        answers.arrived.acquireUninterruptibly();
      }
      requests.onCompleted();
      answers.end.join();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
    channel.shutdownNow();
  }

  private static final class Answers implements StreamObserver<ModelStreamInferResponse> {

    private final RequestTally tally;
    private final Semaphore arrived = new Semaphore(0);
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Answers(RequestTally tally) {
      this.tally = tally;
    }

    @Override
    public void onNext(ModelStreamInferResponse answer) {
      if (answer.getErrorMessage().isEmpty()) {
        tally.succeeded();
      } else {
        tally.failed(answer.getErrorMessage());
      }
      arrived.release();
    }

    @Override
    public void onError(Throwable failure) {
      tally.failed(Status.fromThrowable(failure).toString());
      end.complete(null);
      arrived.release();
    }

    @Override
    public void onCompleted() {
      end.complete(null);
      arrived.release();
    }
  }

  /** Resolves one name to the addresses of all replicas. */
  private static final class Replicas extends NameResolverProvider {

    static final String SCHEME = "replicas";

    private final List<EquivalentAddressGroup> addresses;

    Replicas(List<SalverProcess> replicas) {
      addresses =
          replicas.stream()
              .map(
                  replica ->
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), replica.grpcPort()))
              .map(EquivalentAddressGroup::new)
              .toList();
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return new NameResolver() {
        @Override
        public String getServiceAuthority() {
          return "salver";
        }

        @Override
        public void start(Listener2 listener) {
          listener.onResult(
              ResolutionResult.newBuilder()
                  .setAddressesOrError(StatusOr.fromValue(addresses))
                  .build());
        }

        @Override
        public void shutdown() {}
      };
    }
  }
}
