package io.salver.task.generation;

/** Why a choice ended. */
public enum FinishReason {
  /** The model ended it, or a stop sequence came. */
  STOP,
  /** It has as many tokens as were asked for, or as the model has places for. */
  LENGTH
}
