package io.salver.model;

import io.salver.fault.BackendFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Decides on which device a model is loaded. Thread-safe.
 *
 * <p>{@code auto} takes the first CUDA device that the backend can use, and otherwise the CPU; it
 * never fails. A CUDA device that was asked for by name and is absent is a reason not to load the
 * model, or, by setting, a reason to load it on the CPU and to say so.
 */
public final class DevicePolicy {

  /** Refuses what asks for an absent device; tells nobody. */
  public static final DevicePolicy STRICT = new DevicePolicy(Absent.FAIL, (_, _, _) -> {});

  private static final Logger LOG = System.getLogger(DevicePolicy.class.getName());

  /** What happens to a model that asks for a CUDA device that is not there. */
  public enum Absent {
    /** It is not loaded. */
    FAIL,
    /** It is loaded on the CPU. */
    CPU
  }

  /** Hears where models were loaded; must be quick and never throw. */
  @FunctionalInterface
  public interface Observer {

    void placed(ModelId id, Device asked, Device found);
  }

  private final Absent absent;
  private final Observer observer;

  public DevicePolicy(Absent absent, Observer observer) {
    this.absent = absent;
    this.observer = observer;
  }

  /**
   * The device to load the model on: {@link Device.Cpu} or a {@link Device.Cuda} that is usable.
   *
   * @throws BackendFailure that says what was asked for, what there is and what can be done
   */
  public Device choose(ModelArtifact artifact, CudaDevices there) {
    return switch (artifact.spec().device()) {
      case Device.Cpu cpu -> cpu;
      case Device.Auto _ -> there.problem(0).isEmpty() ? new Device.Cuda(0) : new Device.Cpu();
      case Device.Cuda cuda -> {
        Optional<String> problem = there.problem(cuda.index());
        yield problem.isEmpty() ? cuda : replacement(artifact.id(), cuda, problem.get());
      }
    };
  }

  /** Notes that the model, which was asked to run on one device, was loaded on {@code found}. */
  public void placed(ModelArtifact artifact, Device found) {
    observer.placed(artifact.id(), artifact.spec().device(), found);
  }

  private Device replacement(ModelId id, Device.Cuda asked, String problem) {
    String what = "model %s asks for device %s, but %s".formatted(id, asked.text(), problem);
    return switch (absent) {
      case FAIL ->
          throw new BackendFailure(
              what
                  + "; let model.yaml say device: auto or cpu, or set salver.devices.absent=cpu to"
                  + " load it on the CPU");
      case CPU -> {
        LOG.log(Level.WARNING, () -> what + "; it is loaded on the CPU");
        yield new Device.Cpu();
      }
    };
  }
}
