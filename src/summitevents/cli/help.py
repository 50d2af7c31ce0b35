"""What --help says: usage in plain words, options, examples; the commands in groups; and what is no command, or twice an option.

The man page is made from the same (tools/man_page.py).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

EXAMPLES: dict[str, tuple[str, ...]] = {
    "timeline": (
        "summitevents timeline --from 1969-07 --to 1969-08",
        'summitevents timeline --actor Armstrong --text "Moon"',
    ),
    "show": ("summitevents show apollo-11-first-step", "summitevents show apollo-by-the-numbers"),
    "cite": ("summitevents cite apollo-11-first-step -f bibtex",),
    "query": (
        "summitevents query \"SELECT title, happened FROM events WHERE kind = 'journey'\"",
        "summitevents query history -p event=apollo-11-first-step",
    ),
    "log": ("summitevents log --as-of 5",),
    "diff": ("summitevents diff 8 9",),
    "coverage": ("summitevents coverage",),
    "export": (
        "summitevents export claims -o claims.csv",
        "summitevents export -f geojson -o events.geojson",
    ),
    "build": ("summitevents build -o apollo.duckdb",),
    "init": (
        "summitevents init apollo --title 'The Apollo programme' --license CC0-1.0 --author 'An Author'",
        "summitevents init moon --title 'The Moon' --from-csv events.csv --map Day=happened --map Who=person",
    ),
    "source": (
        "summitevents source gazette-1969 --title 'Men on the Moon' --publisher 'The Gazette' --published 1969-07-21 \\\n"
        "  --address https://example.org/moon --genre news --language en --dry-run",
    ),
    "append": (
        "summitevents append --event apollo-11-landing --kind journey --title 'The landing on the Moon' \\\n"
        "  --happened 1969-07-20 --basis stated --status occurred --source apollo-by-the-numbers \\\n"
        "  --locator 'LM lunar landing' --dry-run",
        "summitevents append --from-csv claims.csv --map Who=actors --dry-run",
    ),
    "anchor": ('summitevents anchor article.txt "one small step"',),
    "correct": (
        'summitevents correct neil-armstrong name="Neil A. Armstrong" --because "as he signed" --dry-run',
        'summitevents correct 2026-02-01-apollo.8 happened=1969-07-21 --because "by Greenwich Mean Time" --dry-run',
    ),
    "retract": ('summitevents retract 2026-02-01-apollo.9 --because "not in the table" --dry-run',),
    "same": ('summitevents same apollo-11-landing apollo-11-touchdown --because "one landing" --dry-run',),
    "different": (
        'summitevents different apollo-11-landing apollo-11-first-step --because "six hours apart" --dry-run',
    ),
    "rank": ('summitevents rank 2026-02-01-apollo.8 preferred --because "the day in Houston" --dry-run',),
    "compare": (
        "summitevents compare 2026-02-01-apollo.8 contradicts 2026-02-01-apollo.9 \\\n"
        '  --because "one moment, in two time zones" --dry-run',
    ),
    "relate": ("summitevents relate apollo-11-first-step follows apollo-11-landing --dry-run",),
    "take-back": ("summitevents take-back 2026-02-01-mending --dry-run",),
    "validate": ("summitevents validate", "summitevents validate datapackage.json -f sarif -o findings.sarif"),
    "explain": ("summitevents explain date-edtf",),
    "verify": ("summitevents verify",),
    "prove": ("summitevents prove 2026-02-01-apollo.8",),
    "seal": ("summitevents seal --dry-run", "summitevents seal"),
    "release": ("summitevents release 1.0.0",),
    "site": ("summitevents site -o build/site",),
    "help": ("summitevents help timeline",),
}
"""One or two examples of each command, which its help shows. A test runs them on a small log of the Apollo programme."""
GROUPS = {
    "Read": ("timeline", "show", "cite", "query", "log", "diff", "coverage", "export", "build"),
    "Write": (
        "init", "source", "append", "anchor", "correct", "retract", "same", "different", "rank", "compare", "relate", "take-back",
    ),
    "Check": ("validate", "explain", "verify", "prove"),
    "Publish": ("seal", "release", "site"),
}  # fmt: skip
"""The commands in the groups and the order of --help; one that is in no group stands at the end."""
_MEANT = {
    **dict.fromkeys(("search", "find", "grep"), "timeline --text"),
    **dict.fromkeys(("new", "create", "start"), "init"),
    **dict.fromkeys(("list", "ls", "events", "who", "when"), "timeline"),
    **dict.fromkeys(("sql", "select", "ask"), "query"),
    **dict.fromkeys(("check", "lint", "test"), "validate"),
    **dict.fromkeys(("actors", "places", "sources", "claims"), "export"),
    **dict.fromkeys(("serve", "web", "html", "page"), "site --serve"),
    **dict.fromkeys(("history", "info", "get", "view"), "show"),
    **dict.fromkeys(("stats", "summary", "count"), "coverage"),
}
"""Words that other programs have for commands → what does it here."""

_OPTIONS_MEANT = {
    **dict.fromkeys(("--year", "--date", "--day", "--when"), ("--from", "--to")),
    **dict.fromkeys(("--since", "--after", "--start"), ("--from",)),
    **dict.fromkeys(("--until", "--before", "--end"), ("--to",)),
    **dict.fromkeys(("--person", "--people", "--who", "--name"), ("--actor",)),
    **dict.fromkeys(("--country", "--where", "--location"), ("--place",)),
    **dict.fromkeys(("--search", "--query", "--words", "--grep"), ("--text",)),
    **dict.fromkeys(("--reason", "--why", "--message", "-m", "--because"), ("--because", "--note")),
    **dict.fromkeys(("--json", "--csv"), ("--format",)),
    "--type": ("--kind", "--genre"), "-n": ("--limit",), "--id": ("--batch",),
}  # fmt: skip
"""Options that other programs have → what comes to the same here, where a command has it."""


_NAMING = ("FILE", "FOLDER", "REV")
"""What options name for which nothing is no name: an empty variable of a script must not have them left out."""


class _OnceGiven:
    """Stands for what typer converts an option's value with until there is a value to convert: making that imports pydantic."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Returns the value as typer would, and asks typer for what is not nothing, texts, or a path that there is."""
        kind, limits = param.type_descriptor.annotation, param.type_descriptor.parameter_info
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if type(value) is kind:
            return value
        if kind == list[str]:
            return list(value)
        if kind is Path and limits.file_okay and limits.dir_okay and os.access(value, os.R_OK):
            return Path(value)
        param._runtime_param = None  # from here on, typer's own
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _convert_once_given(command: Any, ctx: Any) -> None:
    for one in command.get_params(ctx):
        if getattr(one, "_runtime_param", ctx) is None:
            one._runtime_param = _OnceGiven()


class Command(TyperCommand):
    """A command whose help has plain names for what one types, and examples.

    No option of one value is taken twice, and no name that is empty.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Reads the options and arguments; ends the program if only the last of two would count, or a name is empty."""
        try:
            values, _, given = (
                ({}, [], []) if ctx.resilient_parsing else self.make_parser(ctx).parse_args(args=list(args))
            )
        except Exception as error:
            if hasattr(error, "possibilities"):  # there is no such option
                error.possibilities = options_meant(error.option_name, {o for p in self.params for o in p.opts})  # type: ignore[attr-defined]
            raise
        for one in given:
            is_argument = one.param_type_name == "argument"
            takes_one = not is_argument and not (one.multiple or getattr(one, "is_flag", False))
            if takes_one and given.count(one) > 1:
                ctx.fail(f"{max(one.opts, key=len)} is given twice, and takes one value")
            texts = [values[one.name]] if isinstance(values[one.name], str) else values[one.name] or []
            if (is_argument or one.metavar in _NAMING) and not all(text.strip() for text in texts):
                ctx.fail(f"{argument_name(one).strip('[].') if is_argument else max(one.opts, key=len)} is empty")
        _convert_once_given(self, ctx)
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Writes the usage: [OPTIONS], and the arguments by name."""
        arguments = [argument_name(one) for one in self.get_params(ctx) if one.param_type_name == "argument"]
        formatter.write_usage(ctx.command_path, " ".join(["[OPTIONS]", *arguments]))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Writes the arguments and the options, with their defaults."""
        for title, records in parameter_sections(self, ctx):
            with formatter.section(title):
                formatter.write_dl(records)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Writes the examples."""
        if lines := EXAMPLES.get(str(self.name)):
            with formatter.section("Examples"):
                for line in "\n".join(lines).splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Commands(TyperGroup):
    """The commands in groups."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Reads the options before the command's name."""
        _convert_once_given(self, ctx)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes the commands, a section a group."""
        for title, names in grouped(list(self.commands)):
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(200)) for name in names])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Returns the command that is meant; an unknown one ends the program, with what it may mean."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(f"there is no command {args[0] or 'without a name'}. {_hint(args[0], list(self.commands))}")
        return super().resolve_command(ctx, args)


def options_meant(name: str, known: set[str]) -> list[str]:
    """Returns the options of a command that one which it does not have may mean."""
    from difflib import get_close_matches

    same = [one for one in _OPTIONS_MEANT.get(name, ()) if one in known]
    return same or get_close_matches(name, sorted(known), n=2, cutoff=0.75)


def grouped(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yields each group's title with those of its commands that there are; then the commands that are in none."""
    for title, group in GROUPS.items():
        yield title, [name for name in group if name in names]
    rest = [name for name in names if all(name not in group for group in GROUPS.values())]
    if rest:
        yield "Help", rest


def parameter_sections(command: Any, ctx: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yields a command's arguments, and its options: name and meaning of each."""
    parameters = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [(argument_name(one), one.help or "") for one in parameters if one.param_type_name == "argument"]
    options = [(_option_name(one), _option_help(one)) for one in parameters if one.param_type_name == "option"]
    return ((title, records) for title, records in (("Arguments", arguments), ("Options", options)) if records)


def argument_name(argument: Any) -> str:
    """Returns what stands for an argument in the usage: [NAME] if it may be left out."""
    name = argument.metavar or argument.name.upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _option_name(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    return f"{names} {option.metavar or max(option.opts, key=len).lstrip('-').replace('-', '_').upper()}"


def _option_help(option: Any) -> str:
    default = option.default
    said = option.help or ""
    shown = not (option.is_flag or default in (None, "", [], ()) or callable(default) or "[default:" in said)
    return f"{said} [default: {getattr(default, 'value', default)}]" if shown else said


def _hint(word: str, commands: list[str]) -> str:
    """Returns what a word for no command may mean. A command that writes is named only if the word is all but its name."""
    from difflib import get_close_matches

    writing = {*GROUPS["Write"], "seal", "release"}
    near = get_close_matches(word, [name for name in commands if name not in writing], n=2)
    near += get_close_matches(word, writing, n=1, cutoff=0.8)
    meant = [_MEANT[word]] if word in _MEANT else near
    return f"Did you mean {' or '.join(meant)}?" if meant else "See: summitevents --help"
