package io.salver.task.generation;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import io.salver.settings.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Categories of what a model writes, as {@code postprocess.watch} of {@code model.yaml} has them: a
 * name, a regular expression that a whole text matches, and what the category is then called, with
 * {@code $1} or <code>${name}</code> for groups of the expression. A text that does not match is
 * missing, as where a date was wanted and none was written. Immutable.
 */
record WatchedAnswers(List<Rule> rules) {

  /** The key of {@code postprocess}. */
  static final String KEY = "watch";

  private static final String MATCH = "match";
  private static final String AS = "as";
  private static final Set<String> KEYS = Set.of(MATCH, AS);

  /** Copies the list. */
  WatchedAnswers {
    rules = List.copyOf(rules);
  }

  /** A category. */
  record Rule(String name, Pattern pattern, String as) {

    static Rule read(String name, Section settings) {
      String as = settings.text(AS).orElse("$0");
      try {
        Pattern pattern = Pattern.compile(settings.text(MATCH).orElse(""));
        Matcher nothing = Pattern.compile("(?:%s)?".formatted(pattern)).matcher("");
        var unused = nothing.replaceFirst(as); // fails where it names a group that is not there
        return new Rule(name, pattern, as);
      } catch (PatternSyntaxException wrong) {
        throw settings.wrong(MATCH, "a regular expression");
      } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
        throw settings.wrong(AS, "a text with $ and the groups of match");
      }
    }

    FeatureValue value(String text) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.matches()) {
        return FeatureValue.MISSING;
      }
      StringBuilder called = new StringBuilder();
      matcher.appendReplacement(called, as);
      return new FeatureValue.Category(called.toString());
    }
  }

  /** Reads {@code watch} of {@code postprocess}; nothing where it is not there. */
  static WatchedAnswers read(Section postprocess) {
    List<Rule> rules = new ArrayList<>();
    postprocess
        .sections(KEY, KEYS)
        .forEach((name, settings) -> rules.add(Rule.read(name, settings)));
    return new WatchedAnswers(rules);
  }

  /** Adds the categories of a text. */
  void add(String text, Sample.Builder sample) {
    for (Rule rule : rules) {
      sample.prediction(rule.name(), rule.value(text));
    }
  }
}
