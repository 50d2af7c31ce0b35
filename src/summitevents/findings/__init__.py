"""Findings: everything that can be wrong with data, as values with a place.

`finding` is the value and how it is made; the catalogue has every code with its severity, its sentence and its remedy.
"""
