package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.table.Feature;
import io.salver.task.text.TextInput;
import io.salver.task.text.TextInput.LongText;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.text.Tokenizer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the keys of a feature that is a text: those of the preprocess of text. */
final class TextSettings {

  private static final Set<String> KEYS =
      Set.of("tokenizer", "mask", "types", "max-tokens", "long", "pad", "multiple", "pad-token");

  private static final int USUAL_TOKENS = 512;
  private static final int MOST_TOKENS = 16_384;
  private static final int USUAL_MULTIPLE = 8;

  private TextSettings() {}

  /** What becomes of a longer text. Windows are for tasks that join their answers. */
  private enum Longer {
    CUT,
    ERROR
  }

  private enum Pad {
    LONGEST,
    MAX
  }

  static Set<String> keys() {
    return KEYS;
  }

  static TextColumn read(
      Map<String, Object> values,
      Feature feature,
      int place,
      Signature signature,
      Tokenizer tokenizer) {
    Set<String> known = new HashSet<>(KEYS);
    known.addAll(FeatureSettings.COMMON);
    Section settings =
        Section.of(Origin.MODEL_YAML, "preprocess.features[" + place + "]", values, known);
    TensorSpec tokens = tokens(signature.input(feature.input()).orElseThrow());
    long extent = tokens.shape().extent(1);
    int most =
        settings.integer(
            "max-tokens",
            1,
            MOST_TOKENS,
            extent == Shape.ANY ? USUAL_TOKENS : Math.toIntExact(extent));
    if (extent != Shape.ANY && most != extent) {
      throw settings.wrong("max-tokens", extent + ", the extent of input '" + tokens.name() + "'");
    }
    boolean isFixed =
        extent != Shape.ANY || settings.choice("pad", Pad.class, Pad.LONGEST) == Pad.MAX;
    boolean isStrict = settings.choice("long", Longer.class, Longer.CUT) == Longer.ERROR;
    TextInput input =
        new TextInput(
            tokens,
            other(settings, "mask", "attention_mask", signature),
            other(settings, "types", "token_type_ids", signature),
            most,
            isStrict ? LongText.ERROR : LongText.CUT,
            0,
            isFixed,
            settings.integer("multiple", 1, MOST_TOKENS, USUAL_MULTIPLE),
            settings.integer(
                "pad-token", 0, Integer.MAX_VALUE, tokenizer.vocabulary().padding().orElse(0)));
    return new TextColumn(feature.name(), place, tokenizer, input);
  }

  private static Optional<TensorSpec> other(
      Section settings, String key, String usual, Signature signature) {
    List<String> names = signature.inputs().stream().map(TensorSpec::name).toList();
    Optional<String> named = settings.text(key);
    if (named.isPresent() && !names.contains(named.get())) {
      throw settings.wrong(key, "the name of one of the inputs " + names);
    }
    return signature.input(named.orElse(usual)).map(TextSettings::tokens);
  }

  private static TensorSpec tokens(TensorSpec spec) {
    boolean isWhole = spec.dataType() == DataType.INT64 || spec.dataType() == DataType.INT32;
    if (!isWhole || spec.shape().rank() != 2) {
      throw new BackendFailure(
          "input '%s' is %s %s; INT64 or INT32 of two axes is expected for tokens"
              .formatted(spec.name(), spec.dataType(), spec.shape()));
    }
    return spec;
  }
}
