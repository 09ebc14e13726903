package io.salver.recommend.feedback;

import io.salver.recommend.catalogue.EventType;

/** Hears what becomes of lists and of events that name one; quick, thread-safe, never throws. */
public interface ListObserver {

  /** Hears nothing. */
  ListObserver NONE =
      new ListObserver() {
        @Override
        public void ended(String recommender, Fate fate) {}

        @Override
        public void adopted(String recommender) {}

        @Override
        public void unattributed(String recommender, EventType type, Reason reason) {}
      };

  /** What became of a list. */
  enum Fate {
    /** Its time is over: its events have been counted. */
    OVER,
    /** It was made in a batch, and nothing says that it was shown. */
    UNSEEN,
    /** It had to make room for others before its time was over, and counts for nothing. */
    FORGOTTEN,
    /** This process ends, and has left it to another. */
    HANDED_ON
  }

  /** Why an event counts for no list. */
  enum Reason {
    /**
     * Nobody here remembers that list: it is older than the time of its events, or of a process
     * that was killed, or made by another replica, which finds it.
     */
    UNKNOWN,
    /** The time of the list is over. */
    LATE,
    /** The item is not in the list. */
    NOT_SHOWN
  }

  /** A list is not remembered any more. */
  void ended(String recommender, Fate fate);

  /** A list of another process, which has ended, is remembered from now on. */
  void adopted(String recommender);

  /** An event names a list and does not count for it. */
  void unattributed(String recommender, EventType type, Reason reason);
}
