"""The catalogue of everything that can be found: each code with its severity, and what is wrong and what to do.

The names in braces are filled in by `finding.find`; a test holds its callers to these templates. docs/findings.md is
generated from this page.
"""

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
DOCS = "docs/findings.md"
"""The page that explains every code, in a section of its own."""


class Code(NamedTuple):
    """One entry of the catalogue. `message` and `help` are templates; a help of "{hint}" depends on the data."""

    severity: Severity
    message: str
    help: str


_E: Severity = "error"
_W: Severity = "warning"
CATALOGUE: dict[str, Code] = {
    # -- the folder and its files
    "batch-name": Code(_E, "{value} is not a batch's name", "name it YYYY-MM-DD-slug.jsonl, in lower case"),
    "batch-stray": Code(_W, "{value} is not part of a log and is not read", "move it out of events/"),
    "order-name": Code(_E, "ORDER lists {value}, which is not a batch's name", "take ORDER back from git"),
    "order-double": Code(_E, "ORDER lists {value} again, after {other}", "take ORDER back from git"),
    "order-missing": Code(_E, "ORDER lists {value}, which is not there", "take the batch back from git"),
    "order-empty": Code(_E, "ORDER lists {value}, which has no lines", "take the batch back from git"),
    "order-torn": Code(_E, "the last line does not end in LF", "take ORDER back from git"),
    "descriptor-batches": Code(_E, "{problem}", "summitevents seal lists every sealed batch anew"),
    "descriptor-resources": Code(_E, "{problem}", "take it out of resources, or give it a name of its own"),
    "descriptor-version": Code(
        _W, "{field} is {value}, and that of the last release {other}", "write {other}: summitevents seal does, too"
    ),
    # -- the vocabulary
    "vocabulary-missing": Code(_E, "{value} is no vocabulary: {problem}", "{hint}"),
    "term-twice": Code(_E, "{field} is {value}, as that of an earlier entry", "keep one of the two"),
    "term-sealed": Code(
        _E,
        "{field} cannot be {value}, though the line is sealed",
        "put {value} back into the vocabulary of the package",
    ),
    # -- bytes
    "bytes-bom": Code(_E, "the file starts with a byte order mark", "save it as UTF-8 without BOM"),
    "bytes-utf8": Code(_E, "byte {value} is not UTF-8", "save the file as UTF-8"),
    "bytes-cr": Code(_E, "a carriage return", "end every line with LF alone; git: core.autocrlf=input"),
    "bytes-nul": Code(_E, "a NUL byte", "remove it; the file may be damaged"),
    "line-blank": Code(_E, "a blank line", "remove it: every line is a record"),
    "line-long": Code(_E, "the line has {value} bytes; at most 65535 are allowed", "shorten its texts"),
    "line-torn": Code(_E, "the last line does not end in LF", "write the rest of it, and a newline"),
    # -- JSON
    "json-syntax": Code(_E, "not JSON: {problem}", "one JSON object a line"),
    "json-object": Code(_E, "a line is a JSON object, this is {value}", "one record a line, in braces"),
    "json-duplicate": Code(_E, "the field {value} stands twice", "keep one of them"),
    "json-number": Code(_E, "{value} is not a number every reader takes alike", "at most 2^53 - 1; null if unknown"),
    "json-surrogate": Code(_E, "{value} is half of a surrogate pair", "write the character itself, in UTF-8"),
    # -- the form of a record
    "op-unknown": Code(_E, "{value} is not an op", "{hint}"),
    "field-unknown": Code(_E, "{holder} has no field {value}", "{hint}"),
    "field-missing": Code(_E, "{holder} needs the field {other}", "{hint}"),
    "field-type": Code(_E, "{field} is {value}; it should be {expected}", "{hint}"),
    "field-choice": Code(_E, "{field} cannot be {value}", "{hint}"),
    "field-form": Code(_E, "{field} cannot be {value}: {problem}", "{hint}"),
    "field-pair": Code(_E, "{problem}", "{hint}"),
    "date-edtf": Code(_E, "{field} is {value}: {problem}", "EDTF, such as 2019, 2019-02, 2019-02-27/2019-02-28"),
    "time-form": Code(_E, "{field} is {value}: {problem}", "UTC as YYYY-MM-DDTHH:MM:SSZ"),
    # -- the rules of the log
    "id-batch": Code(_E, "the id {value} is not of this file", "write {other}.<n>"),
    "id-duplicate": Code(_E, "the id {value} is also at {other}", "give one of them the next free number"),
    "line-double": Code(_W, "the same line stands at {other}", "remove one of them; it counts once"),
    "clock-ahead": Code(_E, "{value} is later than the batch's own date", "check the clock, or name the batch anew"),
    "record-missing": Code(_E, "{field} names {value}, which is no record", "{hint}"),
    "record-op": Code(_E, "{field} of {op} cannot be {value}, whose op is {other}", "{hint}"),
    "target-self": Code(_E, "{field} sets {value} against itself", "name the other one"),
    "source-missing": Code(_E, "no live source is declared as {value}", "{hint}"),
    "actor-missing": Code(_E, "no live actor is declared as {value}", "{hint}"),
    "place-missing": Code(_E, "no live place is declared as {value}", "{hint}"),
    "event-missing": Code(_E, "no claim speaks of the event {value}", "{hint}"),
    "event-empty": Code(_W, "no live claim speaks of the event {value} any more", "retract this record, or claim anew"),
    "declared-twice": Code(_E, "{value} is also declared by {other}", "retract one of the two"),
    "replaced-twice": Code(_E, "{value}, or what it replaced, is also replaced by {other}", "retract one of the two"),
    "replaced-and-retracted": Code(
        _E, "{value} is replaced here, and it or what it replaced is retracted by {other}", "retract one of the two"
    ),
    "replaces-circle": Code(_E, "{value} replaces itself in the end", "retract one of them and assert anew"),
    "claim-twice": Code(
        _W,
        "the same is claimed of {value} by {other}: from the same place in the source, for the same date",
        "if it was written twice, retract one of the two, or take its batch back",
    ),
    "rank-conflict": Code(_E, "{value} is ranked otherwise by {other}", "retract one of the two"),
    "rank-dead": Code(_W, "the ranked claim {value} is dead", "retract this; rank the claim that took its place"),
    "compare-dead": Code(_W, "the compared claim {value} is dead", "retract this; compare what took its place"),
    "absorbed-twice": Code(_E, "{value} is absorbed into “{other}” as well", "retract one of the two"),
    "same-circle": Code(_E, "{value} is absorbed into itself in the end", "retract one of these records"),
    "same-different": Code(_E, "“{other}” and {value} are held different, and are merged", "retract one or the other"),
    "relation-circle": Code(_E, "{value} is {other} itself in the end", "retract one of the relations"),
    "within-circle": Code(_E, "the place {value} lies within itself in the end", "correct one of the places"),
    "revision-circle": Code(_E, "the source {value} revises itself in the end", "correct one of the sources"),
    "passage-range": Code(_E, "the passage ends at {value}, the document at {other}", "anchor the passage again"),
    "interval-reversed": Code(_W, "{value} ends before it starts", "check both dates"),
    "date-far": Code(_W, "{value} lies more than ten years ahead", "check the year"),
    "date-after-source": Code(_W, "{value} is after the source itself, {other}", "a plan is announced or expected"),
    "source-too-early": Code(_W, "{value} begins before {other}, which the source tells as past", "begin it there"),
    "speaker-missing": Code(_W, "{value} is an utterance, and nobody says it", "give speaker"),
    "taken-from-unknown": Code(_W, "no source has the publisher {value}, and no actor that name", "{hint}"),
    "name-unlisted": Code(_W, "“{other}” is not known by the name {value}", "add it to the actor's names"),
    # -- tables of any data package, by their schemas; the names are frictionless's
    "package-error": Code(_E, "{problem}", "correct datapackage.json"),
    "resource-error": Code(_E, "the resource {resource}: {problem}", "correct its entry in datapackage.json"),
    "dialect-error": Code(_E, "the dialect of {resource}: {problem}", "correct it in datapackage.json"),
    "schema-error": Code(_E, "the schema of {resource}: {problem}", "correct it in datapackage.json"),
    "field-error": Code(_E, "the field {field} of {resource}: {problem}", "correct it in datapackage.json"),
    "scheme-error": Code(_E, "the resource {resource}: {problem}", "put the file into the package's folder"),
    "resource-unchecked": Code(_W, "{resource} was not looked at: {problem}", "tables are CSV or JSON Lines files"),
    "encoding-error": Code(_E, "{problem}", "save the file as UTF-8, or declare its encoding"),
    "source-error": Code(_E, "{resource} cannot be read: {problem}", "see the file, and its dialect"),
    "byte-count": Code(_E, "{resource} has {value} bytes; {problem}", "get the file again, or correct the figure"),
    "hash-count": Code(_E, "{resource} has the hash {value}; {problem}", "get the file again, or correct the hash"),
    "hash-unchecked": Code(_W, "the hash of {resource} was not checked: nobody here knows {value}", "sha256 is known"),
    "field-count": Code(_E, "{resource} has {value} fields; {problem}", "correct the figure, or the schema"),
    "row-count": Code(_E, "{resource} has {value} rows; {problem}", "get the file again, or correct the figure"),
    "blank-label": Code(_E, "a column has no label; it should be {field}", "write the field's name"),
    "duplicate-label": Code(_E, "the label {value} stands twice: {problem}", "give one of them another name"),
    "extra-label": Code(_E, "the schema has no field for the label {value}", "remove the column, or declare it"),
    "incorrect-label": Code(_E, "the label is {value}; it should be {field}", "{hint}"),
    "missing-label": Code(_E, "no column is labelled {field}", "{hint}"),
    "unmatched-header": Code(_E, "no label is that of a field", "check whether the schema is this file's"),
    "extra-key": Code(_E, "{value} is no field", "remove it, or declare it"),
    "blank-row": Code(_E, "the row is blank", "remove it"),
    "extra-cell": Code(_E, "the row has a cell too many: {problem}", "check its commas and quotes"),
    "missing-cell": Code(_E, "the row has no cell for {field}", "check its commas and quotes"),
    "type-error": Code(_E, "{field} is {value}: {problem}", "write a value of this type, or leave it empty"),
    "constraint-error": Code(_E, "{field} is {value}: {problem}", "write a value that keeps to it"),
    "unique-error": Code(_E, "{field} is {value}, as in {other}", "give one of the rows another value"),
    "unique-key": Code(_E, "the key {value} is that of {other}", "give one of the rows another key"),
    "primary-key": Code(_E, "the primary key {problem}", "every row has a key of its own"),
    "primary-key-null": Code(_E, "of the primary key, {problem}", "every field of the key has a value"),
    "foreign-key": Code(_E, "{value} is not in {other}", "add it there, or correct it here"),
    "key-unchecked": Code(
        _W,
        "a foreign key of {resource} was not checked: {problem}",
        "see what is said and declared of that table",
    ),
    # -- what is proposed to be written
    "row-width": Code(_E, "the row has {value} cells, the heading {other}", "check its commas and quotes"),
    "words-missing": Code(_E, "{value} stands nowhere in {other}", "{hint}"),
    "words-twice": Code(_E, "{value} stands {other}", "give more words"),
    "words-document": Code(_E, "{value} cannot be looked up: {problem}", "{hint}"),
    # -- what was sealed
    "sealed-changed": Code(_E, "the line {problem}", "take the batch back from git; to correct it, write a new record"),
    "sealed-missing": Code(
        _E, "the line is missing: {value} were sealed, {other} are left", "take the batch back from git"
    ),
    "sealed-added": Code(_E, "the line is one too many: {value} were sealed", "move it into a batch of its own"),
    "sealed-gone": Code(_E, "the batch was sealed, and is not there", "take it back from git"),
    "sealed-order": Code(_E, "{other} was sealed here, not {value}", "take ORDER back from git"),
    "order-unsealed": Code(
        _E,
        "no checkpoint covers {value} and what follows",
        "run summitevents seal again, or take the checkpoint back from git",
    ),
    "seal-unfinished": Code(
        _E, "it has no checkpoint", "run summitevents seal again, or take the checkpoint back from git"
    ),
    "leaves-changed": Code(_E, "{problem}", "take the file back from git"),
    "leaves-missing": Code(_E, "it is not there: a damage could not be given its place", "take the file back from git"),
    "checkpoint-missing": Code(_E, "it is not there, and its leaf hashes are", "take it back from git"),
    "checkpoint-form": Code(_E, "not a checkpoint of this log: {problem}", "take it back from git"),
    "checkpoint-root": Code(_E, "the first {value} lines have another root", "take it back from git"),
    "checkpoint-ahead": Code(_E, "it is of {value} lines; of this log {other} are sealed", "get the newest log"),
    "checkpoint-fork": Code(
        _E,
        "it continues from line {value}, as another seal does",
        "keep one of the two: remove the other one's files, and its batches from ORDER; then seal again",
    ),
    "checkpoint-signature": Code(_E, "{problem}", "give the key that signed it, or do not trust it"),
    "checkpoint-stray": Code(_W, "{value} is not part of a log", "move it out of events/checkpoints/"),
    # -- what was released
    "release-form": Code(_E, "not a release, VERSION SIZE ROOT SCHEMA: {problem}", "take RELEASES back from git"),
    "release-order": Code(_E, "{value} comes after {other}", "take RELEASES back from git"),
    "release-root": Code(_E, "the first {value} lines {problem}", "take RELEASES back from git, or get the newest log"),
    "release-tables": Code(_E, "{problem}", "{hint}"),
    "zip-damaged": Code(_E, "the zip file is damaged: {problem}", "download it again"),
    "zip-path": Code(_E, "the name {value} {problem}", "do not unzip it; download it again"),
    "zip-link": Code(_E, "it is {problem}, and not a file", "do not unzip it; download it again"),
    "zip-double": Code(
        _E, "its name is also that of {other}, at least on some systems", "do not unzip it; download it again"
    ),
    "zip-large": Code(_E, "it would become {value} bytes, {problem}", "do not unzip it; download it again"),
    "zip-repacked": Code(
        _E, "its members are right, but the file was packed in another way, or has bytes besides", "download it again"
    ),
    "sums-form": Code(_E, "{problem}", "download it again"),
    "sums-changed": Code(_E, "{problem}", "download it again"),
    "member-changed": Code(_E, "{problem}", "{hint}"),
    # -- what was there at a git revision
    "merged-changed": Code(_E, "the line is not the one that was {problem}", "{hint}"),
    "merged-missing": Code(_E, "line {value}, which was {problem}, stands here no more", "{hint}"),
    "merged-added": Code(_E, "the line was not in it when it was {problem}", "{hint}"),
    "merged-gone": Code(_E, "it was {problem}, and is not there any more", "{hint}"),
    # -- citations against documents at hand
    "document-changed": Code(_E, "{value} {problem}", "{hint}"),
    "document-size": Code(_E, "the document has {other} {field}, not {value}", "correct the source's record"),
    "passage-changed": Code(_E, "the passage's SHA-256 is not {value}", "anchor the passage again"),
}
