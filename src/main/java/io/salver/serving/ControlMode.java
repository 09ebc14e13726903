package io.salver.serving;

/** Who says which models of the repository serve. */
public enum ControlMode {
  /** All of them serve from the start; callers may load and unload. */
  NONE,
  /** Those named in the settings serve from the start; callers load and unload the others. */
  EXPLICIT,
  /** The disk says it all the time; callers may not load or unload. */
  POLL
}
