package io.salver.monitor.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.monitor.Observation;
import io.salver.monitor.Sample;
import io.salver.monitor.log.Ledger;
import io.salver.monitor.log.LogBounds;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.LogSinkContract;
import io.salver.monitor.log.LoggedModels;
import io.salver.monitor.log.PredictionLog;
import io.salver.monitor.ndjson.ObservationJson;
import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a broker in a process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class KafkaTopicTest extends LogSinkContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestBroker broker;
  private String topic = "";

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
    broker.start();
  }

  @AfterAll
  void stop() throws Exception {
    broker.close();
  }

  @Override
  protected LogSink sink() {
    topic = "predictions-" + UUID.randomUUID();
    return topic(broker.address(), PATIENCE, Map.of());
  }

  @Override
  protected List<String> ids() {
    return records().stream().map(record -> header(record, "id")).toList();
  }

  @Test
  void recordHasTheKeyOfItsModelAndTheLineOfAFile() throws Exception {
    try (LogSink sink = sink()) {
      assertThat(sink.write(List.of(record("a")))).isZero();
    }
    assertThat(records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo("adult");
              assertThat(record.value())
                  .isEqualTo(
                      new String(ObservationJson.bytes(record("a")), StandardCharsets.UTF_8));
              assertThat(header(record, "model")).isEqualTo("adult");
              assertThat(header(record, "version")).isEqualTo("3");
              assertThat(header(record, "index")).isEqualTo("0");
            });
  }

  @Test
  void recordThatIsTooLargeFailsAlone() throws Exception {
    try (LogSink sink = sink()) {
      assertThat(sink.write(List.of(record("a"), large(), record("b")))).isEqualTo(1);
      assertThat(sink.write(List.of(record("c")))).isZero();
    }
    assertThat(ids()).containsExactly("a", "b", "c");
  }

  @Test
  void brokerThatDiesAndComesBackLosesNothingThatWasWritten() throws Exception {
    try (LogSink first = sink()) { // makes the topic, which may take longer than a record
      assertThat(first.write(List.of(record("first")))).isZero();
    }
    LogBounds bounds =
        new LogBounds(50, 100_000, 10, 2, Duration.ofMillis(10), Duration.ofMinutes(1));
    PredictionLog log =
        new PredictionLog(
            bounds,
            1,
            new LoggedModels(),
            Optional.empty(),
            topic(broker.address(), Duration.ofSeconds(5), Map.of()));
    accept(log, "before", 20);
    await(log, ledger -> ledger.written() == 20);
    broker.kill();
    accept(log, "during", 200);
    await(log, ledger -> ledger.failed() >= 10);
    assertThat(log.ledger().queued()).isLessThanOrEqualTo(50);
    broker.start();
    await(log, ledger -> ledger.queued() == 0);
    assertThat(ids()).contains("before-0"); // its topic is led again
    accept(log, "after", 20);
    log.close();
    Ledger ledger = log.ledger();
    assertThat(ledger.written() + ledger.dropped() + ledger.failed()).isEqualTo(240);
    assertThat(ledger.dropped()).isGreaterThanOrEqualTo(150);
    assertThat(ids()).hasSizeGreaterThanOrEqualTo((int) ledger.written());
    assertThat(ids()).contains("before-0", "before-19", "after-0", "after-19");
  }

  @Test
  void attemptWithoutABrokerEndsInTimeAndTheEndDoesNotWait() throws Exception {
    try (LogSink sink = topic("127.0.0.1:1", Duration.ofMillis(300), Map.of())) {
      long begun = System.nanoTime();
      assertThatThrownBy(() -> sink.write(List.of(record("a"), record("b"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("0 records are acknowledged");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void brokersWhoseNamesNobodyKnowsAreLookedForLater() throws Exception {
    try (LogSink sink = topic("no-such-host.invalid:9092", PATIENCE, Map.of())) {
      assertThatThrownBy(() -> sink.write(List.of(record("a")))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> sink.write(List.of(record("a")))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void wrongPropertiesAreSaidAtOnce() {
    assertThatThrownBy(() -> topic("127.0.0.1:1", PATIENCE, Map.of("acks", "some")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks");
  }

  @Test
  void secretsAreNotInNames() {
    LogSink sink = topic("127.0.0.1:1", PATIENCE, Map.of("sasl.jaas.config", "password=x"));
    assertThat(sink.name()).doesNotContain("password");
  }

  private LogSink topic(String servers, Duration patience, Map<String, String> properties) {
    return new KafkaTopic(
        new KafkaSettings(servers, topic.isEmpty() ? "t" : topic, patience, properties),
        ObservationJson::bytes,
        Ticker.SYSTEM);
  }

  private static void accept(PredictionLog log, String name, int records) {
    for (int i = 0; i < records; i++) {
      log.accept(record(name + "-" + i));
    }
  }

  private static void await(PredictionLog log, Predicate<Ledger> state) {
    Ledger ledger = log.ledger();
    while (!state.test(ledger)) {
      assertThat(ledger.written() + ledger.dropped() + ledger.failed() + ledger.queued())
          .isEqualTo(ledger.accepted());
      LockSupport.parkNanos(1_000_000);
      ledger = log.ledger();
    }
  }

  /** More than a producer takes as it is. */
  private static Observation large() {
    Observation usual = record("large");
    Sample sample = Sample.builder().feature("text", "x".repeat(2_000_000)).build();
    return new Observation(usual.model(), usual.id(), usual.at(), sample, usual.predicted());
  }

  private List<ConsumerRecord<String, String>> records() {
    return TopicReader.all(broker.address(), topic);
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return TopicReader.header(record, name);
  }
}
