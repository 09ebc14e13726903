package io.salver.cache;

import io.salver.model.ModelSpec.Caching;
import io.salver.serving.AnswerCache;
import io.salver.serving.AnswerCacheContract;
import io.salver.time.Ticker;

final class CaffeineAnswerCacheTest extends AnswerCacheContract {

  @Override
  protected AnswerCache open(Caching bounds, Ticker ticker) {
    return new CaffeineAnswerCache(bounds, ticker);
  }
}
