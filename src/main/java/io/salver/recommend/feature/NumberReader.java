package io.salver.recommend.feature;

import java.nio.FloatBuffer;

/** Fills the column of one feature in a numeric tensor. Immutable. */
sealed interface NumberReader {

  /** Writes one number for every row; {@code stride} is the number of columns of the tensor. */
  void fill(Rows rows, FloatBuffer tensor, int column, int stride);

  /** Where the numbers of {@code feature} come from. */
  static NumberReader of(Feature.Numeric feature, EncodedTable items) {
    return switch (feature) {
      case Feature.Scaled number ->
          switch (number.owner()) {
            case ITEM -> new ItemNumber(items.numbers(number));
            case USER, CONTEXT -> new UserNumber(number);
          };
      case Feature.HistoryShare share ->
          new Share(items.codes(share.of()), share.of().vocabulary().cardinality());
      case Feature.HistoryGap gap -> new Gap(items.numbers(gap.of()));
      case Feature.RetrievalScore score -> new Retrieval(score.scale());
    };
  }

  /** The item's number, gathered from the encoded catalogue. */
  record ItemNumber(EncodedNumbers encoded) implements NumberReader {
    @Override
    public void fill(Rows rows, FloatBuffer tensor, int column, int stride) {
      float[] numbers = encoded.now();
      int[] items = rows.items();
      for (int i = 0; i < rows.count(); i++) {
        tensor.put(i * stride + column, numbers[items[i]]);
      }
    }
  }

  /** The number of the user or the moment, on every row. */
  record UserNumber(Feature.Scaled feature) implements NumberReader {
    @Override
    public void fill(Rows rows, FloatBuffer tensor, int column, int stride) {
      float number = rows.user().number(feature);
      for (int i = 0; i < rows.count(); i++) {
        tensor.put(i * stride + column, number);
      }
    }
  }

  /** Counts the codes of the history once, then looks every candidate's code up. */
  record Share(EncodedCodes encoded, int cardinality) implements NumberReader {
    @Override
    public void fill(Rows rows, FloatBuffer tensor, int column, int stride) {
      int[] codes = encoded.now();
      int[] history = rows.user().history();
      int[] counts = new int[cardinality];
      for (int item : history) {
        counts[codes[item]]++;
      }
      counts[Vocabulary.UNKNOWN] = 0;
      double known = Math.max(1, history.length);
      int[] items = rows.items();
      for (int i = 0; i < rows.count(); i++) {
        tensor.put(i * stride + column, (float) (counts[codes[items[i]]] / known));
      }
    }
  }

  /** Takes the mean of the history once, then the distance of every candidate from it. */
  record Gap(EncodedNumbers encoded) implements NumberReader {
    @Override
    public void fill(Rows rows, FloatBuffer tensor, int column, int stride) {
      float[] numbers = encoded.now();
      int[] history = rows.user().history();
      double sum = 0;
      for (int item : history) {
        sum += numbers[item];
      }
      double mean = sum / Math.max(1, history.length);
      int[] items = rows.items();
      for (int i = 0; i < rows.count(); i++) {
        float gap = history.length == 0 ? 0f : (float) (numbers[items[i]] - mean);
        tensor.put(i * stride + column, gap);
      }
    }
  }

  /** The scaled score of the first stage. */
  record Retrieval(Scale scale) implements NumberReader {
    @Override
    public void fill(Rows rows, FloatBuffer tensor, int column, int stride) {
      float[] scores = rows.retrievalScores();
      for (int i = 0; i < rows.count(); i++) {
        tensor.put(i * stride + column, scale.encode(scores[i]));
      }
    }
  }
}
