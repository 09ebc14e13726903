package io.salver.recommend.feature;

import io.salver.recommend.catalogue.IdDirectory;

/**
 * How one raw value becomes numbers in a tensor, as {@code features.json} says. The family is
 * closed. Names are {@code <owner>.<column>}, for example {@code user.age_group}; features of two
 * owners are {@code cross.*}, and the score of the first stage is {@code retrieval.score}.
 */
public sealed interface Feature {

  /** Its name in features.json. */
  String name();

  /** Features of whole numbers, in the categorical tensor. */
  sealed interface Categorical extends Feature {

    /** Columns of the tensor it takes. */
    int width();
  }

  /** Features of one real number, in the numeric tensor. */
  sealed interface Numeric extends Feature {}

  /** Features that come from one raw value of one owner. */
  sealed interface Owned extends Feature {
    Owner owner();

    /** The column of the owner's table, or the name in the request. */
    default String column() {
      return name().substring(name().indexOf('.') + 1);
    }
  }

  /**
   * Who or what it is: 1 + row in {@code known}, the ids that the model was trained with; 0 for
   * those that came later.
   */
  record Identity(String name, Owner owner, IdDirectory known) implements Categorical {

    /** The code of {@code id}. */
    public int code(long id) {
      return known.row(id) + 1;
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /** The code of a word. */
  record Category(String name, Owner owner, Vocabulary vocabulary) implements Categorical, Owned {
    @Override
    public int width() {
      return 1;
    }
  }

  /** The codes of up to {@code width} known words of a list, in order, zeros at the end. */
  record Categories(String name, Owner owner, Vocabulary vocabulary, int width)
      implements Categorical, Owned {}

  /** A scaled number. */
  record Scaled(String name, Owner owner, Scale scale) implements Numeric, Owned {}

  /**
   * The codes of the last {@code length} items of the user's history that the model was trained
   * with, newest last, zeros in front.
   */
  record Sequence(String name, int length) implements Feature {}

  /** The codes of the first {@code length} known words of an item's text, zeros at the end. */
  record WordSequence(String name, Vocabulary vocabulary, int length) implements Feature {

    /** The column of the items' table. */
    public String column() {
      return name.substring(name.indexOf('.') + 1);
    }
  }

  /** An item's picture as 8-bit RGB; all zero where there is none. */
  record Picture(String name, int height, int width) implements Feature {}

  /**
   * The share of the user's history whose item has the candidate's code of the category {@code of};
   * 0 for an unknown code or an empty history.
   */
  record HistoryShare(String name, Category of) implements Numeric {}

  /**
   * The candidate's encoded number {@code of} minus its mean over the user's history; 0 for an
   * empty history.
   */
  record HistoryGap(String name, Scaled of) implements Numeric {}

  /** The scaled inner product of the user's and the item's embedding. */
  record RetrievalScore(String name, Scale scale) implements Numeric {}
}
