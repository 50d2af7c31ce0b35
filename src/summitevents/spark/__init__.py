"""The same SQL on Apache Spark, classic or Connect, and on Sail: tables and findings are those of DuckDB.

In: a session, and the address of a log. Out: Parquet tables, or a verdict.
`backend` runs the pipeline; `dialect` turns DuckDB's SQL into Spark's.
"""

from summitevents.spark.backend import build, connect, validate

__all__ = ["build", "connect", "validate"]
