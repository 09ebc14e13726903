package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.image.PictureDecoder;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelDescription;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.table.EncodedRows;
import io.salver.table.Problems;
import io.salver.table.RowEncoder;
import io.salver.table.RowFormat;
import io.salver.table.Rows;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskName;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads what {@code model.yaml} says of models of rows. Thread-safe.
 *
 * @param csv reads the background rows
 */
public record TabularPlans(RowFormat csv, ModelTokenizers tokenizers, PictureDecoder decoder) {

  static final Set<TaskName> TASKS =
      EnumSet.of(TaskName.TABULAR_CLASSIFICATION, TaskName.TABULAR_REGRESSION);

  private static final Set<String> SHARED =
      Set.of("output", "abstain", "attributions", "background");
  private static final Set<String> OF_CLASSES = Set.of("activation", "temperature", "labels");
  private static final Set<String> OF_VALUES = Set.of("unit", "quantiles", "mixture", "interval");
  private static final int MOST_BACKGROUNDS = 1_000;

  /**
   * The plan of a model.
   *
   * @throws BackendFailure when what {@code model.yaml} says is wrong or does not fit the signature
   */
  TabularPlan read(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    InputSettings.Inputs inputs =
        InputSettings.read(spec.preprocess(), texts, signature, tokenizers, decoder);
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", spec.postprocess(), keys(task));
    AnswerReading reading = reading(task, settings, texts, signature);
    RowEncoder encoder = new RowEncoder(inputs.schema());
    return new TabularPlan(
        task,
        inputs.schema(),
        encoder,
        inputs.writers(),
        reading,
        attributions(settings, inputs, signature),
        background(settings, texts, encoder),
        abstain(settings, reading),
        signature.isBatchable() ? spec.batching().maxRows() : 1);
  }

  /** The plan of a model that is described. */
  TabularPlan read(TaskName task, ModelDescription model) {
    return read(task, model.spec(), model.texts(), model.signature());
  }

  private static Set<String> keys(TaskName task) {
    Set<String> keys = new HashSet<>(SHARED);
    keys.addAll(task == TaskName.TABULAR_CLASSIFICATION ? OF_CLASSES : OF_VALUES);
    return keys;
  }

  private static AnswerReading reading(
      TaskName task, Section settings, TextFiles texts, Signature signature) {
    return task == TaskName.TABULAR_CLASSIFICATION
        ? ClassReading.read(settings, texts, signature)
        : ValueReading.read(settings, signature);
  }

  private static Optional<NumberOutput> attributions(
      Section settings, InputSettings.Inputs inputs, Signature signature) {
    if (!settings.has("attributions")) {
      return Optional.empty();
    }
    Section section = settings.section("attributions", Set.of("output"));
    return Optional.of(
        NumberOutput.find(section, "output", List.of("attributions"), signature)
            .require(inputs.schema().features().size(), "features"));
  }

  private static Abstain abstain(Section settings, AnswerReading reading) {
    Section section = settings.section("abstain", Set.of("below", "wider"));
    Abstain abstain =
        new Abstain(
            section.has("below")
                ? OptionalDouble.of(section.number("below", 0, 1, 0))
                : OptionalDouble.empty(),
            section.has("wider")
                ? OptionalDouble.of(section.number("wider", 0, Double.MAX_VALUE, 0))
                : OptionalDouble.empty());
    try {
      reading.check(abstain);
    } catch (Fault impossible) {
      throw new BackendFailure("model.yaml: postprocess." + impossible.explanation());
    }
    return abstain;
  }

  private Optional<EncodedRows> background(Section settings, TextFiles texts, RowEncoder encoder) {
    Optional<List<String>> lines = texts.find(TextFiles.BACKGROUND);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = String.join("\n", lines.get()).getBytes(StandardCharsets.UTF_8);
    try (TensorScope uncounted = new DirectMemoryPool(0).open()) {
      Rows rows = csv.read(ByteBuffer.wrap(bytes), uncounted);
      if (rows.count() < 1 || rows.count() > MOST_BACKGROUNDS) {
        throw settings.wrong("background", "a file of 1 to %d rows".formatted(MOST_BACKGROUNDS));
      }
      Problems problems = new Problems(1, 1);
      EncodedRows encoded = encoder.encode(rows, problems, uncounted).rows();
      if (problems.count() > 0) {
        throw new BackendFailure("postprocess.background: " + problems.message(rows.count()));
      }
      return Optional.of(encoded);
    } catch (BackendFailure failure) {
      throw failure;
    } catch (Fault unread) {
      throw new BackendFailure("postprocess.background: " + unread.explanation());
    }
  }
}
