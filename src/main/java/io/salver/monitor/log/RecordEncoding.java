package io.salver.monitor.log;

import io.salver.monitor.Observation;
import java.io.IOException;

/** Turns a record into bytes, for sinks that take whole ones. Thread-safe. */
@FunctionalInterface
public interface RecordEncoding {

  /** The record as bytes, always the same. */
  byte[] bytes(Observation observation) throws IOException;
}
