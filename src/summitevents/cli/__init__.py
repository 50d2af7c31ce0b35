"""The command line: options in, exit code out; standard output is data, standard error is talk.

Each command says what it does in its help, and calls one function of the folders below.
Read `main` first.
"""
