"""Persons, places, groups, companies, products and works in noisy text."""
