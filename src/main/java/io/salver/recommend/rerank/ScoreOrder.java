package io.salver.recommend.rerank;

/** Candidates in the order of their scores. */
final class ScoreOrder implements Picker {

  private final int[] order;
  private int given;

  ScoreOrder(int[] order) {
    this.order = order;
  }

  @Override
  public int next() {
    return given < order.length ? order[given++] : NONE;
  }

  @Override
  public void taken() {}

  @Override
  public int moved() {
    return 0;
  }
}
