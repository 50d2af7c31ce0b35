"""A validator for any Data Package, v1 or v2, by its Table Schemas: every error of its CSV and JSON Lines tables.

    from pathlib import Path
    from summitevents import tableschema

    report = tableschema.check_package(Path("datapackage.json"))
    for problem in report.problems:
        print(problem.resource, problem.line, problem.code, problem.note)

The path of a datapackage.json comes in, a `PackageReport` goes out; nothing else is read but the package's own folder,
and nothing is written but temporary files. The problems are those that the standard says there are, found inside DuckDB;
`check_package_with_frictionless` asks frictionless-py. docs/tableschema.md says where it judges otherwise.

How it works: `engine` is the way through, and the file to read first. descriptor, dialect and schemas read what is
declared; text_files, file_traits, csv_files (csv_rows), jsonl_files and header bring the files into rows of cells (rows,
table); prefilter says in SQL which cells certainly pass; decide has the others decided by Python, as the folder values/
defines it; keys compares values by their canonical texts; position finds the column of each problem. Of the rest of
summitevents this package imports the standards and, for frictionless's errors, the catalogue of findings.
"""

from summitevents.tableschema.descriptor import Resource
from summitevents.tableschema.engine import PackageReport, check_package
from summitevents.tableschema.frictionless_reference import check_package_with_frictionless
from summitevents.tableschema.problem import Problem

__all__ = ["PackageReport", "Problem", "Resource", "check_package", "check_package_with_frictionless"]
