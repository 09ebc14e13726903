package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.report.Section;

public final class Soak implements Scenario {
  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String title() {
    return "Soak";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {}
}
