package engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over one axis, drawn as SVG. Both axes begin at 0. Not thread-safe. */
public final class Chart {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 260;
  private static final int LEFT = 60;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 40;
  private static final int TOP = 30;
  private static final int TICKS = 5;
  private static final String[] COLOURS = {
    "#1f6feb", "#d1242f", "#1a7f37", "#8250df", "#bf8700", "#57606a"
  };

  private final String title;
  private final String across;
  private final String up;
  private final List<Line> lines = new ArrayList<>();

  /** Points in the order of their first coordinate. */
  private record Line(String name, List<double[]> points) {}

  public Chart(String title, String across, String up) {
    this.title = title;
    this.across = across;
    this.up = up;
  }

  /** Adds a line; each point is {across, up}, and one that is not a number is left out. */
  public Chart line(String name, List<double[]> points) {
    lines.add(new Line(name, points.stream().filter(point -> Double.isFinite(point[1])).toList()));
    return this;
  }

  String svg() {
    double mostAcross = most(0);
    double mostUp = most(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        format("<svg viewBox='0 0 %d %d' role='img'><title>%s</title>", WIDTH, HEIGHT, title));
    svg.append(format("<text x='%d' y='16' class='title'>%s</text>", LEFT, title));
    for (int tick = 0; tick <= TICKS; tick++) {
      double share = (double) tick / TICKS;
      double x = x(share * mostAcross, mostAcross);
      double y = y(share * mostUp, mostUp);
      svg.append(format("<path class='grid' d='M%d %.1fH%d'/>", LEFT, y, WIDTH - RIGHT));
      svg.append(
          format(
              "<text x='%d' y='%.1f' text-anchor='end'>%s</text>",
              LEFT - 6, y + 4, Table.number(share * mostUp)));
      svg.append(
          format(
              "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
              x, HEIGHT - BOTTOM + 16, Table.number(share * mostAcross)));
    }
    svg.append(
        format(
            "<text x='%d' y='%d' text-anchor='end'>%s</text>", WIDTH - RIGHT, HEIGHT - 6, across));
    svg.append(format("<text x='%d' y='16' text-anchor='end'>%s</text>", WIDTH - RIGHT, up));
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, lines.get(i), i, mostAcross, mostUp);
    }
    return svg.append("</svg>").toString();
  }

  private static void draw(
      StringBuilder svg, Line line, int index, double mostAcross, double mostUp) {
    String colour = COLOURS[index % COLOURS.length];
    StringBuilder path = new StringBuilder();
    for (double[] point : line.points()) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(format("%.1f %.1f", x(point[0], mostAcross), y(point[1], mostUp)));
    }
    svg.append(format("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>", path, colour));
    svg.append(
        format(
            "<text x='%d' y='%d' fill='%s'>%s</text>",
            LEFT + 10 + 140 * (index % 4), TOP + 12 + 14 * (index / 4), colour, line.name()));
  }

  private double most(int coordinate) {
    return Math.max(
        1e-9,
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(point -> point[coordinate])
            .max()
            .orElse(1));
  }

  private static double x(double value, double most) {
    return LEFT + value / most * (WIDTH - RIGHT - LEFT);
  }

  private static double y(double value, double most) {
    return HEIGHT - BOTTOM - value / most * (HEIGHT - BOTTOM - TOP);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
