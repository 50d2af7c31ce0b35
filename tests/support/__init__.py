"""What tests share: paths, packages to work on, the command line, other people's verdicts, and drawn logs.

No test module imports another one, and conftest.py holds fixtures only. Read `packages.py` and `runner.py` first.
"""
