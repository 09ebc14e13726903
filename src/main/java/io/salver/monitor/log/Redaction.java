package io.salver.monitor.log;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Sample;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Leaves out, or makes unrecognizable, what must not be kept. For one thread.
 *
 * <p>A pseudonym is the first 16 bytes of HMAC-SHA256 (RFC 2104) of the value's text under the key,
 * in hexadecimal: equal values of a feature stay equal, and without the key nobody can try values.
 * Without a key, features that should get pseudonyms are left out.
 */
final class Redaction {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int PSEUDONYM_BYTES = 16;

  private final Optional<Mac> mac;

  /** With the key of the pseudonyms, if there is one. */
  Redaction(Optional<String> key) {
    this.mac = key.map(Redaction::mac);
  }

  Observation apply(LogSettings settings, Observation observation) {
    Sample sample = observation.sample();
    boolean isWhole =
        settings.redact().isEmpty()
            && settings.pseudonymize().isEmpty()
            && (settings.hasEmbeddings() || sample.embeddings().isEmpty());
    if (isWhole) {
      return observation;
    }
    List<Sample.Named> kept =
        sample.features().stream()
            .filter(feature -> !settings.redact().contains(feature.name()))
            .flatMap(feature -> pseudonymized(settings, feature).stream())
            .toList();
    Sample redacted =
        new Sample(
            kept, sample.predictions(), settings.hasEmbeddings() ? sample.embeddings() : Map.of());
    return new Observation(
        observation.model(), observation.id(), observation.at(), redacted, observation.predicted());
  }

  private Optional<Sample.Named> pseudonymized(LogSettings settings, Sample.Named feature) {
    if (!settings.pseudonymize().contains(feature.name())) {
      return Optional.of(feature);
    }
    return switch (feature.value()) {
      case FeatureValue.Missing _, FeatureValue.Wrong _ -> Optional.of(feature);
      case FeatureValue.Numeric(double number) when Double.isNaN(number) -> Optional.of(feature);
      case FeatureValue.Numeric(double number) -> pseudonym(feature, Double.toString(number));
      case FeatureValue.Category(String text) -> pseudonym(feature, text);
    };
  }

  private Optional<Sample.Named> pseudonym(Sample.Named feature, String value) {
    return mac.map(
        hash -> {
          byte[] whole =
              hash.doFinal((feature.name() + '\0' + value).getBytes(StandardCharsets.UTF_8));
          String text = HexFormat.of().formatHex(Arrays.copyOf(whole, PSEUDONYM_BYTES));
          return new Sample.Named(feature.name(), new FeatureValue.Category(text));
        });
  }

  private static Mac mac(String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java has " + ALGORITHM, missing);
    }
  }
}
