"""One or two examples of each command, which its help shows. A test runs them on the log of this repository."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "timeline": (
        "summitevents timeline --from 2018-05 --to 2018-06",
        'summitevents timeline --actor Pompeo --text "sanctions"',
    ),
    "show": ("summitevents show hanoi-summit-2019", "summitevents show nias-2019"),
    "cite": ("summitevents cite hanoi-summit-2019 -f bibtex",),
    "query": (
        "summitevents query \"SELECT title, happened FROM events WHERE kind = 'summit'\"",
        "summitevents query history -p event=hanoi-summit-2019",
    ),
    "log": ("summitevents log --as-of 100",),
    "diff": ("summitevents diff 3000 3100",),
    "coverage": ("summitevents coverage",),
    "export": (
        "summitevents export claims -o claims.csv",
        "summitevents export -f geojson -o events.geojson",
    ),
    "build": ("summitevents build -o summitevents.duckdb",),
    "source": (
        "summitevents source gazette-2019 --title 'Summit opens' --publisher 'The Gazette' --published 2019-02-27 \\\n"
        "  --address https://example.org/summit --genre news --language en --dry-run",
    ),
    "append": (
        "summitevents append --event hanoi-summit-2019 --kind summit --title 'The summit in Hanoi' \\\n"
        "  --status occurred --source nias-2019 --locator 'paragraph 1' --dry-run",
        "summitevents append --from-csv claims.csv --map Who=actors --dry-run",
    ),
    "anchor": ('summitevents anchor article.txt "sixty years"',),
    "correct": ('summitevents correct nias-2019 note="read on paper" --because "how it was read" --dry-run',),
    "retract": ('summitevents retract 2026-11-21-e-nias.35 --because "not in the article" --dry-run',),
    "same": (
        'summitevents same trump-visit-vietnam-2017 tillerson-visit-vietnam-2017 --because "one journey" --dry-run',
    ),
    "different": ('summitevents different hanoi-summit-2019 singapore-summit-2018 --because "a year apart" --dry-run',),
    "rank": ('summitevents rank 2026-11-21-e-nias.35 deprecated --because "a round number" --dry-run',),
    "compare": (
        "summitevents compare 2026-11-21-e-nias.35 contradicts 2026-11-21-d-citizen-truth.29 \\\n"
        '  --because "a year apart" --dry-run',
    ),
    "relate": ("summitevents relate hanoi-summit-2019 follows singapore-summit-2018 --dry-run",),
    "take-back": ("summitevents take-back 2026-02-01-mending --dry-run",),
    "validate": ("summitevents validate", "summitevents validate datapackage.json -f sarif -o findings.sarif"),
    "explain": ("summitevents explain date-edtf",),
    "verify": ("summitevents verify",),
    "prove": ("summitevents prove 2026-11-21-e-nias.35",),
    "seal": ("summitevents seal --dry-run", "summitevents seal"),
    "release": ("summitevents release 1.0.0",),
    "site": ("summitevents site -o build/site",),
    "help": ("summitevents help timeline",),
}
