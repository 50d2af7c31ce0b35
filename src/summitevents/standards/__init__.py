"""Public standards, each in files of its own: pure functions without input or output, which cite the sections of their standard.

`edtf` reads dates, `written_dates` what people write instead; `ijson` reads JSON strictly; `merkle`, `checkpoint` and `tlog_proof` hash, sign and prove a log;
`sql_quoting` writes values into SQL. Texts or bytes come in, values or a ValueError with its place go out. Nothing here
imports the rest of the package. Read `ijson` first: it is short; of EDTF, read `edtf` first.
"""
