"""Judges instances by generated models: one JSON document in each line, one answer for each."""

import importlib
import json
import os
import sys

from pydantic import TypeAdapter, ValidationError

sys.path.insert(0, os.getcwd())
adapters = {}


def adapter(module, name):
    if (module, name) not in adapters:
        kind = getattr(importlib.import_module(module), name)
        adapters[module, name] = TypeAdapter(kind)
    return adapters[module, name]


def violations(error):
    return [
        {
            "loc": list(one["loc"]),
            "type": one["type"],
            "message": one["msg"],
            "rule": one.get("ctx", {}).get("rule"),
        }
        for one in error.errors(include_url=False, include_input=False)
    ]


def judge(case):
    reader = adapter(case["module"], case["name"])
    old = None
    if "old" in case:
        try:
            old = reader.validate_python(json.loads(case["old"]))
        except ValidationError as error:
            return {"impossible": violations(error)}
    try:
        value = reader.validate_python(json.loads(case["instance"]))
        if old is not None:
            value.check_change_from(old)
    except ValidationError as error:
        return {"violations": violations(error)}
    kept = reader.dump_python(value, mode="json", by_alias=True, exclude_none=True)
    return {"violations": [], "kept": kept}


for line in sys.stdin:
    try:
        answer = judge(json.loads(line))
    except Exception as error:  # What a model raises that is no refusal is a fault, and told.
        answer = {"fault": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer))
