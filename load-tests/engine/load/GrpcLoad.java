package engine.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** gRPC load over connections of its own, with prepared messages. Closing it closes them. */
public final class GrpcLoad implements LoadClient, AutoCloseable {

  private static final int MOST_MESSAGE_BYTES = 64 << 20;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final int port;
  private final MethodDescriptor<byte[], byte[]> method;

  public GrpcLoad(int port) {
    this(port, RawMethod.MODEL_INFER);
  }

  public GrpcLoad(int port, MethodDescriptor<byte[], byte[]> method) {
    this.port = port;
    this.method = method;
  }

  @Override
  public Tally closed(List<byte[]> requests, int connections, Duration duration)
      throws InterruptedException {
    Tally tally = new Tally(Duration.ofDays(1));
    Semaphore ended = new Semaphore(0);
    AtomicBoolean stop = new AtomicBoolean();
    long start = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      repeat(channel(i), i, requests, tally, stop, ended);
    }
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    stop.set(true);
    tally.lasted(System.nanoTime() - start);
    ended.acquire(connections);
    return tally;
  }

  @Override
  public Tally open(List<byte[]> requests, Schedule schedule, Duration deadline)
      throws InterruptedException {
    Tally tally = new Tally(deadline);
    Semaphore answered = new Semaphore(0);
    long spin = TimeUnit.MILLISECONDS.toNanos(1);
    long start = System.nanoTime();
    long[] moments = schedule.moments();
    for (int i = 0; i < moments.length; i++) {
      long intended = start + moments[i];
      for (long left = intended - System.nanoTime(); left > 0; ) {
        LockSupport.parkNanos(left > spin ? left - spin : 1);
        left = intended - System.nanoTime();
      }
      call(
          channel(i % 8),
          requests.get(i % requests.size()),
          status -> {
            tally.record(Outcome.ofGrpc(status), intended, System.nanoTime());
            answered.release();
          });
    }
    tally.lasted(System.nanoTime() - start);
    answered.acquire(moments.length);
    return tally;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  /** The end of a call. */
  private interface Ended {
    void accept(Status status);
  }

  private void repeat(
      ManagedChannel channel,
      int turn,
      List<byte[]> requests,
      Tally tally,
      AtomicBoolean stop,
      Semaphore ended) {
    if (stop.get()) {
      ended.release();
      return;
    }
    long sent = System.nanoTime();
    call(
        channel,
        requests.get(turn % requests.size()),
        status -> {
          if (!stop.get()) {
            tally.record(Outcome.ofGrpc(status), sent, System.nanoTime());
          }
          repeat(channel, turn + 1, requests, tally, stop, ended);
        });
  }

  private ManagedChannel channel(int index) {
    while (channels.size() <= index) {
      channels.add(
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .usePlaintext()
              .directExecutor()
              .maxInboundMessageSize(MOST_MESSAGE_BYTES)
              .build());
    }
    return channels.get(index);
  }

  private void call(ManagedChannel channel, byte[] request, Ended ended) {
    ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.accept(status);
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
  }
}
