package engine;

import engine.hostile.Hostile;
import engine.media.HostileMedia;
import engine.media.Media;
import engine.report.Report;
import engine.report.Section;
import engine.rows.HostileRows;
import engine.rows.RowLoad;
import engine.scenario.Cancel;
import engine.scenario.Ceiling;
import engine.scenario.Cpu;
import engine.scenario.Overload;
import engine.scenario.Reload;
import engine.scenario.Shadowing;
import engine.scenario.Soak;
import engine.scenario.Watching;
import engine.traffic.Traffic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the packaged service: {@code SCENARIO… [--option value]…}. {@code all} stands for every
 * scenario, {@code quick} for every one in a short form. Writes build/load-tests/report.md and
 * report.html; ends with status 1 when something does not hold that must hold on every machine.
 */
public final class Main {

  private static final List<Scenario> ALL =
      List.of(
          new Ceiling(),
          new Cpu(),
          new Overload(),
          new Cancel(),
          new Reload(),
          new Hostile(),
          new Media(),
          new HostileMedia(),
          new RowLoad(),
          new HostileRows(),
          new Watching(),
          new Traffic(),
          new Shadowing(),
          new Soak());

  private static final String[] QUICK = {
    "--runs",
    "1",
    "--seconds",
    "1",
    "--warmup",
    "2",
    "--reloads",
    "60",
    "--minutes",
    "1",
    "--cancels",
    "5",
    "--requests",
    "2000",
    "--media-requests",
    "1000",
    "--text-requests",
    "1000"
  };

  private Main() {}

  public static void main(String... arguments) throws Exception {
    List<String> words =
        Arrays.stream(arguments).takeWhile(word -> !word.startsWith("--")).toList();
    String[] rest = Arrays.copyOfRange(arguments, words.size(), arguments.length);
    boolean quick = words.contains("quick");
    Options options = Options.parse(words, quick ? concat(QUICK, rest) : rest);
    Report report =
        new Report(Path.of(options.text("out")), "./salver load " + String.join(" ", arguments));
    Bench bench = new Bench(options);
    for (Scenario scenario : chosen(words)) {
      System.out.println("== " + scenario.name());
      Section section = new Section(scenario.title());
      run(scenario, bench, section);
      report.add(scenario.name(), section);
    }
    System.out.println("Report: " + Path.of(options.text("out"), "report.html"));
    System.exit(report.sound() ? 0 : 1); // a library's threads do not hold it
  }

  /** A scenario that fails is part of the report, and the others still run. */
  private static void run(Scenario scenario, Bench bench, Section section)
      throws InterruptedException {
    try {
      scenario.run(bench, section);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception failure) {
      failure.printStackTrace();
      section.must(
          scenario.name() + " ran to its end",
          failure.toString().lines().findFirst().orElse(""),
          "it does",
          false);
    }
  }

  private static List<Scenario> chosen(List<String> words) {
    List<String> names = words.stream().filter(word -> !word.equals("quick")).toList();
    if (names.isEmpty() || names.contains("all")) {
      return ALL;
    }
    return names.stream().map(Main::named).toList();
  }

  private static Scenario named(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown scenario '"
                        + name
                        + "'; expected all, quick or some of "
                        + ALL.stream().map(Scenario::name).toList()));
  }

  private static String[] concat(String[] first, String... second) {
    String[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
