package io.salver.security;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of models and recommenders, in which {@code *} stands for any text. Immutable.
 *
 * @param texts as they were written
 */
public record ModelPatterns(List<String> texts, Pattern pattern) {

  /** Every model. */
  public static final ModelPatterns ALL = of(List.of("*"));

  /** The models that one of these texts names. */
  public static ModelPatterns of(List<String> texts) {
    String alternatives =
        texts.stream().map(ModelPatterns::expression).collect(Collectors.joining("|"));
    return new ModelPatterns(List.copyOf(texts), Pattern.compile(alternatives, Pattern.DOTALL));
  }

  public boolean matches(String model) {
    return isAll() || (!texts.isEmpty() && pattern.matcher(model).matches());
  }

  /** Whether there is no model that they do not name. */
  public boolean isAll() {
    return texts.contains("*");
  }

  private static String expression(String text) {
    return text.chars()
        .mapToObj(letter -> letter == '*' ? ".*" : Pattern.quote(Character.toString(letter)))
        .collect(Collectors.joining());
  }
}
