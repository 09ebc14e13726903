package io.salver.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;

/**
 * Reads manifests into Kubernetes' types and refuses every field that they do not have. Kinds that
 * no library has are held against {@code subset.yaml}.
 */
final class StrictManifests {

  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
          Map.entry("gateway.networking.k8s.io/v1/GRPCRoute", GRPCRoute.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

  private static final Map<String, String> OURS =
      Map.of(
          "argoproj.io/v1alpha1/Rollout", "Rollout",
          "argoproj.io/v1alpha1/AnalysisTemplate", "AnalysisTemplate",
          "serving.kserve.io/v1alpha1/ClusterServingRuntime", "ClusterServingRuntime",
          "serving.kserve.io/v1beta1/InferenceService", "InferenceService");

  private final ObjectMapper strict =
      JsonMapper.builder()
          .annotationIntrospector(new WithoutOtherFields())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final JsonNode subset;

  StrictManifests(JsonNode subset) {
    this.subset = subset;
  }

  /** Throws what is wrong with the manifest, with the path to it. */
  void check(JsonNode manifest) {
    String kind = manifest.path("apiVersion").asText() + "/" + manifest.path("kind").asText();
    Class<?> type = TYPES.get(kind);
    if (type != null) {
      read(manifest, type, kind);
    } else if (OURS.containsKey(kind)) {
      compare(manifest, subset.path(OURS.get(kind)), kind);
    } else {
      throw new IllegalArgumentException(kind + " is no kind that is known here");
    }
  }

  private void read(JsonNode node, Class<?> type, String path) {
    try {
      strict.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  private void compare(JsonNode node, JsonNode expected, String path) {
    if (expected.isTextual()) {
      scalar(node, expected.asText(), path);
    } else if (expected.isArray() && node.isArray()) {
      node.forEach(element -> compare(element, expected.get(0), path + "[]"));
    } else if (expected.isObject() && node.isObject()) {
      node.forEachEntry((field, value) -> field(expected, field, value, path));
    } else {
      throw new IllegalArgumentException(path + " is " + node + ", expected " + expected);
    }
  }

  private void field(JsonNode expected, String field, JsonNode value, String path) {
    if (expected.isEmpty()) {
      scalar(value, "text", path + "." + field);
    } else if (expected.has(field)) {
      compare(value, expected.get(field), path + "." + field);
    } else {
      throw new IllegalArgumentException(path + " has no field '" + field + "'");
    }
  }

  private void scalar(JsonNode node, String type, String path) {
    boolean fits =
        switch (type) {
          case "text" -> node.isTextual();
          case "number" -> node.isNumber();
          case "truth" -> node.isBoolean();
          default -> {
            read(node, nested(type), path);
            yield true;
          }
        };
    if (!fits) {
      throw new IllegalArgumentException(path + " is " + node + ", expected " + type);
    }
  }

  private static Class<?> nested(String type) {
    return List.<Class<?>>of(ObjectMeta.class, Container.class, Volume.class).stream()
        .filter(known -> known.getSimpleName().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** The library's types keep unknown fields in a map of their own; here they have none. */
  private static final class WithoutOtherFields extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
