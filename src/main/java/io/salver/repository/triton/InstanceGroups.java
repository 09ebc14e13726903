package io.salver.repository.triton;

import io.salver.model.Device;
import java.util.List;
import java.util.OptionalInt;
import triton.ModelInstanceGroup;
import triton.ModelInstanceGroup.Kind;

/**
 * Where a model runs, and how many runs go on at once. A model has one device here, so groups on
 * other devices than the first are ignored.
 */
record InstanceGroups(Device device, OptionalInt instances) {

  private static final int MOST = 256;

  static InstanceGroups of(List<ModelInstanceGroup> groups, Ignored ignored) {
    List<ModelInstanceGroup> active = groups.stream().filter(g -> !g.getPassive()).toList();
    ignored.add(active.size() < groups.size(), "instance_group.passive");
    if (active.isEmpty()) {
      return new InstanceGroups(new Device.Auto(), OptionalInt.empty());
    }
    ModelInstanceGroup first =
        active.stream()
            .filter(g -> g.getKind() == Kind.KIND_GPU)
            .findFirst()
            .orElse(active.getFirst());
    Device device = device(first);
    int instances = 0;
    for (ModelInstanceGroup group : active) {
      boolean same = device(group).equals(device);
      ignored.add(
          !same || group.getGpusCount() > 1,
          "instance_group on more than one device (the model runs on %s)".formatted(device.text()));
      ignored.add(group.hasRateLimiter(), "instance_group.rate_limiter");
      ignored.add(!group.getHostPolicy().isEmpty(), "instance_group.host_policy");
      ignored.add(group.getProfileCount() > 0, "instance_group.profile");
      ignored.add(group.getSecondaryDevicesCount() > 0, "instance_group.secondary_devices");
      instances += same ? count(group) : 0;
    }
    return new InstanceGroups(device, OptionalInt.of(Math.min(MOST, instances)));
  }

  private static int count(ModelInstanceGroup group) {
    if (group.getCount() < 0 || group.getCount() > MOST) {
      throw new TritonProblem(
          "instance_group.count must be from 0 to %d, not %d".formatted(MOST, group.getCount()));
    }
    return Math.max(1, group.getCount());
  }

  private static Device device(ModelInstanceGroup group) {
    return switch (group.getKind()) {
      case KIND_CPU -> new Device.Cpu();
      case KIND_GPU -> new Device.Cuda(gpu(group));
      case KIND_AUTO, KIND_MODEL -> new Device.Auto();
      case UNRECOGNIZED -> throw new TritonProblem("instance_group.kind is not known");
    };
  }

  private static int gpu(ModelInstanceGroup group) {
    int gpu = group.getGpusCount() == 0 ? 0 : group.getGpus(0);
    if (gpu < 0 || gpu > 99) {
      throw new TritonProblem("instance_group.gpus must be from 0 to 99, not " + gpu);
    }
    return gpu;
  }
}
