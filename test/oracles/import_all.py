"""Imports the modules that it is given, and says what went wrong with which."""

import importlib
import os
import sys

sys.path.insert(0, os.getcwd())
failed = False
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:  # Whatever it is, it is what the test is about.
        failed = True
        print(f"{name}: {type(error).__name__}: {error}"[:2000])
sys.exit(1 if failed else 0)
