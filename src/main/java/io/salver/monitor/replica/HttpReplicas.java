package io.salver.monitor.replica;

import io.salver.model.ModelId;
import io.salver.monitor.replica.PeerAddresses.Address;
import io.salver.monitor.replica.ReplicaWindows.Missing;
import io.salver.monitor.replica.ReplicaWindows.Received;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks replicas over HTTP, {@code GET /v1/monitoring/models/{m}/window?version=v}, all at once.
 * Names are looked up at each reading, so that replicas may come and go. Every process draws an id
 * when it starts, and tells it in the field {@value #REPLICA}: an answer of this process itself, or
 * a second one of another, does not count. Thread-safe; whoever makes it closes it.
 */
public final class HttpReplicas implements Replicas, AutoCloseable {

  /** The field of an answer that says which process it is from. */
  public static final String REPLICA = "Salver-Replica";

  /** Most bytes of a window: far above what a thousand features take. */
  private static final long MOST_BYTES = 32 << 20;

  private static final int OK = 200;

  private final PeerAddresses addresses;
  private final Duration timeout;
  private final ReplicaId own;
  private final Executor lookups;
  private final Optional<String> key;
  private final HttpClient client;

  /**
   * Replicas at {@code peers}.
   *
   * @param peers {@code http://name:port}
   * @param timeout the longest time for each to answer
   * @param own this process
   * @param lookups where names are looked up, which blocks
   */
  public HttpReplicas(List<URI> peers, Duration timeout, ReplicaId own, Executor lookups) {
    this(peers, timeout, own, lookups, Optional.empty());
  }

  /**
   * Replicas that want to know who asks.
   *
   * @param key is sent to them, where they want one
   */
  public HttpReplicas(
      List<URI> peers, Duration timeout, ReplicaId own, Executor lookups, Optional<String> key) {
    this.key = key;
    this.addresses = new PeerAddresses(peers);
    this.timeout = timeout;
    this.own = own;
    this.lookups = lookups;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What one said, and which process it is, if it says. */
  private record Answer(
      String address, Optional<String> replica, Optional<byte[]> window, String problem) {

    static Answer missing(String address, Optional<String> replica, String problem) {
      return new Answer(address, replica, Optional.empty(), problem);
    }
  }

  @Override
  public CompletionStage<ReplicaWindows> windows(ModelId model) {
    return CompletableFuture.supplyAsync(addresses::lookUp, lookups)
        .thenCompose(found -> ask(found, path(model)));
  }

  private CompletionStage<ReplicaWindows> ask(List<Address> found, String path) {
    List<CompletableFuture<Answer>> asked =
        found.stream().map(address -> ask(address, path)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(_ -> joined(asked.stream().map(CompletableFuture::join).toList()));
  }

  private CompletableFuture<Answer> ask(Address address, String path) {
    String name = address.base().getAuthority();
    if (address.problem().isPresent()) {
      return CompletableFuture.completedFuture(
          Answer.missing(name, Optional.empty(), address.problem().get()));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.base().resolve(path)).timeout(timeout).GET();
    key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return client
        .sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES))
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) ->
                failure == null
                    ? answered(name, response)
                    : Answer.missing(name, Optional.empty(), problem(failure)));
  }

  private static Answer answered(String name, HttpResponse<byte[]> response) {
    Optional<String> replica = response.headers().firstValue(REPLICA);
    if (response.statusCode() != OK) {
      return Answer.missing(name, replica, "answered with status " + response.statusCode());
    }
    return replica.isEmpty()
        ? Answer.missing(name, replica, "is no Salver: the field " + REPLICA + " is missing")
        : new Answer(name, replica, Optional.of(response.body()), "");
  }

  private String problem(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof HttpTimeoutException || cause instanceof TimeoutException
        ? "did not answer within " + timeout.toMillis() + " ms"
        : "cannot be reached: " + cause.getClass().getSimpleName();
  }

  private ReplicaWindows joined(List<Answer> answers) {
    Set<String> seen = new HashSet<>(Set.of(own.text()));
    List<Received> received = new ArrayList<>();
    List<Missing> missing = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer.replica.isPresent() && !seen.add(answer.replica.get())) {
        continue;
      }
      answer.window.ifPresentOrElse(
          window -> received.add(new Received(answer.address, window)),
          () -> missing.add(new Missing(answer.address, answer.problem)));
    }
    return new ReplicaWindows(received, missing);
  }

  private static String path(ModelId model) {
    String name = URLEncoder.encode(model.name(), StandardCharsets.UTF_8).replace("+", "%20");
    return "/v1/monitoring/models/" + name + "/window?version=" + model.version();
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
