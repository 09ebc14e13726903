package io.salver.api.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of the console, which are part of the service. Immutable. */
final class ConsoleFiles {

  /** Every one; a test holds the list against the folder. */
  static final List<String> NAMES =
      List.of(
          "api.js",
          "app.js",
          "badges.js",
          "catalogue.js",
          "chart.js",
          "console.css",
          "dom.js",
          "drift.js",
          "exchange.js",
          "fields.js",
          "format.js",
          "icon.svg",
          "index.html",
          "key.js",
          "model.js",
          "models.js",
          "quality.js",
          "recommend.js",
          "recommenders.js",
          "scores.js",
          "stream.js",
          "traffic.js",
          "try-picture.js",
          "try-rows.js",
          "try-sound.js",
          "try-text.js",
          "try.js");

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, ConsoleFile> files =
      NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), ConsoleFiles::read));

  /**
   * One of them.
   *
   * @param tag its hash, as an entity tag
   * @param content nobody changes it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ConsoleFile(String mediaType, String tag, byte[] content) {}

  Optional<ConsoleFile> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static ConsoleFile read(String name) {
    try (InputStream file = ConsoleFiles.class.getResourceAsStream("/console/" + name)) {
      byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
      String type =
          Objects.requireNonNull(MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
      return new ConsoleFile(type, "\"" + hash(bytes) + "\"", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is part of the service
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
