package io.salver.recommend.rerank;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** All quotas of one answer: duplicates first, then the caps. Confined to one thread. */
final class Quotas {

  private static final String DUPLICATE = "duplicate";

  private final List<Quota> quotas = new ArrayList<>();

  /**
   * The quotas of an answer.
   *
   * @param deduplicate the attribute of whose values each is answered once
   */
  Quotas(Optional<String> deduplicate, List<Rule> rules, Table items) {
    deduplicate.ifPresent(
        attribute -> quotas.add(new Quota(DUPLICATE, column("deduplicate", attribute, items), 1)));
    for (Rule rule : rules) {
      if (rule instanceof Rule.Cap cap) {
        quotas.add(new Quota(cap.name(), column(cap.name(), cap.attribute(), items), cap.most()));
      }
    }
  }

  /**
   * The column of an attribute.
   *
   * @param field what names the attribute
   * @throws InvalidInput when there is none
   */
  static Column column(String field, String attribute, Table items) {
    return items
        .find(attribute)
        .orElseThrow(
            () ->
                new InvalidInput(
                    field
                        + ": there is no attribute '"
                        + attribute
                        + "'"
                        + Nearest.hint(attribute, items.names())));
  }

  /** Takes the item in that row, unless a quota of it is used up. */
  boolean offer(int row) {
    for (Quota quota : quotas) {
      if (!quota.admits(row)) {
        return false;
      }
    }
    take(row);
    return true;
  }

  /** Takes the item in that row in any case. */
  void take(int row) {
    quotas.forEach(quota -> quota.take(row));
  }

  /** Adds how many items each quota refused, where it did, and tells how many those were. */
  int report(SequencedMap<String, Integer> removed) {
    int all = 0;
    for (Quota quota : quotas) {
      if (quota.refused() > 0) {
        removed.merge(quota.name(), quota.refused(), Integer::sum);
        all += quota.refused();
      }
    }
    return all;
  }
}
