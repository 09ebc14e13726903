package io.salver.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Collects what is wrong with cells, in any order: it counts all, and describes those of the first
 * rows within bounds. Not thread-safe.
 */
public final class Problems {

  private final int most;
  private final int mostOfRow;
  private final TreeMap<Integer, OfRow> byRow = new TreeMap<>();
  private final BitSet bad = new BitSet();
  private int described;
  private long count;

  private static final class OfRow {
    private final List<CellProblem> described = new ArrayList<>(1);
    private int count;
  }

  /** Describes at most {@code most} in all and {@code mostOfRow} of one row. */
  public Problems(int most, int mostOfRow) {
    this.most = most;
    this.mostOfRow = mostOfRow;
  }

  /** Adds one; its message is asked for where it is described. */
  public void add(int row, String column, Supplier<String> message) {
    count++;
    bad.set(row);
    boolean isLate = described >= most && row >= byRow.lastKey();
    OfRow known = byRow.get(row);
    if (known == null && isLate) {
      return;
    }
    OfRow problems = known == null ? new OfRow() : known;
    problems.count++;
    byRow.putIfAbsent(row, problems);
    if (problems.described.size() < mostOfRow && !isLate) {
      problems.described.add(new CellProblem(row, column, message.get()));
      described++;
      dropLast();
    }
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** How many rows have any. */
  public int badRows() {
    return bad.cardinality();
  }

  public boolean isBad(int row) {
    return bad.get(row);
  }

  /** Those that are described, by row. */
  public List<CellProblem> described() {
    return byRow.values().stream().flatMap(each -> each.described.stream()).toList();
  }

  /** Those of one row that are described. */
  public List<CellProblem> of(int row) {
    OfRow problems = byRow.get(row);
    return problems == null ? List.of() : problems.described;
  }

  /** How many of one row are not described. */
  public int more(int row) {
    OfRow problems = byRow.get(row);
    return problems == null ? 0 : problems.count - problems.described.size();
  }

  /** All that is described in one message, and how many more there are. */
  public String message(int rows) {
    StringBuilder message =
        new StringBuilder("%d of %d rows cannot be read: ".formatted(badRows(), rows));
    List<CellProblem> first = described();
    for (int i = 0; i < first.size(); i++) {
      message.append(i == 0 ? "" : "; ").append(first.get(i).message());
    }
    if (count > first.size()) {
      message.append("; and ").append(count - first.size()).append(" more");
    }
    return message.toString();
  }

  /** What was described of the last row makes room for that of an earlier one. */
  private void dropLast() {
    while (described > most) {
      OfRow last = byRow.lastEntry().getValue();
      if (last.described.isEmpty()) {
        byRow.pollLastEntry();
      } else {
        last.described.removeLast();
        described--;
      }
    }
  }
}
