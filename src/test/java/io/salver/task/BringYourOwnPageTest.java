package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page tells people to write is what the recipe writes and the service is tried with. */
final class BringYourOwnPageTest {

  private static final Pattern PAGE =
      Pattern.compile("<!-- ([a-z0-9-]+) -->\n```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern RECIPE =
      Pattern.compile("Architecture\\(\n *\"([a-z0-9-]+)\".*?\"\"\"\n(.*?)\"\"\"", Pattern.DOTALL);

  @Test
  void the_page_and_the_recipe_say_the_same() throws IOException {
    Map<String, String> page = settings(PAGE, Path.of("src/docs/bring-your-own.md"));
    assertThat(page).hasSize(6);
    assertThat(page)
        .isEqualTo(settings(RECIPE, Path.of("models/recipes/bring_your_own/models.py")));
  }

  private static Map<String, String> settings(Pattern form, Path file) throws IOException {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = form.matcher(Files.readString(file));
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2).strip());
    }
    return found;
  }
}
