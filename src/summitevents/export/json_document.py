"""JSON documents as this package writes them."""

import json


def json_document(value: object, indent: int) -> bytes:
    """Returns a value as an indented JSON document in UTF-8, with a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode()
