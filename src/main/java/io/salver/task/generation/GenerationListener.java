package io.salver.task.generation;

import io.salver.model.ModelId;
import java.util.concurrent.CompletionStage;

/** Hears of texts while they are written; called by one thread at a time, must be quick. */
public interface GenerationListener {

  /** It begins with that version; said once, before anything else. */
  void onBegin(ModelId model);

  /**
   * More of a choice.
   *
   * @return completes when there is room for the next; until then nothing more is written, so that
   *     what a reader has not read does not pile up. It must complete also once the reader is gone
   */
  CompletionStage<Void> onPiece(Piece piece);
}
