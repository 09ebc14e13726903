package io.salver.repository.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.pipeline.BundleDefinition;
import io.salver.serving.ModelReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code bundles}. */
final class BundleSection {

  static final Set<String> KEYS = Set.of("version", "towers", "ranker", "features", "index");
  private static final int FINGERPRINT_BYTES = 6;

  private BundleSection() {}

  static BundleDefinition read(Fields bundle, RecommenderFolder folder, SeedSection seed) {
    long version = bundle.count("version");
    Fields towers = bundle.object("towers", Set.of("user", "item", "version"));
    Optional<Long> towerVersion = Optional.of((long) towers.count("version"));
    ModelReference user = new ModelReference(towers.text("user"), towerVersion);
    ModelReference item = new ModelReference(towers.text("item"), towerVersion);
    String file = bundle.text("features");
    JsonNode document = folder.json(file);
    FeatureSet features =
        FeaturesFile.read(file, document, (owner, ids) -> ids(owner, ids, folder, seed));
    return new BundleDefinition(
        version,
        user,
        item,
        ranker(bundle.object("ranker", Set.of("model", "version"))),
        bundle.optionalText("index").orElse("auto"),
        features,
        fingerprint(user + " " + item + " " + document));
  }

  private static ModelReference ranker(Fields ranker) {
    Optional<Long> version = ranker.find("version").map(given -> (long) ranker.count("version"));
    return new ModelReference(ranker.text("model"), version);
  }

  private static IdDirectory ids(
      Owner owner, Optional<String> file, RecommenderFolder folder, SeedSection seed) {
    if (file.isEmpty()) {
      return seed.ids(owner);
    }
    Path path = folder.resolve(file.get());
    try {
      return IdDirectory.of(
          Files.readAllLines(path).stream()
              .mapToLong(line -> Long.parseLong(line.strip()))
              .toArray());
    } catch (IOException e) {
      throw new BackendFailure(file.get() + " cannot be read: " + e, e);
    } catch (NumberFormatException e) {
      throw new BackendFailure(
          file.get() + " expects one whole number a line: " + e.getMessage(), e);
    } catch (BackendFailure e) {
      throw new BackendFailure(file.get() + ": " + e.explanation(), e);
    }
  }

  private static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
