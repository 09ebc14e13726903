"""Telco churn: which customers leave, from their row, and from their row and what they wrote."""
