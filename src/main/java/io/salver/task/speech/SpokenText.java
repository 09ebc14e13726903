package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code preprocess} says of a model that speaks, and the way from a text to its numbers.
 * Unicode is composed (NFC), white space becomes one space. A character that is no symbol is
 * refused, unless there is a symbol {@code <unk>}: then it is that. Immutable.
 *
 * @param text takes the numbers of the symbols, {@code [1, t]}
 * @param speed takes the speed, {@code [1]}
 * @param numberBySymbol the symbols that a model reads
 * @param maxCharacters most characters of one run; longer texts are divided
 */
record SpokenText(
    TensorSpec text,
    Optional<TensorSpec> speed,
    Map<String, Integer> numberBySymbol,
    boolean lowercase,
    int maxCharacters) {

  private static final Set<String> KEYS = Set.of("input", "symbols", "lowercase", "max-characters");
  private static final String UNKNOWN = "<unk>";
  private static final int MOST_NAMED = 10;
  private static final Pattern AFTER_SENTENCE = Pattern.compile("(?<=[.!?…。！？] )");
  private static final Pattern AFTER_WORD = Pattern.compile("(?<= )");

  static SpokenText read(Map<String, Object> preprocess, TextFiles texts, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "preprocess", preprocess, KEYS);
    List<String> symbols =
        texts
            .find(TextFiles.SYMBOLS)
            .orElseThrow(
                () -> settings.wrong("symbols", "the name of a file with one symbol a line"));
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      numbers.putIfAbsent(symbols.get(i), i);
    }
    TensorSpec text =
        signature
            .input(settings.text("input").orElse("text"))
            .filter(each -> each.dataType() == DataType.INT64 && each.shape().rank() == 2)
            .orElseThrow(() -> settings.wrong("input", "the name of an input of INT64 [1, t]"));
    Optional<TensorSpec> speed = signature.input("speed");
    if (signature.inputs().size() != (speed.isPresent() ? 2 : 1)
        || speed.filter(each -> each.dataType() != DataType.FP32).isPresent()) {
      throw new BackendFailure(
          "a model that speaks takes '%s' INT64 [1, t] and may take 'speed' FP32 [1]; it takes %s"
              .formatted(text.name(), signature.inputs()));
    }
    return new SpokenText(
        text,
        speed,
        Map.copyOf(numbers),
        settings.flag("lowercase", true),
        settings.integer("max-characters", 1, 1 << 16, 500));
  }

  /**
   * The parts of a text, each for one run: whole sentences as far as they fit, else whole words.
   *
   * @throws InvalidInput when there is nothing to say, or a character is no symbol
   */
  List<long[]> parts(String spoken) {
    String plain =
        Normalizer.normalize(spoken, Normalizer.Form.NFC).replaceAll("\\s+", " ").strip();
    if (lowercase) {
      plain = plain.toLowerCase(Locale.ROOT);
    }
    if (plain.isEmpty()) {
      throw new InvalidInput("the text is empty; there is nothing to say");
    }
    requireKnown(plain);
    return joined(List.of(AFTER_SENTENCE.split(plain))).stream().map(this::numbers).toList();
  }

  /** The tensors of a part, in {@code scope}. */
  Tensors tensors(long[] numbers, double pace, TensorScope scope) {
    Tensor.Dense row = scope.allocate(DataType.INT64, Shape.of(1, numbers.length));
    row.view().asLongBuffer().put(numbers);
    Tensors.Builder tensors = Tensors.builder().put(text.name(), row);
    speed.ifPresent(
        spec -> {
          Tensor.Dense one =
              scope.allocate(DataType.FP32, spec.shape().rank() == 0 ? Shape.of() : Shape.of(1));
          one.view().asFloatBuffer().put((float) pace);
          tensors.put(spec.name(), one);
        });
    return tensors.build();
  }

  private void requireKnown(String plain) {
    if (numberBySymbol.containsKey(UNKNOWN)) {
      return;
    }
    Set<String> unknown = new LinkedHashSet<>();
    plain
        .codePoints()
        .mapToObj(Character::toString)
        .filter(each -> !numberBySymbol.containsKey(each))
        .forEach(unknown::add);
    if (!unknown.isEmpty()) {
      throw new InvalidInput(
          "the model cannot say %s%s"
              .formatted(
                  unknown.stream().limit(MOST_NAMED).map(each -> "'" + each + "'").toList(),
                  unknown.size() > MOST_NAMED ? " and others" : ""));
    }
  }

  private long[] numbers(String part) {
    return part.codePoints()
        .mapToObj(Character::toString)
        .mapToLong(
            each -> numberBySymbol.getOrDefault(each, numberBySymbol.getOrDefault(UNKNOWN, 0)))
        .toArray();
  }

  /** Joins pieces as long as they fit, and divides those that do not. */
  private List<String> joined(List<String> pieces) {
    List<String> parts = new ArrayList<>();
    String current = "";
    for (String piece : pieces) {
      for (String fitting : fitting(piece)) {
        if (!current.isEmpty() && current.length() + fitting.length() > maxCharacters) {
          parts.add(current.strip());
          current = "";
        }
        current += fitting;
      }
    }
    parts.add(current.strip());
    return parts.stream().filter(each -> !each.isEmpty()).toList();
  }

  private List<String> fitting(String piece) {
    if (piece.length() <= maxCharacters) {
      return List.of(piece);
    }
    List<String> parts = new ArrayList<>();
    for (String word : List.of(AFTER_WORD.split(piece))) {
      for (int from = 0; from < word.length(); ) {
        int end = Math.min(word.length(), from + maxCharacters);
        if (end < word.length() && Character.isHighSurrogate(word.charAt(end - 1))) {
          end = Math.max(from + 2, end + 1);
        }
        parts.add(word.substring(from, end));
        from = end;
      }
    }
    return parts;
  }
}
