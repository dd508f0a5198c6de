"""Reading `figures.toml`: the word of whoever documents the data, kept beside the data."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from counterwatch.core import Template, WrongUsage
from counterwatch.figures.setup import SetupFile

NAME = "figures.toml"
LARGEST = 1 << 20
CANNOT_READ = Template("figures.setup_file.cannot_read", "cannot read {file}: {reason}")
NOT_TOML = Template("figures.setup_file.not_toml", "{file} is not TOML: {reason}")
NOT_KNOWN = Template("figures.setup_file.not_known", "{file} says something that is not understood: {reason}")
SEE_GUIDE = Template("figures.setup_file.see_guide", "the guide «A second file beside the data» lists what it may say; --no-setup leaves it unread")
ELSEWHERE = Template("figures.setup_file.elsewhere", "{file} names a file outside its own folder: {other}")
NAME_IT = Template("figures.setup_file.name_it", "copy that file beside the data, or name it on the command line")


def setup_beside(source: Path) -> Path | None:
    """Return the `figures.toml` in the folder of a file, if there is one."""
    place = source.absolute().parent / NAME
    return place if source.exists() and place.is_file() else None


def read_setup(place: Path) -> SetupFile:
    """Return what a `figures.toml` says. Files it names lie in its own folder: data from elsewhere must not make us read what it likes."""
    try:
        with place.open("rb") as file:
            data = file.read(LARGEST + 1)
        said = tomllib.loads(data[:LARGEST].decode("utf-8-sig"))
        setup = msgspec.convert(said, SetupFile)
    except OSError as error:
        raise WrongUsage(CANNOT_READ(file=place.name, reason=error.strerror or ""), hint=SEE_GUIDE()) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WrongUsage(NOT_TOML(file=place.name, reason=str(error)), hint=SEE_GUIDE()) from error
    except msgspec.ValidationError as error:
        raise WrongUsage(NOT_KNOWN(file=place.name, reason=str(error)), hint=SEE_GUIDE()) from error
    folder = place.absolute().parent.resolve()
    for each in setup.others:
        if not (folder / each.file).resolve().is_relative_to(folder):
            raise WrongUsage(ELSEWHERE(file=place.name, other=each.file), hint=NAME_IT())
    return setup
