package engine;

import engine.report.Section;

/** One thing to be shown. It starts what it needs and stops it on every path. */
public interface Scenario {

  /** Its name on the command line. */
  String name();

  /** The heading of its section. */
  String title();

  void run(Bench bench, Section section) throws Exception;
}
