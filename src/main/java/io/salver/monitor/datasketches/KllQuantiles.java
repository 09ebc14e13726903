package io.salver.monitor.datasketches;

import io.salver.monitor.sketch.Distribution;
import io.salver.monitor.sketch.QuantileSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.DoublesSketchSortedView;

/** A KLL sketch of doubles. */
final class KllQuantiles implements QuantileSketch {

  private final KllDoublesSketch sketch;

  KllQuantiles(KllDoublesSketch sketch) {
    this.sketch = sketch;
  }

  @Override
  public void add(double value) {
    sketch.update(value);
  }

  @Override
  public void merge(QuantileSketch other) {
    if (!(other instanceof KllQuantiles same)) {
      throw new IllegalArgumentException("a KLL sketch does not add up with a " + other);
    }
    sketch.merge(same.sketch);
  }

  @Override
  public Distribution distribution() {
    if (sketch.isEmpty()) {
      return Distribution.of();
    }
    DoublesSketchSortedView view = sketch.getSortedView();
    double error = sketch.isEstimationMode() ? sketch.getNormalizedRankError(false) : 0;
    return Distribution.ofWeighted(
        view.getQuantiles(), view.getCumulativeWeights(), sketch.getN(), error);
  }

  @Override
  public byte[] toBytes() {
    return sketch.toByteArray();
  }
}
