package io.salver.monitor.sketch;

final class ExactSketchesTest extends SketchesContract {

  @Override
  protected Sketches sketches() {
    return new ExactSketches();
  }
}
