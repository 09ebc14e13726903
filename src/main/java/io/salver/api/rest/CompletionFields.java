package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.Parameter;
import io.salver.api.WellFormedText;
import io.salver.api.task.TaskArguments;
import io.salver.fault.InvalidInput;
import io.salver.task.generation.GenerationSettings;
import io.salver.task.generation.Prompt;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the body of {@code POST /v1/completions} says, in the words of OpenAI's interface: besides,
 * {@code top_k}, {@code repetition_penalty}, {@code beams} or {@code use_beam_search}, {@code
 * length_penalty} and {@code early_stopping}.
 *
 * @param said the model, and what else every typed request says
 * @param isStream whether the texts are told while they are written
 * @param tellsUsage whether a stream ends with what it took
 */
record CompletionFields(
    TaskArguments said,
    List<Prompt> prompts,
    GenerationSettings settings,
    boolean isStream,
    boolean tellsUsage) {

  private static final Set<String> OPEN_AI =
      Set.of(
          "model",
          "prompt",
          "suffix",
          "max_tokens",
          "temperature",
          "top_p",
          "n",
          "best_of",
          "stream",
          "stream_options",
          "logprobs",
          "echo",
          "stop",
          "presence_penalty",
          "frequency_penalty",
          "logit_bias",
          "seed",
          "user");
  private static final Set<String> OWN =
      Set.of(
          "version",
          "timeout",
          "priority",
          "top_k",
          "repetition_penalty",
          "beams",
          "use_beam_search",
          "length_penalty",
          "early_stopping");
  private static final Set<String> ALL =
      Stream.concat(OPEN_AI.stream(), OWN.stream()).collect(Collectors.toUnmodifiableSet());
  private static final int MOST_PROMPTS = 256;
  private static final int MOST_STOPS = 4;
  private static final int MOST_BIASES = 1024;

  /**
   * Reads them.
   *
   * @throws InvalidInput that names the field, what was expected and what came
   */
  static CompletionFields read(JsonNode body) {
    JsonFields fields = new JsonFields("", body);
    fields.only(ALL);
    fields.text("user"); // read for its errors
    if (!fields.text("suffix").orElse("").isEmpty()) {
      throw new InvalidInput("suffix is not supported: a model continues its prompt at the end");
    }
    boolean isStream = fields.flag("stream").orElse(false);
    return new CompletionFields(
        said(fields), prompts(fields), settings(fields), isStream, tellsUsage(fields, isStream));
  }

  /**
   * Refuses a query that says what only the body can; other parameters, as those that proxies add,
   * are left alone.
   *
   * @throws InvalidInput that names the parameter
   */
  static void refuseIn(MultiMap query) {
    for (String name : query.names()) {
      if (ALL.contains(name)) {
        throw new InvalidInput("%s is expected in the body, not in the query".formatted(name));
      }
    }
  }

  private static TaskArguments said(JsonFields fields) {
    TaskArguments said = new TaskArguments(TaskArguments.FEW);
    fields.text("model").ifPresent(text -> said.add("model", new Parameter.Text(text)));
    fields.text("timeout").ifPresent(text -> said.add("timeout", new Parameter.Text(text)));
    for (String name : List.of("version", "priority")) {
      fields.whole(name).ifPresent(number -> said.add(name, new Parameter.Whole(number)));
    }
    return said;
  }

  private static GenerationSettings settings(JsonFields fields) {
    return new GenerationSettings(
        integer(fields, "max_tokens"),
        fields.real("temperature"),
        topK(fields),
        fields.real("top_p"),
        fields.real("presence_penalty").orElse(0),
        fields.real("frequency_penalty").orElse(0),
        fields.real("repetition_penalty").orElse(1),
        bias(fields),
        fields.whole("seed"),
        beams(fields),
        fields.real("length_penalty"),
        fields.flag("early_stopping"),
        integer(fields, "n").orElse(1),
        integer(fields, "best_of"),
        fields.flag("echo").orElse(false),
        integer(fields, "logprobs"),
        stops(fields));
  }

  private static OptionalInt integer(JsonFields fields, String name) {
    OptionalLong number = fields.whole(name);
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    if (number.getAsLong() != (int) number.getAsLong()) {
      throw new InvalidInput(
          name + " expects a whole number of at most 31 bits, received " + number.getAsLong());
    }
    return OptionalInt.of((int) number.getAsLong());
  }

  /** Others write −1 for all. */
  private static OptionalInt topK(JsonFields fields) {
    OptionalInt given = integer(fields, "top_k");
    return given.orElse(0) == -1 ? OptionalInt.of(0) : given;
  }

  /** Others write {@code best_of} or {@code n} beams as {@code use_beam_search}. */
  private static OptionalInt beams(JsonFields fields) {
    OptionalInt beams = integer(fields, "beams");
    Optional<Boolean> search = fields.flag("use_beam_search");
    if (beams.isPresent() && search.isPresent() && search.get() != beams.getAsInt() > 1) {
      throw new InvalidInput("use_beam_search contradicts beams, which are " + beams.getAsInt());
    }
    if (beams.isPresent() || search.isEmpty()) {
      return beams;
    }
    return OptionalInt.of(search.get() ? Math.max(2, integer(fields, "n").orElse(1)) : 1);
  }

  private static boolean tellsUsage(JsonFields fields, boolean isStream) {
    Optional<JsonNode> options = fields.find("stream_options");
    if (options.isEmpty()) {
      return false;
    }
    if (!isStream) {
      throw new InvalidInput("stream_options has no meaning without stream");
    }
    return new JsonFields("stream_options", options.get())
        .only(Set.of("include_usage"))
        .flag("include_usage")
        .orElse(false);
  }

  private static Map<Integer, Double> bias(JsonFields fields) {
    Map<Integer, Double> bias = new HashMap<>();
    fields.ifObject(
        "logit_bias",
        entries -> {
          if (entries.names().size() > MOST_BIASES) {
            throw new InvalidInput(
                "logit_bias takes at most %d tokens, received %d"
                    .formatted(MOST_BIASES, entries.names().size()));
          }
          for (String name : entries.names()) {
            entries.real(name).ifPresent(value -> bias.put(id(name), value));
          }
        });
    return bias;
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "logit_bias expects ids of tokens as names, received '" + Json.shortened(text) + "'");
    }
  }

  private static List<String> stops(JsonFields fields) {
    Optional<JsonNode> given = fields.find("stop");
    if (given.isEmpty()) {
      return List.of();
    }
    if (given.get().isTextual()) {
      return List.of(text("stop", given.get()));
    }
    List<String> stops = new ArrayList<>();
    for (JsonNode each : fields.elements("stop", given.get(), MOST_STOPS)) {
      stops.add(text("stop[" + stops.size() + "]", each));
    }
    return stops;
  }

  private static List<Prompt> prompts(JsonFields fields) {
    JsonNode given =
        fields
            .find("prompt")
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "prompt expects a text, a list of texts, the ids of tokens or a list of"
                            + " those, received nothing"));
    if (given.isTextual()) {
      return List.of(new Prompt.Text(text("prompt", given)));
    }
    JsonFields.require(
        given.isArray() && !given.isEmpty(), "prompt", "a text or a list that has some", given);
    if (given.get(0).isNumber()) {
      return List.of(tokens("prompt", given));
    }
    List<Prompt> prompts = new ArrayList<>();
    for (JsonNode each : fields.elements("prompt", given, MOST_PROMPTS)) {
      String place = "prompt[" + prompts.size() + "]";
      prompts.add(each.isArray() ? tokens(place, each) : new Prompt.Text(text(place, each)));
    }
    return prompts;
  }

  private static Prompt tokens(String place, JsonNode array) {
    List<Integer> ids = new ArrayList<>(array.size());
    for (JsonNode each : array) {
      JsonFields.require(each.isInt(), place + "[" + ids.size() + "]", "the id of a token", each);
      ids.add(each.intValue());
    }
    return new Prompt.Tokens(ids);
  }

  private static String text(String place, JsonNode value) {
    JsonFields.require(value.isTextual(), place, "a text", value);
    return WellFormedText.requirePairs(value.textValue(), () -> place);
  }
}
