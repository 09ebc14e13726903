"""The schema of Adult, which all four models take."""

from __future__ import annotations

from tabular.schema import Feature, Schema

_EDUCATION = ("Preschool", "1st-4th", "5th-6th", "7th-8th", "9th", "10th", "11th", "12th", "HS-grad", "Some-college",
              "Assoc-voc", "Assoc-acdm", "Bachelors", "Masters", "Prof-school", "Doctorate")
_COUNTRIES = (
    "Cambodia", "Canada", "China", "Columbia", "Cuba", "Dominican-Republic", "Ecuador", "El-Salvador", "England", "France",
    "Germany", "Greece", "Guatemala", "Haiti", "Holand-Netherlands", "Honduras", "Hong", "Hungary", "India", "Iran",
    "Ireland", "Italy", "Jamaica", "Japan", "Laos", "Mexico", "Nicaragua", "Outlying-US(Guam-USVI-etc)", "Peru",
    "Philippines", "Poland", "Portugal", "Puerto-Rico", "Scotland", "South", "Taiwan", "Thailand", "Trinadad&Tobago",
    "United-States", "Vietnam", "Yugoslavia")


def _number(name: str, low: float, high: float, description: str, unit: str | None = None) -> Feature:
    return Feature(name, "integer", "numbers", description, unit, range=(low, high), missing="nan")


def _category(name: str, description: str, values: tuple[str, ...], file: str | None = None) -> Feature:
    return Feature(name, "category", "categories", description, values=values, file=file, missing="index", unknown="index")


SCHEMA = Schema((
    _number("age", 17, 90, "age", "years"),
    _category("workclass", "kind of employer", (
        "Federal-gov", "Local-gov", "Never-worked", "Private", "Self-emp-inc", "Self-emp-not-inc", "State-gov", "Without-pay")),
    _number("fnlwgt", 12_285, 1_484_705, "people that the row stands for in the census", "people"),
    _category("education", "highest education", _EDUCATION),
    _number("education-num", 1, 16, "education as a number, in the order of its values"),
    _category("marital-status", "marital status", (
        "Divorced", "Married-AF-spouse", "Married-civ-spouse", "Married-spouse-absent", "Never-married", "Separated",
        "Widowed")),
    _category("occupation", "occupation", (
        "Adm-clerical", "Armed-Forces", "Craft-repair", "Exec-managerial", "Farming-fishing", "Handlers-cleaners",
        "Machine-op-inspct", "Other-service", "Priv-house-serv", "Prof-specialty", "Protective-serv", "Sales",
        "Tech-support", "Transport-moving")),
    _category("relationship", "place in the household", (
        "Husband", "Not-in-family", "Other-relative", "Own-child", "Unmarried", "Wife")),
    _category("race", "race, in the census' words", (
        "Amer-Indian-Eskimo", "Asian-Pac-Islander", "Black", "Other", "White")),
    _category("sex", "sex, in the census' words", ("Female", "Male")),
    _number("capital-gain", 0, 99_999, "gain from investments in the year", "dollars"),
    _number("capital-loss", 0, 4_356, "loss from investments in the year", "dollars"),
    _number("hours-per-week", 1, 99, "hours worked in a week", "hours"),
    _category("native-country", "country of birth, in the census' spelling", _COUNTRIES, "native-country.txt"),
))
COLUMNS = SCHEMA.names
