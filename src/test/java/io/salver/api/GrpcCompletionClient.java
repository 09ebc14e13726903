package io.salver.api;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.salver.api.CompletionCase.Expected.Refusal;
import io.salver.v1.CompletionChoice;
import io.salver.v1.CompletionRequest;
import io.salver.v1.CompletionResponse;
import io.salver.v1.CompletionUsage;
import io.salver.v1.FinishReason;
import io.salver.v1.GenerateResponse;
import io.salver.v1.GenerationServiceGrpc;
import io.salver.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import io.salver.v1.Prompt;
import io.salver.v1.TokenIds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** {@code Complete} and {@code Generate}. */
public final class GrpcCompletionClient implements CompletionClient {

  private final ManagedChannel channel;

  public GrpcCompletionClient(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public CompletionAnswer whole(CompletionCase request) {
    try {
      CompletionResponse response = stub().complete(message(request.fields()));
      Collected collected = new Collected();
      response.getChoicesList().forEach(collected::add);
      return collected.answer(response.getUsage());
    } catch (StatusRuntimeException failure) {
      return failure(failure);
    }
  }

  @Override
  public CompletionAnswer streamed(CompletionCase request) {
    try {
      Iterator<GenerateResponse> parts = stub().generate(message(request.fields()));
      Collected collected = new Collected();
      CompletionUsage usage = CompletionUsage.getDefaultInstance();
      while (parts.hasNext()) {
        GenerateResponse part = parts.next();
        if (part.hasPiece()) {
          collected.add(part.getPiece());
        } else {
          usage = part.getEnd().getUsage();
        }
      }
      return collected.answer(usage);
    } catch (StatusRuntimeException failure) {
      return failure(failure);
    }
  }

  @Override
  public String status(Refusal refusal) {
    return refusal.grpc();
  }

  private GenerationServiceBlockingStub stub() {
    return GenerationServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static CompletionAnswer failure(StatusRuntimeException failure) {
    return CompletionAnswer.failure(
        failure.getStatus().getCode().name(),
        Objects.requireNonNullElse(failure.getStatus().getDescription(), ""));
  }

  private static CompletionRequest message(Map<String, Object> fields) {
    CompletionRequest.Builder message = CompletionRequest.newBuilder();
    fields.forEach((name, value) -> set(message, name, value));
    return message.build();
  }

  private static void set(CompletionRequest.Builder message, String name, Object value) {
    switch (name) {
      case "model" -> message.setModel((String) value);
      case "prompt" -> prompts(message, value);
      case "max_tokens" -> message.setMaxTokens((Integer) value);
      case "temperature" -> message.setTemperature(((Number) value).doubleValue());
      case "n" -> message.setN((Integer) value);
      case "seed" -> message.setSeed(((Number) value).longValue());
      case "beams" -> message.setBeams((Integer) value);
      case "length_penalty" -> message.setLengthPenalty(((Number) value).doubleValue());
      case "echo" -> message.setEcho((Boolean) value);
      case "logprobs" -> message.setLogprobs((Integer) value);
      case "stop" -> {
        if (value instanceof List<?> stops) {
          stops.forEach(each -> message.addStop((String) each));
        } else {
          message.addStop((String) value);
        }
      }
      case "logit_bias" ->
          ((Map<?, ?>) value)
              .forEach(
                  (id, bias) ->
                      message.putLogitBias(
                          Integer.parseInt((String) id), ((Number) bias).doubleValue()));
      default -> throw new AssertionError("no case says " + name);
    }
  }

  private static void prompts(CompletionRequest.Builder message, Object value) {
    if (value instanceof List<?> list && !(list.getFirst() instanceof Integer)) {
      list.forEach(each -> message.addPrompts(prompt(each)));
    } else {
      message.addPrompts(prompt(value));
    }
  }

  private static Prompt prompt(Object value) {
    if (value instanceof String text) {
      return Prompt.newBuilder().setText(text).build();
    }
    TokenIds.Builder ids = TokenIds.newBuilder();
    ((List<?>) value).forEach(each -> ids.addIds((Integer) each));
    return Prompt.newBuilder().setTokens(ids).build();
  }

  private static final class Collected {

    private final Map<Integer, StringBuilder> texts = new TreeMap<>();
    private final Map<Integer, String> finishes = new TreeMap<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    void add(CompletionChoice choice) {
      texts
          .computeIfAbsent(choice.getIndex(), absent -> new StringBuilder())
          .append(choice.getText());
      if (choice.getFinishReason() != FinishReason.FINISH_REASON_UNSPECIFIED) {
        boolean isStop = choice.getFinishReason() == FinishReason.FINISH_REASON_STOP;
        finishes.put(choice.getIndex(), isStop ? "stop" : "length");
      }
      if (choice.getIndex() == 0) {
        choice
            .getTokensList()
            .forEach(
                token -> {
                  logProbabilities.add(
                      token.hasLogProbability() ? token.getLogProbability() : Double.NaN);
                  offsets.add(token.getOffset());
                });
      }
    }

    CompletionAnswer answer(CompletionUsage usage) {
      return new CompletionAnswer(
          "OK",
          "",
          texts.values().stream().map(StringBuilder::toString).toList(),
          List.copyOf(finishes.values()),
          usage.getPromptTokens(),
          usage.getCompletionTokens(),
          logProbabilities,
          offsets);
    }
  }
}
