package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.time.Duration;

/**
 * Hears of changes, in the order in which they happened, one at a time, on whatever thread caused
 * them. Must be quick and never throw.
 */
public interface LifecycleObserver {

  /** Hears nothing. */
  LifecycleObserver NONE =
      new LifecycleObserver() {
        @Override
        public void changed(VersionSnapshot version) {}

        @Override
        public void loaded(ModelId id, Duration took, boolean succeeded) {}
      };

  /** A version entered the state that {@code version} shows. */
  void changed(VersionSnapshot version);

  /** A load ended, well or not. */
  void loaded(ModelId id, Duration took, boolean succeeded);
}
