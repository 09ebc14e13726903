package io.salver.monitor.kafka;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.RecordEncoding;
import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A log that is a topic. A record's key is the name of its model, so that those of a model keep
 * their order; its value is what the encoding makes of it; headers {@code model}, {@code version},
 * {@code id} and {@code index} say what it is without reading that.
 *
 * <p>A batch is written when the brokers have acknowledged all of it. Of one that failed, some
 * records may be there: another attempt repeats only those that were not acknowledged, so that a
 * record is there twice only if its acknowledgement was lost. One that is larger than producer or
 * topic allow has failed, without the others.
 *
 * <p>Brokers are looked for when there is something to write, so that a service starts without
 * them. For one thread, which waits for {@link KafkaSettings#patience} twice at most.
 */
public final class KafkaTopic implements LogSink {

  private final KafkaSettings settings;
  private final RecordEncoding encoding;
  private final Ticker ticker;

  /** Of the batch that failed last: what became of its records, as far as that is known. */
  private final IdentityHashMap<Observation, Boolean> settled = new IdentityHashMap<>();

  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /** A record on its way. */
  private record Sent(Observation record, Future<?> answer) {}

  /**
   * A log that looks for brokers when there is something to write.
   *
   * @throws IllegalArgumentException when properties are wrong, by what Kafka says
   */
  public KafkaTopic(KafkaSettings settings, RecordEncoding encoding, Ticker ticker) {
    this.settings = settings;
    this.encoding = encoding;
    this.ticker = ticker;
    try {
      Map<String, Object> all = new HashMap<>(settings.producer());
      all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      var unused = new ProducerConfig(all);
    } catch (ConfigException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
  }

  @Override
  public String name() {
    return "kafka " + settings;
  }

  @Override
  public int write(List<Observation> records) throws IOException {
    settled.keySet().retainAll(identical(records));
    try {
      Optional<Throwable> failure = settle(send(records));
      if (settled.size() < records.size()) {
        throw failed(failure.orElseGet(() -> new TimeoutException("brokers are too slow")));
      }
    } catch (KafkaException refused) {
      throw failed(refused);
    }
    int refused = (int) settled.values().stream().filter(isWritten -> !isWritten).count();
    settled.clear();
    return refused;
  }

  /** Waits for records that are on their way, for a while. */
  @Override
  public void close() {
    KafkaProducer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(settings.patience());
    }
  }

  /** Hands over what is not settled; stops when one fails at once, or when it takes too long. */
  private List<Sent> send(List<Observation> records) throws IOException {
    KafkaProducer<byte[], byte[]> open = open();
    long begun = ticker.nanos();
    List<Sent> sent = new ArrayList<>();
    for (Observation each : records) {
      if (settled.containsKey(each)) {
        continue;
      }
      Future<?> answer = open.send(record(each));
      sent.add(new Sent(each, answer));
      boolean isRefused =
          answer.state() == Future.State.FAILED && !isTooLarge(answer.exceptionNow());
      if (isRefused || ticker.nanos() - begun >= settings.patience().toNanos()) {
        break;
      }
    }
    return sent;
  }

  /** Waits for what brokers say of each; the first failure, if another attempt could mend it. */
  private Optional<Throwable> settle(List<Sent> sent) {
    Throwable failure = null;
    long begun = ticker.nanos();
    for (Sent each : sent) {
      Optional<Throwable> refused = failure(each.answer(), begun);
      if (refused.isEmpty() || isTooLarge(refused.get())) {
        settled.put(each.record(), refused.isEmpty());
      } else if (failure == null) {
        failure = refused.get();
      }
    }
    return Optional.ofNullable(failure);
  }

  private Optional<Throwable> failure(Future<?> answer, long begun) {
    long left = 2 * settings.patience().toNanos() - (ticker.nanos() - begun);
    try {
      answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      return Optional.empty();
    } catch (ExecutionException refused) {
      return Optional.of(Objects.requireNonNullElse(refused.getCause(), refused));
    } catch (TimeoutException late) {
      return Optional.of(late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.of(stop);
    }
  }

  /** The producer; one that is fenced or cannot go on was forgotten. */
  private KafkaProducer<byte[], byte[]> open() {
    KafkaProducer<byte[], byte[]> present = producer;
    if (present != null) {
      return present;
    }
    KafkaProducer<byte[], byte[]> next =
        new KafkaProducer<>(
            settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    producer = next;
    return next;
  }

  private IOException failed(Throwable cause) {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open != null && !(cause instanceof RetriableException)) {
      producer = null;
      open.close(Duration.ZERO);
    }
    return new IOException(
        "%s: %d records are acknowledged, then: %s"
            .formatted(name(), settled.size(), cause.getMessage()),
        cause);
  }

  private ProducerRecord<byte[], byte[]> record(Observation observation) throws IOException {
    ModelId model = observation.model();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(settings.topic(), bytes(model.name()), encoding.bytes(observation));
    record
        .headers()
        .add("model", bytes(model.name()))
        .add("version", bytes(Long.toString(model.version())))
        .add("id", bytes(observation.id().request()))
        .add("index", bytes(Integer.toString(observation.id().index())));
    return record;
  }

  private static boolean isTooLarge(Throwable failure) {
    return failure instanceof RecordTooLargeException;
  }

  private static Set<Observation> identical(List<Observation> records) {
    Set<Observation> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(records);
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
