"""The words of the vocabulary that logs of tests use: the default one."""

from summitevents.log.kinds_and_roles import DEFAULT, built_in

TERMS = built_in(DEFAULT).terms()
KINDS, ROLES, STATUSES = (list(TERMS[of]) for of in ("kind", "role", "status"))
UTTERANCES = [kind.name for kind in built_in(DEFAULT).kinds if kind.utterance not in (None, "report")]
