package io.salver.task.generation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How texts are written. What is absent is as the model's {@code model.yaml} says, or its default.
 *
 * @param maxTokens most tokens of a choice; 0 writes none, which makes sense with {@code echo}
 * @param temperature what logits are divided by before a token is drawn; 0 takes the most probable
 * @param topK draws among so many of the most probable tokens; 0: among all
 * @param topP draws among the fewest of the most probable tokens whose probabilities sum to this
 *     (Holtzman et al., 2020, nucleus sampling); 1: among all
 * @param presencePenalty subtracted from the logit of every token that was written before
 * @param frequencyPenalty subtracted from it for every time that it was
 * @param repetitionPenalty what positive logits of tokens read or written before are divided by,
 *     and negative ones multiplied (Keskar et al., 2019); 1: nothing happens
 * @param bias added to the logits of tokens, by id; −100 and 100 practically forbid and force
 * @param seed the same seed gives the same texts on every replica; absent: drawn
 * @param beams hypotheses that are followed side by side; 1: none but one
 * @param lengthPenalty hypotheses are ranked by their log-probability over their length to this
 *     power; needs beams
 * @param earlyStopping whether a search ends once as many hypotheses as there are beams have ended,
 *     also if a better one could come; needs beams
 * @param choices how many texts are answered for each prompt
 * @param bestOf how many are written, of which the most probable a token are answered
 * @param echo whether each text begins with its prompt
 * @param logProbabilities how many of the most probable tokens are told for each place, beside the
 *     log-probability of the token that stands there; absent: neither
 * @param stop texts before which a choice ends
 */
public record GenerationSettings(
    OptionalInt maxTokens,
    OptionalDouble temperature,
    OptionalInt topK,
    OptionalDouble topP,
    double presencePenalty,
    double frequencyPenalty,
    double repetitionPenalty,
    Map<Integer, Double> bias,
    OptionalLong seed,
    OptionalInt beams,
    OptionalDouble lengthPenalty,
    Optional<Boolean> earlyStopping,
    int choices,
    OptionalInt bestOf,
    boolean echo,
    OptionalInt logProbabilities,
    List<String> stop) {

  /** Everything as the model says. */
  public static final GenerationSettings DEFAULT =
      new GenerationSettings(
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          0,
          0,
          1,
          Map.of(),
          OptionalLong.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          1,
          OptionalInt.empty(),
          false,
          OptionalInt.empty(),
          List.of());

  /** Copies the collections. */
  public GenerationSettings {
    bias = Map.copyOf(bias);
    stop = List.copyOf(stop);
  }
}
