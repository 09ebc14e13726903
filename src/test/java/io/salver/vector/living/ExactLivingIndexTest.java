package io.salver.vector.living;

import io.salver.vector.ExactIndexes;
import io.salver.vector.VectorIndexes;

final class ExactLivingIndexTest extends LivingIndexContract {

  @Override
  protected VectorIndexes indexes() {
    return new ExactIndexes();
  }

  @Override
  protected String kind() {
    return ExactIndexes.DESCRIPTION;
  }

  @Override
  protected boolean isExact() {
    return true;
  }
}
