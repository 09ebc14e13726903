package io.salver.batch;

/** Hears of every run, on the thread that ran it; must be quick and never throw. */
@FunctionalInterface
public interface RunObserver {

  void ran(RunReport report);
}
