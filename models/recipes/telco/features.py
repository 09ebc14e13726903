"""The schema of Telco churn: the row, and the row with what the customer wrote."""

from __future__ import annotations

from tabular.schema import Feature, Schema

MOST_TOKENS = 128
_ADDED = ("No", "No internet service", "Yes")


def _number(name: str, kind: str, low: float, high: float, unit: str, description: str) -> Feature:
    return Feature(name, kind, "numbers", description, unit, range=(low, high), missing="nan")


def _boolean(name: str, description: str) -> Feature:
    return Feature(name, "boolean", "numbers", description, missing="nan")


def _category(name: str, values: tuple[str, ...], description: str) -> Feature:
    return Feature(name, "category", "categories", description, values=values, missing="index", unknown="index")


ROW = Schema((
    _category("gender", ("Female", "Male"), "gender"),
    _boolean("SeniorCitizen", "65 or older"),
    _boolean("Partner", "has a partner"),
    _boolean("Dependents", "has dependents"),
    _number("tenure", "integer", 0, 72, "months", "time as a customer"),
    _boolean("PhoneService", "has a telephone line"),
    _category("MultipleLines", ("No", "No phone service", "Yes"), "has several lines"),
    _category("InternetService", ("DSL", "Fiber optic", "No"), "internet"),
    _category("OnlineSecurity", _ADDED, "buys online security"),
    _category("OnlineBackup", _ADDED, "buys online backup"),
    _category("DeviceProtection", _ADDED, "buys device protection"),
    _category("TechSupport", _ADDED, "buys technical support"),
    _category("StreamingTV", _ADDED, "streams television"),
    _category("StreamingMovies", _ADDED, "streams films"),
    _category("Contract", ("Month-to-month", "One year", "Two year"), "contract"),
    _boolean("PaperlessBilling", "gets bills without paper"),
    _category("PaymentMethod", ("Bank transfer (automatic)", "Credit card (automatic)", "Electronic check", "Mailed check"),
              "how bills are paid"),
    _number("MonthlyCharges", "number", 18.25, 118.75, "dollars", "bill of the last month"),
    _number("TotalCharges", "number", 18.8, 8684.8, "dollars", "all bills so far; missing for new customers"),
))
FEEDBACK = Feature("feedback", "text", "input_ids", "what the customer wrote", further={
    "tokenizer": "tokenizer.json", "mask": "attention_mask", "max-tokens": MOST_TOKENS, "long": "cut"})
ROW_AND_TEXT = Schema((*ROW.features, FEEDBACK))
