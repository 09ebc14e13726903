package io.salver.api;

import static io.salver.api.TaskCases.answer;
import static io.salver.api.TaskCases.invalid;
import static io.salver.api.TaskCases.refusal;

import io.salver.api.TaskCases.Case;
import io.salver.api.TaskStep.Call;
import java.util.stream.Stream;

/** The rows of the table that are about rows. */
final class TabularCases {

  private TabularCases() {}

  static Stream<Case> all() {
    return Stream.of(answered(), explained(), wrong()).flatMap(rows -> rows);
  }

  private static Stream<Case> answered() {
    return Stream.of(
        answer(
            "a row is classified",
            TaskStep.of(Call.PREDICT, "{'rows': [{'age': 39, 'hours': 40.5, 'work': 'Private'}]}"),
            "{'model': 'eyes', 'version': 3, 'unit': 'USD', 'results': [{'label': 'age=whole 39"
                + " hours=real 40.5 work=text Private', 'classes': [{'label': 'age=whole 39"
                + " hours=real 40.5 work=text Private', 'index': 1, 'score': 0.75}, {'label':"
                + " 'rest', 'index': 0, 'score': 0.25}]}]}"),
        answer(
            "rows are answered in order, whatever they lack",
            TaskStep.of(
                Call.PREDICT,
                "{'rows': [{'a': true, 'b': null}, {}, {'b': 9007199254740993}], 'top_k': 1}"),
            "{'results': [{'label': 'a=flag true'}, {'label': ''}, {'label': 'b=whole"
                + " 9007199254740993', 'classes': [{'index': 1}]}]}"),
        answer(
            "a row has a value and its distribution",
            TaskStep.of(Call.PREDICT, "{'rows': [{'value': 2.5}]}"),
            "{'results': [{'value': 2.5, 'deviation': 1.5, 'quantiles': [{'level': 0.5, 'value':"
                + " 2}], 'interval': {'level': 0.9, 'low': -1, 'high': 4}, 'components':"
                + " [{'weight': 1, 'mean': 2, 'deviation': 3}]}]}"),
        answer(
            "a row that cannot be read leaves the others, where that is asked for",
            TaskStep.of(Call.PREDICT, "{'rows': [{'bad': 1}, {'a': 2}], 'partial': true}"),
            "{'results': [{'error': 'rows[0].bad expects nothing, received whole 1', 'problems':"
                + " [{'column': 'bad', 'message': 'rows[0].bad expects nothing, received whole"
                + " 1'}], 'more': 2}, {'label': 'a=whole 2'}]}"));
  }

  private static Stream<Case> explained() {
    return Stream.of(
        answer(
            "a row is explained",
            TaskStep.of(
                Call.PREDICT,
                "{'rows': [{'a': 1}], 'explain': {'method': 'permutation', 'budget': 50, 'seed': 7,"
                    + " 'label': 'rest'}}"),
            "{'results': [{'explanation': {'method': 'permutation', 'label': 'rest', 'explained':"
                + " 50, 'baseline': 7, 'attributions': [{'feature': 'age', 'value': 0.5,"
                + " 'standard_error': 0.125}], 'model_rows': 9}}]}"),
        answer(
            "a person is asked where the model is not sure",
            TaskStep.of(
                Call.PREDICT,
                "{'rows': [{'value': 1}], 'abstain_below': 0.6, 'abstain_wider': 2.5}"),
            "{'results': [{'abstained': 'below 0.6 wider 2.5'}]}"));
  }

  private static Stream<Case> wrong() {
    return Stream.of(
        invalid(
            "no rows",
            TaskStep.of(Call.PREDICT, "{'partial': false}"),
            "one of rows, row, columns and a file is expected, received none"),
        invalid(
            "a row that cannot be read",
            TaskStep.of(Call.PREDICT, "{'rows': [{'a': 1}, {'bad': 'x'}]}"),
            "rows[1].bad expects nothing, received text x"),
        invalid(
            "an explanation by nobody",
            TaskStep.of(Call.PREDICT, "{'rows': [{'a': 1}], 'explain': {'method': 'magic'}}"),
            "explain.method expects one of shapley, permutation, model, received 'magic'"),
        invalid(
            "a budget of nothing",
            TaskStep.of(Call.PREDICT, "{'rows': [{'a': 1}], 'explain': {'budget': 0}}"),
            "explain.budget expects a whole number from 1 to 1000000, received 0"),
        invalid(
            "a confidence over one",
            TaskStep.of(Call.PREDICT, "{'rows': [{'a': 1}], 'abstain_below': 1.5}"),
            "abstain_below expects a number from 0 to 1, received 1.5"),
        refusal(
            "a model of rows that is not there",
            TaskStep.of(Call.PREDICT, "{'rows': [{'a': 1}], 'model': 'nowhere'}"),
            404,
            "NOT_FOUND",
            "no model 'nowhere'"));
  }
}
