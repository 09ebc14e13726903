package io.salver.api;

import static io.salver.api.TaskCases.answer;
import static io.salver.api.TaskCases.invalid;
import static io.salver.api.TaskCases.refusal;

import io.salver.api.TaskCases.Case;
import io.salver.api.TaskStep.Call;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows of the table that are about texts. */
final class TextCases {

  private TextCases() {}

  static Stream<Case> all() {
    return Stream.of(classified(), tagged(), answered(), wrong()).flatMap(rows -> rows);
  }

  private static Stream<Case> classified() {
    return Stream.of(
        answer(
            "a text is classified",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': ['so good'], 'top_k': 2, 'threshold': 0.5}"),
            "{'model': 'eyes', 'version': 3, 'results': [{'classes': [{'label':"
                + " 'so good top 2 over 0.5', 'index': 7, 'score': 0.75}], 'out_of_scope': false,"
                + " 'scope': {'measure': 'probability', 'value': 0.75, 'threshold': 0.5},"
                + " 'tokens': 7, 'truncated': false, 'windows': 1}]}"),
        answer(
            "one text need be no list",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': 'beyond'}"),
            "{'results': [{'out_of_scope': true}]}"),
        answer(
            "texts are answered in order",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': ['one', 'long', '']}"),
            "{'results': [{'tokens': 3, 'truncated': false}, {'tokens': 4, 'truncated': true},"
                + " {'tokens': 0}]}"),
        answer(
            "control characters pass",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': 'a\\u0000\\u0007\\u200fb'}"),
            "{'results': [{'tokens': 5}]}"),
        answer(
            "a word of a megabyte passes",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': '" + "x".repeat(1_000_000) + "'}"),
            "{'results': [{'tokens': 1000000}]}"),
        answer(
            "words are read as a text",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'words': [['so', 'good'], ['bad']]}"),
            "{'results': [{'tokens': 7}, {'tokens': 3}]}"));
  }

  private static Stream<Case> tagged() {
    return Stream.of(
        answer(
            "places are code points where nothing is said",
            TaskStep.of(Call.TAG, "{'input': 'é😀 fin'}"),
            "{'offset_unit': 'codepoint', 'results': [{'entities': [{'label': 'last', 'text':"
                + " 'fin', 'start': 3, 'end': 6, 'score': 0.5}], 'classes': [{'label': 'whole'}],"
                + " 'out_of_scope': false}]}"),
        answer(
            "places are UTF-16 units where that is asked for",
            TaskStep.of(Call.TAG, "{'input': 'é😀 fin', 'offset_unit': 'utf16'}"),
            "{'offset_unit': 'utf16', 'results': [{'entities': [{'start': 4, 'end': 7}]}]}"),
        answer(
            "places are bytes where that is asked for",
            TaskStep.of(Call.TAG, "{'input': 'é😀 fin', 'offset_unit': 'byte'}"),
            "{'offset_unit': 'byte', 'results': [{'entities': [{'start': 7, 'end': 10}]}]}"),
        answer(
            "an entity of words says which they are",
            TaskStep.of(Call.TAG, "{'words': [['to', 'the', 'end']]}"),
            "{'results': [{'entities': [{'text': 'end', 'start': 7, 'end': 10, 'first_word': 2,"
                + " 'end_word': 3}]}]}"));
  }

  private static Stream<Case> answered() {
    return Stream.of(
        answer(
            "a question is answered from its context",
            TaskStep.of(Call.ANSWER, "{'question': 'b', 'context': '😀b', 'top_k': 1}"),
            "{'offset_unit': 'codepoint', 'results': [{'answers': [{'text': 'b', 'start': 1,"
                + " 'end': 2, 'score': 0.5}], 'no_answer': 0.25, 'tokens': 4, 'truncated': false,"
                + " 'windows': 2}]}"),
        answer(
            "questions are answered in order, also with nothing",
            TaskStep.of(
                Call.ANSWER,
                "{'model': 'm', 'inputs': [{'question': 'z', 'context': 'ab'}, {'question': 'b',"
                    + " 'context': 'ab'}], 'offset_unit': 'byte'}"),
            "{'model': 'm', 'results': [{'answers': []}, {'answers': [{'start': 1}]}]}"));
  }

  private static Stream<Case> wrong() {
    return Stream.of(
        invalid(
            "no text",
            TaskStep.of(Call.CLASSIFY_TEXT, "{}"),
            "input expects a text or a list of texts, received none"),
        invalid(
            "too many texts",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': " + texts(2049) + "}"),
            "input takes at most 2048 texts, received 2049"),
        invalid(
            "texts in two ways",
            TaskStep.of(Call.TAG, "{'input': ['a'], 'words': [['a']]}"),
            "input and words are two ways to give texts"),
        invalid(
            "no words of a text",
            TaskStep.of(Call.TAG, "{'words': [['a'], []]}"),
            "words[1] expects a list of texts, at least one"),
        invalid(
            "a threshold over one",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': ['a'], 'threshold': 2.0}"),
            "threshold expects a number from 0 to 1, received 2"),
        invalid(
            "an offset of nobody",
            TaskStep.of(Call.TAG, "{'input': ['a'], 'offset_unit': 'cm'}"),
            "offset_unit expects one of codepoint, utf16, byte, received 'cm'"),
        invalid(
            "a question without a context",
            TaskStep.of(Call.ANSWER, "{'question': 'a'}"),
            "context expects a text, received none"),
        invalid(
            "one of several without a question",
            TaskStep.of(Call.ANSWER, "{'inputs': [{'context': 'a'}]}"),
            "inputs[0].question expects a text, received none"),
        invalid(
            "questions in two ways",
            TaskStep.of(
                Call.ANSWER, "{'question': 'a', 'inputs': [{'question': 'a', 'context': 'b'}]}"),
            "inputs stand in place of question and context"),
        invalid(
            "a text that the model refuses",
            TaskStep.of(Call.CLASSIFY_TEXT, "{'input': ['a', 'broken']}"),
            "the file is damaged"),
        refusal(
            "a text of a failure of ours",
            TaskStep.of(Call.TAG, "{'input': ['crash']}"),
            500,
            "INTERNAL",
            "internal error"));
  }

  private static String texts(int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> "'" + index + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
