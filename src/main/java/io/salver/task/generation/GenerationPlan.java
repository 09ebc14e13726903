package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskName;
import io.salver.text.Tokenizer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * How a model is used to write: what its {@code model.yaml} says, compared with its tensors.
 * Immutable and thread-safe; the tokenizers are the model's.
 */
sealed interface GenerationPlan {

  /** The tasks of writing. */
  Set<TaskName> TASKS =
      Collections.unmodifiableSet(EnumSet.of(TaskName.TEXT_GENERATION, TaskName.TEXT_TO_TEXT));

  int MOST_POSITIONS = 1 << 20;

  /** Cuts prompts into tokens. */
  Tokenizer reader();

  /** Puts together what is written. */
  Tokenizer writer();

  Extent extent();

  WritingDefaults defaults();

  /** Categories of what it writes. */
  WatchedAnswers watched();

  /**
   * Continues a text.
   *
   * @param isCached whether keys and values are kept from run to run
   */
  record Continue(
      Tokenizer reader,
      DecoderGraph graph,
      boolean isCached,
      Extent extent,
      WritingDefaults defaults,
      WatchedAnswers watched)
      implements GenerationPlan {

    private static final Set<String> PREPROCESS = Set.of("tokenizer", "input", "mask", "positions");
    private static final Set<String> POSTPROCESS =
        union(
            WritingDefaults.KEYS,
            Set.of("output", "cache", "context", "slide", WatchedAnswers.KEY));
    private static final WritingDefaults OTHERWISE =
        new WritingDefaults(Set.of(0), 256, 1, 0, 1, 1, 1);

    @Override
    public Tokenizer writer() {
      return reader;
    }

    static Continue read(ModelSpec spec, Signature signature, Tokenizer tokenizer) {
      Section in = Section.of(Origin.MODEL_YAML, "preprocess", spec.preprocess(), PREPROCESS);
      Section out = Section.of(Origin.MODEL_YAML, "postprocess", spec.postprocess(), POSTPROCESS);
      DecoderGraph.Names usual = DecoderGraph.Names.OPTIMUM;
      DecoderGraph graph =
          DecoderGraph.read(
              signature,
              new DecoderGraph.Names(
                  in.text("input").orElse(usual.ids()),
                  in.text("mask").orElse(usual.mask()),
                  in.text("positions").orElse(usual.positions()),
                  out.text("output").orElse(usual.logits())));
      if (graph.attends()) {
        throw new BackendFailure(
            "the graph attends to an encoder; let a model for text-to-text name it as its decoder");
      }
      return new Continue(
          tokenizer,
          graph,
          out.flag("cache", true) && !graph.caches().isEmpty(),
          new Extent(out.integer("context", 1, MOST_POSITIONS, 256), out.flag("slide", false)),
          WritingDefaults.read(out, OTHERWISE),
          WatchedAnswers.read(out));
    }
  }

  /**
   * Makes one text of another.
   *
   * @param decoder the model that writes
   * @param isCached whether its keys and values are kept from run to run, where it has them
   * @param start the token with which what it writes begins
   */
  record Translate(
      Tokenizer reader,
      Tokenizer writer,
      EncoderGraph encoder,
      String decoder,
      boolean isCached,
      int start,
      Extent extent,
      WritingDefaults defaults,
      WatchedAnswers watched)
      implements GenerationPlan {

    private static final Set<String> POSTPROCESS =
        union(
            WritingDefaults.KEYS,
            Set.of(
                "decoder",
                "encoded",
                "start",
                "tokenizer",
                "cache",
                "context",
                WatchedAnswers.KEY));
    private static final WritingDefaults OTHERWISE =
        new WritingDefaults(Set.of(2), 64, 0, 0, 1, 4, 1);

    static Translate read(ModelSpec spec, Signature signature, Tokenizer reader, Tokenizer writer) {
      Section out = Section.of(Origin.MODEL_YAML, "postprocess", spec.postprocess(), POSTPROCESS);
      WritingDefaults defaults = WritingDefaults.read(out, OTHERWISE);
      return new Translate(
          reader,
          writer,
          EncoderGraph.read(
              spec, signature, reader, out.text("encoded").orElse("last_hidden_state")),
          out.text("decoder").orElseThrow(() -> out.wrong("decoder", "the name of a model")),
          out.flag("cache", true),
          out.integer("start", 0, Integer.MAX_VALUE, 1),
          new Extent(out.integer("context", 2, MOST_POSITIONS, defaults.maxTokens() + 1), false),
          defaults,
          WatchedAnswers.read(out));
    }
  }

  /**
   * Reads it.
   *
   * @throws BackendFailure that names the key that is wrong, what was expected and what stands
   *     there
   */
  static GenerationPlan of(
      TaskName task,
      ModelSpec spec,
      TextFiles files,
      Signature signature,
      ModelTokenizers tokenizers) {
    if (!TASKS.contains(task)) {
      throw new BackendFailure("task '" + task.text() + "' does not write");
    }
    Tokenizer reader = tokenizers.of(files, TextFiles.TOKENIZER);
    if (task == TaskName.TEXT_GENERATION) {
      return Continue.read(spec, signature, reader);
    }
    boolean hasOwn = files.document(TextFiles.DECODER_TOKENIZER).isPresent();
    Tokenizer writer = hasOwn ? tokenizers.of(files, TextFiles.DECODER_TOKENIZER) : reader;
    return Translate.read(spec, signature, reader, writer);
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new HashSet<>(first);
    all.addAll(second);
    return Set.copyOf(all);
  }
}
