"""Verdicts that owe nothing to the code they are compared with: plain Python for the rules, frictionless for the form."""
