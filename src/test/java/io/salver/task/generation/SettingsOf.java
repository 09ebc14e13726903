package io.salver.task.generation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings that differ from the default in a few places. Not thread-safe. */
public final class SettingsOf {

  private OptionalInt maxTokens = OptionalInt.empty();
  private OptionalDouble temperature = OptionalDouble.empty();
  private OptionalDouble topP = OptionalDouble.empty();
  private double frequency;
  private final Map<Integer, Double> bias = new HashMap<>();
  private OptionalLong seed = OptionalLong.empty();
  private OptionalInt beams = OptionalInt.empty();
  private OptionalDouble lengthPenalty = OptionalDouble.empty();
  private int choices = 1;
  private OptionalInt bestOf = OptionalInt.empty();
  private boolean echo;
  private OptionalInt logProbabilities = OptionalInt.empty();
  private List<String> stop = List.of();

  public SettingsOf maxTokens(int tokens) {
    maxTokens = OptionalInt.of(tokens);
    return this;
  }

  public SettingsOf temperature(double value) {
    temperature = OptionalDouble.of(value);
    return this;
  }

  public SettingsOf topP(double value) {
    topP = OptionalDouble.of(value);
    return this;
  }

  public SettingsOf frequency(double value) {
    frequency = value;
    return this;
  }

  public SettingsOf bias(int id, double value) {
    bias.put(id, value);
    return this;
  }

  public SettingsOf seed(long value) {
    seed = OptionalLong.of(value);
    return this;
  }

  public SettingsOf beams(int width, double penalty) {
    beams = OptionalInt.of(width);
    lengthPenalty = OptionalDouble.of(penalty);
    return this;
  }

  public SettingsOf greedy() {
    beams = OptionalInt.of(1);
    temperature = OptionalDouble.of(0);
    return this;
  }

  public SettingsOf choices(int count) {
    choices = count;
    return this;
  }

  public SettingsOf bestOf(int count) {
    bestOf = OptionalInt.of(count);
    return this;
  }

  public SettingsOf echo() {
    echo = true;
    return this;
  }

  public SettingsOf logProbabilities(int count) {
    logProbabilities = OptionalInt.of(count);
    return this;
  }

  public SettingsOf stop(String... texts) {
    stop = List.of(texts);
    return this;
  }

  public GenerationSettings build() {
    return new GenerationSettings(
        maxTokens,
        temperature,
        OptionalInt.empty(),
        topP,
        0,
        frequency,
        1,
        bias,
        seed,
        beams,
        lengthPenalty,
        Optional.empty(),
        choices,
        bestOf,
        echo,
        logProbabilities,
        stop);
  }
}
