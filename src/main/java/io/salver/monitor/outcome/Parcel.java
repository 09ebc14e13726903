package io.salver.monitor.outcome;

import java.time.Instant;

/**
 * Some of what a process that ended still waited for. Whoever takes it counts what comes.
 *
 * @param subject whose it is among those of the kind; may be empty
 * @param form by which version of its kind's form the content is written, from 1
 * @param until when nobody wants it any more; kept to the microsecond
 * @param content never changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Parcel(Kind kind, String subject, int form, Instant until, byte[] content) {

  /** What is in a parcel. */
  public enum Kind {
    /** Recommendations whose events may still come; the subject is the recommender. */
    LISTS,
    /** Answers of models whose labels may still come. */
    ARMS
  }
}
