"""Reads makefiles as Drush does: a second reading of docs/makefile.md that shares no code with the program.

Only what checking builds of real makefiles needs: no check of what is written, no options but `no-core`.
"""

import re

try:
    import yaml
except ImportError:  # then makefiles in YAML are left out
    yaml = None

ENTRY = re.compile(r"""
    ^[ \t\n\v\f\r]*
    (?P<key> (?: [^=;\[\]] | \[ [^\[\]]* \] )+? )
    [ \t\n\v\f\r]* = [ \t\n\v\f\r]*
    (?: "(?P<double> (?: [^"] | (?<=\\)" )* )"
      | '(?P<single> (?: [^'] | (?<=\\)' )* )'
      | (?P<bare> [^\r\n]*? ) )
    [ \t\n\v\f\r]*$ """, re.MULTILINE | re.VERBOSE)
CONSTANTS = {"true": True, "false": False, "null": None}


class Unreadable(Exception):
    """Why a makefile is left out."""


def as_key(text):
    """Keys that look like whole numbers are numbers."""
    return int(text) if re.fullmatch(r"0|-?[1-9][0-9]*", text) else text


def read_ini(text):
    data = {}
    for entry in ENTRY.finditer(text):
        keys = re.split(r"\]?\[", entry["key"].rstrip("]"))
        quoted = entry["double"] if entry["double"] is not None else entry["single"]
        value = entry["bare"] if quoted is None else re.sub(r"\\(.?)", r"\1", quoted, flags=re.DOTALL)
        value = CONSTANTS.get(value.lower(), value)
        place = data
        for position, key in enumerate(keys):
            key = len(place) if key == "" else as_key(key)
            if position == len(keys) - 1:
                place[key] = value
            else:
                if not isinstance(place.get(key), dict):
                    place[key] = {}
                place = place[key]
    return data


def with_maps(value):
    """YAML's lists as maps from 0, numbers as text."""
    if isinstance(value, list):
        return {index: with_maps(item) for index, item in enumerate(value)}
    if isinstance(value, dict):
        return {as_key(str(key)): with_maps(item) for key, item in value.items()}
    if isinstance(value, float):
        return f"{value:.14G}"
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def read_yaml(text):
    """Of two equal keys the first counts; None if this is no YAML."""
    if yaml is None:
        return None

    class FirstCounts(yaml.SafeLoader):
        def construct_mapping(self, node, deep=False):
            kept = {}
            for key, value in node.value:
                kept.setdefault(key.value if isinstance(key.value, str) else id(key), (key, value))
            node.value = list(kept.values())
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, FirstCounts)
    except (yaml.YAMLError, ValueError):
        return None


def read(text):
    """The raw data of a makefile, and whether it is YAML."""
    if re.search(r"^\s*core:", text, re.MULTILINE) or not re.search(r"^\s*core\s*=", text, re.MULTILINE):
        data = read_yaml(text)
        if isinstance(data, dict):
            return with_maps(data), True
        if re.search(r"^\s*core:", text, re.MULTILINE):
            raise Unreadable("not readable as YAML")
    return read_ini(text), False


def normalised(data):
    """Short forms as Drush spells them out before it merges."""
    projects = data.get("projects")
    for key, value in list(projects.items()) if isinstance(projects, dict) else ():
        if isinstance(key, int) and isinstance(value, str):
            del projects[key]
            projects[value] = {"version": ""}
        elif isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
            projects[key] = {"version": value}
    return data


def merged(base, overlay):
    result = dict(base)
    for key, value in overlay.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


def children(data, group):
    value = data.get(group)
    return value if isinstance(value, dict) else {}


def entries(data, group):
    """Name -> attributes of every project or library, in order, with the defaults of the makefile."""
    defaults = children(children(data, "defaults"), group)
    found = {}
    for name, value in children(data, group).items():
        if value in (False, None, "", "0", {}) or isinstance(name, int):
            continue
        if isinstance(value, str):
            value = {"version": value}
        if not isinstance(value, dict):
            raise Unreadable(f"{group}[{name}] is no map")
        value = merged(defaults, value)
        if isinstance(value.get("download"), str):
            value["download"] = {"url": value["download"]}
        found[str(value.get("name", name))] = value
    return found


def base_of(core, contrib_destination=None):
    """Where modules, themes and libraries go."""
    if contrib_destination is not None:
        return "" if contrib_destination == "." else contrib_destination.strip("/")
    return "sites/all" if int(core[0]) < 8 else ""


def place(kind, name, attributes, base):
    """The directory of a project or library, relative to the platform."""
    subdir = attributes.get("subdir") or ""
    directory = attributes.get("directory_name") or name
    if kind == "core":
        return ""
    if kind == "profile":
        parts = [attributes.get("destination") or "profiles", subdir, directory]
    elif kind == "library":
        parts = [base, attributes.get("destination") or "libraries", subdir, directory]
    elif kind in ("module", "theme"):
        parts = [base, kind + "s", subdir, directory]
    else:
        raise Unreadable(f"{name} has the type {kind}")
    return "/".join(part.strip("/") for part in parts if part.strip("/"))
