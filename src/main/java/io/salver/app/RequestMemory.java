package io.salver.app;

import com.sun.management.OperatingSystemMXBean;
import io.salver.tensor.DirectMemoryPool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/** Sizes the memory of all requests together. */
final class RequestMemory {

  private static final Logger LOG = System.getLogger(RequestMemory.class.getName());
  private static final int MACHINE_FRACTION = 4;
  private static final int LARGEST_BODIES = 4;

  private RequestMemory() {}

  /** The pool of these settings; without a limit there, of a quarter of the machine's memory. */
  static DirectMemoryPool pool(SalverConfig.Requests settings) {
    long limit =
        settings.memory().map(size -> size.asLongValue()).orElseGet(RequestMemory::ofMachine);
    long body = settings.maxBody().asLongValue();
    if (limit / LARGEST_BODIES < body) {
      LOG.log(
          Level.WARNING,
          () ->
              "salver.requests.memory is %d bytes, less than %d times salver.requests.max-body of %d bytes: large bodies may never find room"
                  .formatted(limit, LARGEST_BODIES, body));
    }
    return new DirectMemoryPool(limit, settings.retainedMemory().asLongValue());
  }

  /** The JVM knows the limit of its container. */
  private static long ofMachine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
        / MACHINE_FRACTION;
  }
}
