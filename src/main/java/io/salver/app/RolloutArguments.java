package io.salver.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@link RolloutCommand}: words, and options that begin with two hyphens.
 * Immutable.
 *
 * @param verb what is wanted
 * @param words behind the verb
 * @param options by their names without hyphens
 */
record RolloutArguments(String verb, List<String> words, Map<String, String> options) {

  private static final Set<String> OPTIONS =
      Set.of("url", "token", "actor", "reason", "key", "arm", "limit", "before");

  /**
   * Those of the command.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  static RolloutArguments of(List<String> arguments) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("there is no option --" + name);
      }
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new IllegalArgumentException("--" + name + " needs a value");
      }
      options.put(name, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("it is not said what to do");
    }
    return new RolloutArguments(words.getFirst(), words.subList(1, words.size()), options);
  }

  /** The word behind the verb. */
  String name() {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(verb + " needs a name");
    }
    return words.getFirst();
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** Words such as {@code canary=10} behind the name, as percentages. */
  Map<String, Double> weights() {
    Map<String, Double> weights = new HashMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      try {
        weights.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
      } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException("expected ARM=PERCENT, received " + word, e);
      }
    }
    return weights;
  }
}
