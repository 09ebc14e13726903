package io.salver.task.vision;

/** Where among the classes the one that means nothing is; labels and indices do not count it. */
enum Background {
  NONE,
  LAST,
  FIRST;

  /** How many of so many classes are something. */
  int classes(int all) {
    return this == NONE ? all : all - 1;
  }

  /** The place of the first class that is something. */
  int first() {
    return this == FIRST ? 1 : 0;
  }
}
