package engine.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Named ways to make a request; the same seed makes the same requests. */
final class Kinds {

  private final List<Kind> kinds = new ArrayList<>();

  /** Makes one request of a kind. */
  interface Maker {
    Case make(Random random);
  }

  private record Kind(String name, Maker maker) {}

  void add(String name, Maker maker) {
    kinds.add(new Kind(name, maker));
  }

  Case next(Random random) {
    return make(kinds.get(random.nextInt(kinds.size())), random);
  }

  /** One of each. */
  List<Case> all(Random random) {
    return kinds.stream().map(kind -> make(kind, random)).toList();
  }

  private static Case make(Kind kind, Random random) {
    return kind.maker().make(random).named(kind.name());
  }
}
