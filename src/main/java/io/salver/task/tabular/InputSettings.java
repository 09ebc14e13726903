package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.image.PictureDecoder;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.table.Feature;
import io.salver.table.FeatureSchema;
import io.salver.table.FeatureType;
import io.salver.table.TensorColumns;
import io.salver.task.ModelTokenizers;
import io.salver.task.vision.PictureColumn;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code preprocess.features} of {@code model.yaml} and compares them with the inputs. */
final class InputSettings {

  private static final int RANK = 2;

  private final Signature signature;
  private final TextFiles texts;
  private final ModelTokenizers tokenizers;
  private final PictureDecoder decoder;
  private final List<Feature> features = new ArrayList<>();
  private final List<RowInput> inputs = new ArrayList<>();
  private final Map<String, List<Integer>> placesByTensor = new LinkedHashMap<>();

  private InputSettings(
      Signature signature, TextFiles texts, ModelTokenizers tokenizers, PictureDecoder decoder) {
    this.signature = signature;
    this.texts = texts;
    this.tokenizers = tokenizers;
    this.decoder = decoder;
  }

  /** The features of a model, and what writes each of its inputs. */
  record Inputs(FeatureSchema schema, List<RowInput> writers) {
    Inputs {
      writers = List.copyOf(writers);
    }
  }

  /**
   * What {@code values} say.
   *
   * @throws BackendFailure when they are wrong or do not fit the signature
   */
  static Inputs read(
      Map<String, Object> values,
      TextFiles texts,
      Signature signature,
      ModelTokenizers tokenizers,
      PictureDecoder decoder) {
    Section settings = Section.of(Origin.MODEL_YAML, "preprocess", values, Set.of("features"));
    if (!(values.get("features") instanceof List<?> list) || list.isEmpty()) {
      throw settings.wrong("features", "a list of features, at least one");
    }
    InputSettings reading = new InputSettings(signature, texts, tokenizers, decoder);
    for (int place = 0; place < list.size(); place++) {
      if (!(list.get(place) instanceof Map<?, ?> map)) {
        throw settings.wrong("features", "a list of mappings with name and type");
      }
      @SuppressWarnings("unchecked") // keys of a mapping in YAML are read as text
      Map<String, Object> feature = (Map<String, Object>) map;
      reading.add(feature, place);
    }
    return reading.inputs();
  }

  private void add(Map<String, Object> values, int place) {
    FeatureType type = FeatureSettings.type("preprocess.features[" + place + "]", values);
    switch (type) {
      case TEXT -> addText(values, place);
      case IMAGE -> addPicture(values, place);
      case NUMBER, INTEGER, BOOLEAN, CATEGORY, DATE -> addColumn(values, place);
    }
    Feature added = features.getLast();
    if (features.stream().filter(each -> each.name().equals(added.name())).count() > 1) {
      throw new BackendFailure("model.yaml: two features are named '%s'".formatted(added.name()));
    }
  }

  private void addColumn(Map<String, Object> values, int place) {
    Object named = values.get("input");
    String only = signature.inputs().getFirst().name();
    String tensor = named instanceof String text ? text : only;
    List<Integer> places = placesByTensor.computeIfAbsent(tensor, _ -> new ArrayList<>());
    features.add(FeatureSettings.read(values, place, places.size(), Set.of(), texts, signature));
    places.add(place);
  }

  private void addText(Map<String, Object> values, int place) {
    Feature feature = FeatureSettings.read(values, place, 0, TextSettings.keys(), texts, signature);
    features.add(feature);
    inputs.add(
        TextSettings.read(
            values,
            feature,
            place,
            signature,
            tokenizers.of(texts, TextFiles.ofFeature(place, "tokenizer"))));
  }

  private void addPicture(Map<String, Object> values, int place) {
    Feature feature = FeatureSettings.read(values, place, 0, values.keySet(), texts, signature);
    features.add(feature);
    Map<String, Object> own = new HashMap<>(values);
    own.keySet().removeAll(FeatureSettings.COMMON);
    inputs.add(
        new PictureInput(
            feature.input(),
            feature.name(),
            place,
            PictureColumn.read(own, signature.input(feature.input()).orElseThrow()),
            decoder));
  }

  private Inputs inputs() {
    placesByTensor.forEach(
        (name, places) -> inputs.add(columns(signature.input(name).orElseThrow(), places)));
    Set<String> written = new HashSet<>();
    for (RowInput input : inputs) {
      for (String name : input.tensors()) {
        if (!written.add(name)) {
          throw new BackendFailure(
              "input '%s' is written by features of different types".formatted(name));
        }
      }
    }
    for (TensorSpec spec : signature.inputs()) {
      if (!written.contains(spec.name())) {
        throw new BackendFailure(
            "no feature of model.yaml is for input '%s' (%s %s)"
                .formatted(spec.name(), spec.dataType(), spec.shape()));
      }
    }
    return new Inputs(new FeatureSchema(features), inputs);
  }

  private RowInput columns(TensorSpec tensor, List<Integer> places) {
    Shape shape = tensor.shape();
    boolean isRow = shape.rank() == 1 && places.size() == 1;
    boolean isTable =
        shape.rank() == RANK && (shape.extent(1) == Shape.ANY || shape.extent(1) == places.size());
    if (!isRow && !isTable) {
      throw new BackendFailure(
          "input '%s' has shape %s, but %d features of model.yaml are for it: %s"
              .formatted(
                  tensor.name(),
                  shape,
                  places.size(),
                  places.stream().map(place -> features.get(place).name()).toList()));
    }
    return new RowInput.Columns(new TensorColumns(tensor, places));
  }
}
