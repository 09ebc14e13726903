package io.salver.api.grpc;

import io.salver.api.Parameter;
import io.salver.api.task.TaskArguments;
import io.salver.fault.InvalidInput;
import io.salver.serving.RequestId;
import io.salver.task.generation.Choice;
import io.salver.task.generation.FinishReason;
import io.salver.task.generation.Generation;
import io.salver.task.generation.GenerationSettings;
import io.salver.task.generation.Piece;
import io.salver.task.generation.Prompt;
import io.salver.task.generation.TokenScore;
import io.salver.task.generation.Usage;
import io.salver.v1.AlternativeToken;
import io.salver.v1.CompletionChoice;
import io.salver.v1.CompletionRequest;
import io.salver.v1.CompletionResponse;
import io.salver.v1.CompletionUsage;
import io.salver.v1.GenerateResponse;
import io.salver.v1.GenerationEnd;
import io.salver.v1.TokenLogProbability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads and writes the messages of texts that models write. Stateless. */
final class CompletionMessages {

  private static final int MOST_PROMPTS = 256;

  private CompletionMessages() {}

  /** What every typed request says. */
  static TaskArguments said(CompletionRequest message) {
    TaskArguments said = new TaskArguments(TaskArguments.FEW);
    if (message.hasModel()) {
      said.add("model", new Parameter.Text(message.getModel()));
    }
    if (message.hasVersion()) {
      said.add("version", new Parameter.Whole(message.getVersion()));
    }
    if (message.hasTimeout()) {
      said.add("timeout", new Parameter.Text(message.getTimeout()));
    }
    if (message.hasPriority()) {
      said.add("priority", new Parameter.Whole(message.getPriority()));
    }
    return said;
  }

  static List<Prompt> prompts(CompletionRequest message) {
    int count = message.getPromptsCount();
    if (count == 0 || count > MOST_PROMPTS) {
      throw new InvalidInput(
          "prompts expects 1 to %d of them, received %d".formatted(MOST_PROMPTS, count));
    }
    List<Prompt> prompts = new ArrayList<>(count);
    for (io.salver.v1.Prompt each : message.getPromptsList()) {
      prompts.add(
          switch (each.getPromptCase()) {
            case TEXT -> new Prompt.Text(each.getText());
            case TOKENS -> new Prompt.Tokens(each.getTokens().getIdsList());
            case PROMPT_NOT_SET ->
                throw new InvalidInput(
                    "prompts[%d] expects a text or tokens, received neither"
                        .formatted(prompts.size()));
          });
    }
    return prompts;
  }

  static GenerationSettings settings(CompletionRequest message) {
    return new GenerationSettings(
        whole(message.hasMaxTokens(), message.getMaxTokens()),
        real(message.hasTemperature(), message.getTemperature()),
        whole(message.hasTopK(), message.getTopK()),
        real(message.hasTopP(), message.getTopP()),
        message.getPresencePenalty(),
        message.getFrequencyPenalty(),
        message.hasRepetitionPenalty() ? message.getRepetitionPenalty() : 1,
        message.getLogitBiasMap(),
        message.hasSeed() ? OptionalLong.of(message.getSeed()) : OptionalLong.empty(),
        whole(message.hasBeams(), message.getBeams()),
        real(message.hasLengthPenalty(), message.getLengthPenalty()),
        message.hasEarlyStopping() ? Optional.of(message.getEarlyStopping()) : Optional.empty(),
        message.hasN() ? message.getN() : 1,
        whole(message.hasBestOf(), message.getBestOf()),
        message.getEcho(),
        whole(message.hasLogprobs(), message.getLogprobs()),
        message.getStopList());
  }

  static CompletionResponse whole(RequestId id, Generation answer) {
    CompletionResponse.Builder message =
        CompletionResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setUsage(usage(answer.usage()));
    for (Choice choice : answer.choices()) {
      Optional<FinishReason> finish = Optional.of(choice.finish());
      message.addChoices(choice(new Piece(choice.index(), choice.text(), choice.tokens(), finish)));
    }
    return message.build();
  }

  static GenerateResponse part(Piece piece) {
    return GenerateResponse.newBuilder().setPiece(choice(piece)).build();
  }

  static GenerateResponse end(RequestId id, Generation answer) {
    return GenerateResponse.newBuilder()
        .setEnd(
            GenerationEnd.newBuilder()
                .setId(id.text())
                .setModel(answer.model().name())
                .setVersion(answer.model().version())
                .setUsage(usage(answer.usage())))
        .build();
  }

  private static CompletionChoice choice(Piece piece) {
    CompletionChoice.Builder message =
        CompletionChoice.newBuilder().setIndex(piece.choice()).setText(piece.text());
    piece.tokens().forEach(token -> message.addTokens(token(token)));
    piece
        .finish()
        .ifPresent(
            reason ->
                message.setFinishReason(
                    switch (reason) {
                      case STOP -> io.salver.v1.FinishReason.FINISH_REASON_STOP;
                      case LENGTH -> io.salver.v1.FinishReason.FINISH_REASON_LENGTH;
                    }));
    return message.build();
  }

  private static TokenLogProbability token(TokenScore token) {
    TokenLogProbability.Builder message =
        TokenLogProbability.newBuilder()
            .setId(token.id())
            .setText(token.text())
            .setOffset(token.offset());
    token.logProbability().ifPresent(message::setLogProbability);
    for (TokenScore.Alternative each : token.top()) {
      message.addTop(
          AlternativeToken.newBuilder()
              .setId(each.id())
              .setText(each.text())
              .setLogProbability(each.logProbability()));
    }
    return message.build();
  }

  private static CompletionUsage usage(Usage usage) {
    return CompletionUsage.newBuilder()
        .setPromptTokens(usage.promptTokens())
        .setCompletionTokens(usage.completionTokens())
        .setTotalTokens(usage.totalTokens())
        .build();
  }

  private static OptionalInt whole(boolean isGiven, int value) {
    return isGiven ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private static OptionalDouble real(boolean isGiven, double value) {
    return isGiven ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
