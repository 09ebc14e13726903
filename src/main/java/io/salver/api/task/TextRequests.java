package io.salver.api.task;

import io.salver.api.Parameter;
import io.salver.fault.InvalidInput;
import io.salver.task.TaskContext;
import io.salver.task.text.QuestionRequest;
import io.salver.task.text.TextAnswer;
import io.salver.task.text.TextFinding;
import io.salver.task.text.TextRequest;
import io.salver.task.text.TextService;
import io.salver.task.text.TextTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Makes calls about texts from what requests say. Thread-safe. */
@Singleton
public final class TextRequests {

  /** Most texts of one request. */
  public static final int MAX_TEXTS = 2048;

  /** Most questions of one request. */
  public static final int MAX_QUESTIONS = 64;

  private static final int MAX_CLASSES = 1000;
  private static final int MAX_ANSWERS = 100;
  private static final int MAX_DIMENSIONS = 1 << 20;

  private final TextService service;

  /** Requests to {@code service}. */
  @Inject
  public TextRequests(TextService service) {
    this.service = service;
  }

  /** The names of the parameters that {@code method} takes in every protocol. */
  public static Set<String> parameters(TaskMethod method) {
    Set<String> names = new HashSet<>(TaskContexts.NAMES);
    switch (method) {
      case CLASSIFY -> names.addAll(List.of("input", "words", "top_k", "threshold"));
      case TAG -> names.addAll(List.of("input", "words", "threshold", OffsetUnit.NAME));
      case ANSWER ->
          names.addAll(List.of("question", "context", "inputs", "top_k", OffsetUnit.NAME));
      case EMBED -> names.addAll(List.of("input", "dimensions"));
      case DETECT, SEGMENT, VERIFY, TRANSCRIBE, STREAM_TRANSCRIBE, SPEAK, COMPLETE, PREDICT -> {}
    }
    return Set.copyOf(names);
  }

  /** Those of them whose values may be lists of lists, or of objects. */
  public static Set<String> nested(TaskMethod method) {
    return switch (method) {
      case CLASSIFY, TAG -> Set.of("words");
      case ANSWER -> Set.of("inputs");
      case EMBED -> Set.of("input");
      case DETECT, SEGMENT, VERIFY, TRANSCRIBE, STREAM_TRANSCRIBE, SPEAK, COMPLETE, PREDICT ->
          Set.of();
    };
  }

  /**
   * The texts of a request, from one to {@value #MAX_TEXTS}.
   *
   * @throws InvalidInput when there are none, too many, or whole ones beside some in words
   */
  public static List<GivenText> inputs(TaskArguments said) {
    List<GivenText> inputs = new ArrayList<>();
    said.texts("input").forEach(text -> inputs.add(GivenText.of(text)));
    List<List<String>> words = words(said);
    if (!inputs.isEmpty() && !words.isEmpty()) {
      throw new InvalidInput("input and words are two ways to give texts; one of them is expected");
    }
    words.forEach(each -> inputs.add(GivenText.of(each)));
    if (inputs.isEmpty()) {
      throw new InvalidInput("input expects a text or a list of texts, received none");
    }
    if (inputs.size() > MAX_TEXTS) {
      throw new InvalidInput(
          "input takes at most " + MAX_TEXTS + " texts, received " + inputs.size());
    }
    return inputs;
  }

  /** One of {@code classify}, {@code tag} and {@code embed}. */
  public TaskCall<TextAnswer> read(
      TaskMethod method, List<GivenText> inputs, TaskArguments said, TaskContext context) {
    TextRequest request =
        new TextRequest(context, inputs.stream().map(GivenText::text).toList(), task(method, said));
    return new TaskCall<>(context, () -> service.read(request));
  }

  /**
   * The vectors of the texts.
   *
   * @throws InvalidInput also when the answer comes, where its vectors have another length than
   *     asked for
   */
  public TaskCall<TextAnswer> embed(TaskArguments said, TaskContext context) {
    requireNoNested(said, "input", "texts");
    OptionalInt dimensions = said.whole("dimensions", 1, MAX_DIMENSIONS);
    TaskCall<TextAnswer> call = read(TaskMethod.EMBED, inputs(said), said, context);
    return new TaskCall<>(
        context, () -> call.start().get().thenApply(answer -> require(answer, dimensions)));
  }

  public TaskCall<AnsweredQuestions> answer(
      List<Question> questions, TaskArguments said, TaskContext context) {
    OptionalInt topK = said.whole("top_k", 1, MAX_ANSWERS);
    return new TaskCall<>(
        context,
        () ->
            AnsweredQuestions.ask(
                questions,
                context,
                (each, with) ->
                    service.answer(
                        new QuestionRequest(with, each.question(), each.context(), topK))));
  }

  /** A question and the text in which its answer stands. */
  public record Question(String question, String context) {}

  /**
   * The questions of a request, from one to {@value #MAX_QUESTIONS}.
   *
   * @throws InvalidInput when one is not complete, or there are none or too many
   */
  public static List<Question> questions(TaskArguments said) {
    List<Nested> several = said.nested("inputs");
    if (several.isEmpty()) {
      return List.of(new Question(required(said, "question"), required(said, "context")));
    }
    if (said.has("question") || said.has("context")) {
      throw new InvalidInput(
          "inputs stand in place of question and context; one of both is expected");
    }
    if (!said.texts("inputs").isEmpty()) {
      throw new InvalidInput(
          "inputs expects objects with question and context, received a text among them");
    }
    if (several.size() > MAX_QUESTIONS) {
      throw new InvalidInput(
          "inputs takes at most " + MAX_QUESTIONS + " questions, received " + several.size());
    }
    List<Question> questions = new ArrayList<>();
    for (Nested each : several) {
      questions.add(question(each, "inputs[" + questions.size() + "]"));
    }
    return questions;
  }

  /** What is no text must not be left out of the answer without a word. */
  private static void requireNoNested(TaskArguments said, String name, String expected) {
    List<Nested> nested = said.nested(name);
    if (!nested.isEmpty()) {
      String what = nested.getFirst() instanceof Nested.Items ? "a list" : "an object";
      throw new InvalidInput("%s expects %s, received %s".formatted(name, expected, what));
    }
  }

  private static TextAnswer require(TextAnswer answer, OptionalInt dimensions) {
    for (TextAnswer.Reading reading : answer.texts()) {
      if (dimensions.isPresent()
          && reading.finding() instanceof TextFinding.Embedding(float[] vector)
          && vector.length != dimensions.getAsInt()) {
        throw new InvalidInput(
            "dimensions expects %d, the length of the vectors of model '%s', received %d"
                .formatted(vector.length, answer.model().name(), dimensions.getAsInt()));
      }
    }
    return answer;
  }

  private static Question question(Nested input, String place) {
    if (!(input instanceof Nested.Fields(Map<String, Parameter> fields))) {
      throw new InvalidInput(place + " expects an object with question and context");
    }
    TaskArguments said = new TaskArguments(TaskArguments.FEW);
    fields.forEach((name, value) -> said.add(place + "." + name, value));
    said.only(Set.of(place + ".question", place + ".context"), Set.of());
    return new Question(required(said, place + ".question"), required(said, place + ".context"));
  }

  private static String required(TaskArguments said, String name) {
    return said.text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new InvalidInput(name + " expects a text, received none"));
  }

  /** Each text in its words: a list of texts is one, a list of such lists are several. */
  private static List<List<String>> words(TaskArguments said) {
    List<String> one = said.texts("words");
    List<Nested> several = said.nested("words");
    if (!one.isEmpty() && !several.isEmpty()) {
      throw new InvalidInput("words expects texts, or lists of texts, received both");
    }
    if (!one.isEmpty()) {
      return List.of(one);
    }
    List<List<String>> words = new ArrayList<>();
    for (Nested each : several) {
      String place = "words[" + words.size() + "]";
      if (!(each instanceof Nested.Items(List<Parameter> items)) || items.isEmpty()) {
        throw new InvalidInput(place + " expects a list of texts, at least one");
      }
      TaskArguments list = new TaskArguments(TaskArguments.MANY);
      items.forEach(item -> list.add(place, item));
      words.add(list.texts(place));
    }
    return words;
  }

  private static TextTask task(TaskMethod method, TaskArguments said) {
    return switch (method) {
      case CLASSIFY ->
          new TextTask.Classify(said.whole("top_k", 1, MAX_CLASSES), said.real("threshold", 0, 1));
      case TAG -> new TextTask.Tag(said.real("threshold", 0, 1));
      case EMBED -> new TextTask.Embed();
      case DETECT,
          SEGMENT,
          VERIFY,
          TRANSCRIBE,
          STREAM_TRANSCRIBE,
          SPEAK,
          ANSWER,
          COMPLETE,
          PREDICT ->
          throw new IllegalArgumentException(method + " is no way to read a text");
    };
  }
}
