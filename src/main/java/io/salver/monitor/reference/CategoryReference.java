package io.salver.monitor.reference;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.sketch.CategoryCounts;
import io.salver.monitor.sketch.ItemSketch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Categories, of which the profile lists the most frequent. Not thread-safe. */
final class CategoryReference implements ValueReference {

  private static final double LARGEST_EXACT = 0x1p53;

  private final References references;
  private final Map<String, Long> counts = new HashMap<>();
  private final ItemSketch late;
  private long count;
  private long missing;
  private long wrong;

  CategoryReference(References references) {
    this.references = references;
    this.late = references.sketches().items();
  }

  @Override
  public void add(FeatureValue value) {
    count++;
    switch (value) {
      case FeatureValue.Category(String text) -> add(text);
      case FeatureValue.Numeric(double number) when Double.isNaN(number) -> missing++;
      case FeatureValue.Numeric(double number) -> add(text(number));
      case FeatureValue.Missing _ -> missing++;
      case FeatureValue.Wrong _ -> {
        missing++;
        wrong++;
      }
    }
  }

  private void add(String text) {
    String category =
        text.length() <= CategoryCounts.LONGEST ? text : text.substring(0, CategoryCounts.LONGEST);
    if (counts.size() < references.categories() || counts.containsKey(category)) {
      counts.merge(category, 1L, Long::sum);
    } else {
      late.add(category);
    }
  }

  /** A number as windows count it as a category: whole ones without a fraction. */
  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) <= LARGEST_EXACT
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  @Override
  public long wrong() {
    return wrong;
  }

  @Override
  public Optional<FeatureProfile> profile() {
    if (missing == count) {
      return Optional.empty();
    }
    Map<String, Long> all = new HashMap<>(counts);
    for (ItemSketch.ItemCount item : late.items()) {
      long least = item.count() - item.error();
      if (least > 0) {
        all.put(item.item(), least);
      }
    }
    Map<String, Long> listed = new LinkedHashMap<>();
    all.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(references.listed())
        .forEach(entry -> listed.put(entry.getKey(), entry.getValue()));
    return Optional.of(new CategoryProfile(count, missing, listed));
  }
}
