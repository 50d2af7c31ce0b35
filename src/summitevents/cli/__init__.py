"""The command line: options in, exit code out; standard output is data, standard error is talk.

Each command says in its help what it does, and calls a few functions of the folders below. Heavy imports stand inside
the commands, so that `--version` and `--help` answer at once.
Read `main` first; `read`, `check`, `curate`, `seal` and `publish` hold the commands.
"""
