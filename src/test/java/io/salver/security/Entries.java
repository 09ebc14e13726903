package io.salver.security;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.settings.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads entries as the file of keys has them. */
final class Entries {

  private Entries() {}

  static KeyRing ring(NewKey... keys) {
    return read(
        Arrays.stream(keys).map(NewKey::entry).collect(Collectors.joining("", "keys:\n", "")));
  }

  static KeyRing read(String yaml) {
    try {
      Map<?, ?> document = new YAMLMapper().readValue(yaml, Map.class);
      return KeyFile.read(Origin.file("keys.yaml"), document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
