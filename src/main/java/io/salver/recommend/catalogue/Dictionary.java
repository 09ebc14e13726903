package io.salver.recommend.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct words of a column and their codes: 1 + position; code 0 is a missing value. It only
 * grows. One thread adds, any number read without locks what was published to them.
 */
final class Dictionary {

  private final Map<String, Integer> codes = new HashMap<>();
  private volatile String[] words = new String[16];
  private volatile int size;

  Dictionary() {}

  Dictionary(List<String> initial) {
    initial.forEach(this::add);
  }

  int size() {
    return size;
  }

  /** The word of a code above 0. */
  String word(int code) {
    return words[code - 1];
  }

  /** The words by code; a copy of the moment. */
  List<String> words() {
    int count = size;
    String[] now = words;
    List<String> copy = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      copy.add(now[i]);
    }
    return copy;
  }

  /** The code of {@code word}, which is added where it is new; writer only. */
  int add(String word) {
    Integer known = codes.get(word);
    if (known != null) {
      return known;
    }
    String[] now = words;
    int code = size + 1;
    if (code > now.length) {
      now = Arrays.copyOf(now, now.length * 2);
    }
    now[code - 1] = word;
    words = now;
    size = code;
    codes.put(word, code);
    return code;
  }
}
