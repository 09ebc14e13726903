package io.salver.monitor.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where and how the log goes to Kafka.
 *
 * @param servers to begin with, {@code host:port,…}
 * @param topic of all records
 * @param patience how long brokers may take: to be found, and then to acknowledge
 * @param properties of the producer, by Kafka's names: security, compression, …; they come before
 *     what is usual here
 */
public record KafkaSettings(
    String servers, String topic, Duration patience, Map<String, String> properties) {

  private static final int MOST_BETWEEN_CONNECTIONS = 2_000;

  /** Copies the map. */
  public KafkaSettings {
    properties = Map.copyOf(properties);
  }

  /** No secrets. */
  @Override
  public String toString() {
    return "topic %s at %s".formatted(topic, servers);
  }

  /**
   * What the producer gets. All in-sync replicas acknowledge, in order, without repetition; nothing
   * waits for longer than {@link #patience}.
   */
  Map<String, Object> producer() {
    int millis = Math.toIntExact(patience.toMillis());
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "salver-prediction-log");
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
    all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, MOST_BETWEEN_CONNECTIONS);
    all.putAll(properties);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    return all;
  }
}
