package engine.report;

import java.util.List;

/** The report as one HTML file without anything beside it. */
final class Page {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><title>Salver under load</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328 }
      table { border-collapse: collapse; margin: 1rem 0 } td, th { border: 1px solid #d1d9e0; padding: .25rem .6rem; text-align: left }
      svg { width: 100%; max-width: 640px; font-size: 11px } svg .title { font-size: 13px; font-weight: 600 }
      .grid { stroke: #d1d9e0 } pre { background: #f6f8fa; padding: .6rem } strong { color: #d1242f }
      </style>
      """;

  private Page() {}

  static String of(String command, String machine, String claims, List<Section> sections) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<h1>Salver under load</h1>\n<pre>").append(text(command)).append("</pre>\n");
    page.append("<p>").append(text(machine)).append("</p>\n").append(part(claims));
    for (Section section : sections) {
      page.append("<h2>").append(text(section.title())).append("</h2>\n");
      section.parts().forEach(part -> page.append(part(part)));
      section.charts().forEach(chart -> page.append(chart.svg()).append('\n'));
    }
    return page.append("</html>\n").toString();
  }

  /** A paragraph, or a table of Markdown. */
  private static String part(String part) {
    if (!part.startsWith("|")) {
      return "<p>" + text(part) + "</p>\n";
    }
    StringBuilder table = new StringBuilder("<table>\n");
    String cell = "th";
    for (String line : part.strip().split("\n")) {
      if (line.startsWith("| ---")) {
        cell = "td";
        continue;
      }
      table.append("<tr>");
      for (String value : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
        table.append(
            "<%1$s>%2$s</%1$s>"
                .formatted(
                    cell,
                    text(value.strip()).replaceAll("\\*\\*(.+?)\\*\\*", "<strong>$1</strong>")));
      }
      table.append("</tr>\n");
    }
    return table.append("</table>\n").toString();
  }

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("`([^`]+)`", "<code>$1</code>");
  }
}
