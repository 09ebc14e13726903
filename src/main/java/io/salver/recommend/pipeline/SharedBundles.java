package io.salver.recommend.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Bundles that are in use, by name, so that a recommender whose settings change goes on with the
 * embeddings it has. Thread-safe; the last user closes.
 */
final class SharedBundles {

  private static final class Shared {
    final EmbeddingBundle bundle;
    int users = 1;

    Shared(EmbeddingBundle bundle) {
      this.bundle = bundle;
    }
  }

  private final Map<String, Shared> inUse = new HashMap<>();

  /** A share of a bundle, which {@code maker} makes where nobody uses it. */
  EmbeddingBundle acquire(String key, Supplier<EmbeddingBundle> maker) {
    synchronized (inUse) {
      Shared shared = inUse.get(key);
      if (shared != null) {
        shared.users++;
        return shared.bundle;
      }
    }
    EmbeddingBundle made = maker.get();
    synchronized (inUse) {
      Shared raced = inUse.get(key);
      if (raced == null) {
        inUse.put(key, new Shared(made));
        return made;
      }
    }
    throw new IllegalStateException("bundle " + key + " was made twice at once");
  }

  /** Gives a share back; {@code closer} closes the bundle when it was the last one. */
  void release(String key, Consumer<EmbeddingBundle> closer) {
    EmbeddingBundle unused;
    synchronized (inUse) {
      Shared shared = inUse.get(key);
      if (shared == null || --shared.users > 0) {
        return;
      }
      inUse.remove(key);
      unused = shared.bundle;
    }
    closer.accept(unused);
  }
}
