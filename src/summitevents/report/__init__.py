"""Reports: findings in words, and in the formats of those who collect them.

In: what a check came to. Out: text for a person, GitHub, code scanning, JUnit; one module a format.
`explain` has the longer explanation of every code.
"""
