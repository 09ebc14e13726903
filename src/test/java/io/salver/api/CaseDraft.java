package io.salver.api;

import io.salver.api.InferenceCase.Expected;
import io.salver.api.InferenceCase.Form;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A request for the sum of (1, 2) and (10, 20), unless it says otherwise. */
final class CaseDraft {

  private final String name;
  private Set<Form> forms = EnumSet.allOf(Form.class);
  private String model = "arithmetic";
  private String version = "";
  private String id = "";
  private List<Values> inputs = List.of(pair("a", 1.0, 2.0), pair("b", 10.0, 20.0));
  private List<String> requested = List.of();
  private Map<String, Object> outputParameters = Map.of();
  private Map<String, Object> parameters = Map.of();

  CaseDraft(String name) {
    this.name = name;
  }

  CaseDraft forms(Set<Form> these) {
    forms = these;
    return this;
  }

  CaseDraft model(String other) {
    model = other;
    return this;
  }

  CaseDraft version(String number) {
    version = number;
    return this;
  }

  CaseDraft id(String own) {
    id = own;
    return this;
  }

  CaseDraft inputs(Values... these) {
    inputs = List.of(these);
    return this;
  }

  CaseDraft requested(String... names) {
    requested = List.of(names);
    return this;
  }

  CaseDraft as(long classes) {
    return outputParameters(Map.of("classification", classes));
  }

  CaseDraft outputParameters(Map<String, Object> these) {
    outputParameters = these;
    return this;
  }

  CaseDraft parameters(Map<String, Object> these) {
    parameters = these;
    return this;
  }

  InferenceCase answers(Values... outputs) {
    return expecting(new Expected.Outputs(List.of(outputs)));
  }

  InferenceCase invalid(String text) {
    return fails(400, "INVALID_ARGUMENT", text);
  }

  InferenceCase notFound(String text) {
    return fails(404, "NOT_FOUND", text);
  }

  InferenceCase tooLarge(String text) {
    return fails(413, "RESOURCE_EXHAUSTED", text);
  }

  InferenceCase unimplemented(String text) {
    return fails(501, "UNIMPLEMENTED", text);
  }

  InferenceCase fails(int http, String grpc, String text) {
    return expecting(new Expected.Failure(http, grpc, text));
  }

  private InferenceCase expecting(Expected expected) {
    return new InferenceCase(
        name, forms, model, version, id, inputs, requested, outputParameters, parameters, expected);
  }

  static Values pair(String name, Double first, Double second) {
    return Values.of(name, "FP32", List.of(1L, 2L), first, second);
  }
}
