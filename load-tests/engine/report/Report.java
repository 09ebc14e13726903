package engine.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The report of all scenarios that ran, in Markdown and HTML, written anew after each. */
public final class Report {

  private final Path directory;
  private final String command;
  private final List<Section> sections = new ArrayList<>();

  public Report(Path directory, String command) {
    this.directory = directory;
    this.command = command;
  }

  public void add(String scenario, Section section) throws IOException {
    sections.add(section);
    Path raw = Files.createDirectories(directory.resolve(scenario));
    Files.writeString(raw.resolve("raw.csv"), section.rawData());
    Files.writeString(directory.resolve("report.md"), markdown());
    Files.writeString(
        directory.resolve("report.html"),
        Page.of(command, Machine.describe(), Section.claimTable(claims()), sections));
    System.out.println("\n" + section.markdown());
  }

  /** Whether everything holds that must hold on every machine. */
  public boolean sound() {
    return claims().stream().allMatch(claim -> claim.met() || !claim.required());
  }

  private String markdown() throws IOException {
    StringBuilder text = new StringBuilder("# The engine under load\n\n    " + command + "\n\n");
    text.append(Machine.describe()).append("\n\n").append(Section.claimTable(claims()));
    sections.forEach(section -> text.append('\n').append(section.markdown()));
    return text.toString();
  }

  private List<Section.Claim> claims() {
    return sections.stream().flatMap(section -> section.claims().stream()).toList();
  }
}
