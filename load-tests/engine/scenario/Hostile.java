package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.report.Section;

public final class Hostile implements Scenario {
  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String title() {
    return "Hostile";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {}
}
