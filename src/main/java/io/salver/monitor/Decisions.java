package io.salver.monitor;

import io.salver.monitor.drift.Decision;
import io.salver.monitor.drift.Persistence;
import io.salver.monitor.drift.Persistence.Verdict;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was decided of every check: of the drift of each feature, and of each kind of fault in it.
 * Not thread-safe.
 */
final class Decisions {

  private final int needed;
  private final int leastSamples;
  private final Map<Check, Persistence> checks = new HashMap<>();

  Decisions(MonitorSettings settings) {
    this.needed = settings.drift().windows();
    this.leastSamples = settings.drift().leastSamples();
  }

  /** The drift of a feature, or a kind of fault in it. */
  private record Check(FeatureKey feature, Optional<QualityKind> kind) {}

  /** Decides by what is found in a window from the pane {@code from} to before {@code until}. */
  void decide(List<Judgement.Finding> findings, long from, long until, Instant now) {
    for (Judgement.Finding finding : findings) {
      if (finding.measures().deciding().isEmpty()) {
        continue;
      }
      FeatureKey feature = finding.feature().key();
      advance(new Check(feature, Optional.empty()), drift(finding), from, until, now);
      for (Judgement.JudgedQuality quality : finding.quality()) {
        advance(
            new Check(feature, Optional.of(quality.measure().kind())),
            verdict(quality.adjusted().isPresent(), quality.exceeded()),
            from,
            until,
            now);
      }
    }
  }

  Decision drift(FeatureKey feature) {
    return of(new Check(feature, Optional.empty()));
  }

  Decision quality(FeatureKey feature, QualityKind kind) {
    return of(new Check(feature, Optional.of(kind)));
  }

  private Decision of(Check check) {
    return checks.getOrDefault(check, Persistence.begin(needed)).decision();
  }

  private Verdict drift(Judgement.Finding finding) {
    boolean isEnough = finding.measures().values() >= leastSamples;
    return verdict(isEnough, finding.deciding().filter(TestResult::exceeded).isPresent());
  }

  private static Verdict verdict(boolean isEnough, boolean exceeded) {
    if (!isEnough) {
      return Verdict.TOO_FEW;
    }
    return exceeded ? Verdict.EXCEEDED : Verdict.AS_REFERENCE;
  }

  private void advance(Check check, Verdict verdict, long from, long until, Instant now) {
    checks.put(
        check,
        checks.getOrDefault(check, Persistence.begin(needed)).next(verdict, from, until, now));
  }
}
