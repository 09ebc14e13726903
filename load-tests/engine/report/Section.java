package engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one scenario found: text, tables, claims held against targets, and raw values. */
public final class Section {

  private final String title;
  private final List<String> parts = new ArrayList<>();
  private final List<Chart> charts = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final StringBuilder raw = new StringBuilder("measure,value\n");

  public Section(String title) {
    this.title = title;
  }

  /**
   * One thing that was to be shown.
   *
   * @param required whether a miss is a defect of the service rather than a slow machine
   */
  record Claim(String what, String measured, String target, boolean met, boolean required) {}

  public void text(String text, Object... values) {
    parts.add(values.length == 0 ? text : text.formatted(values));
  }

  public void table(Table table) {
    parts.add(table.toString());
  }

  /** Drawn in the HTML report only. */
  public void chart(Chart chart) {
    charts.add(chart);
  }

  public void atLeast(String what, double measured, double target) {
    claims.add(claim(what, measured, "≥ ", target, measured >= target));
  }

  public void below(String what, double measured, double target) {
    claims.add(claim(what, measured, "< ", target, measured < target));
  }

  /** Something that is to be shown by a measurement that a busy machine may blur. */
  public void shown(String what, String measured, String target, boolean met) {
    claims.add(new Claim(what, measured, target, met, false));
  }

  /** Something that must hold on every machine; otherwise the harness ends with status 1. */
  public void must(String what, String measured, String target, boolean met) {
    claims.add(new Claim(what, measured, target, met, true));
  }

  /** Keeps a single measurement for whoever wants to look again. */
  public void raw(String measure, double value) {
    raw.append(measure).append(',').append(String.format(Locale.ROOT, "%.6g", value)).append('\n');
  }

  List<Claim> claims() {
    return claims;
  }

  List<String> parts() {
    return parts;
  }

  List<Chart> charts() {
    return charts;
  }

  String title() {
    return title;
  }

  String rawData() {
    return raw.toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder("## " + title + "\n\n");
    parts.forEach(part -> text.append(part).append("\n\n"));
    return text.append(claimTable(claims)).append('\n').toString();
  }

  static String claimTable(List<Claim> claims) {
    Table table = new Table("shown", "measured", "target", "met");
    for (Claim claim : claims) {
      table.row(claim.what(), claim.measured(), claim.target(), claim.met() ? "yes" : "**no**");
    }
    return table + "\n";
  }

  private static Claim claim(
      String what, double measured, String relation, double target, boolean met) {
    return new Claim(what, Table.number(measured), relation + Table.number(target), met, false);
  }
}
