"""What a makefile asks for, out of a pool of cut projects: each project and library with its place in the platform."""

import dataclasses
import posixpath
import re

import reading
from reading import Unreadable

NESTED = ("{}.make.yml", "{}.make", "drupal-org.make.yml", "drupal-org.make")
SAME_CODE = {"pressflow": "drupal"}
SINGLE_FILES = (".js", ".css", ".php", ".txt", ".swf", ".png", ".xml", ".json", ".md", ".ttf")
RELEASE = re.compile(r"(?:\d\.x-)?(\d+)\.(\d+|x)(?:\.(\d+))?(?:-((?:alpha|beta|rc|unstable)\d+|dev))?")


@dataclasses.dataclass
class Item:
    """A project or library in the order in which Drush places them."""
    name: str
    kind: str
    place: str
    attributes: dict
    cut: object
    way: str  # pm, get or git
    version: str = ""
    exact: bool = True  # whether the content is that of the version
    owner: object = None  # the item whose makefile asks for it; None: the root
    nested: str = ""  # the makefile in it that Drush follows
    texts: dict = dataclasses.field(default_factory=dict)  # that makefile and what it includes, before addresses change

    is_library_entry: bool = False

    @property
    def download(self):
        return reading.children(self.attributes, "download")


class Plan:
    """Raises Unreadable, with the reason, for makefiles that cannot be served."""

    def __init__(self, pool, read_source, path):
        self.pool, self.read_source, self.path = pool, read_source, path
        self.items = []
        self.releases = {}  # name -> [(version, cut)], best first
        self.texts = {}  # path -> text of the root makefile and of what it includes
        data = self.load(path, read_source, self.texts)
        self.core = core_of(data)
        self.no_core = "drupal" not in reading.entries(data, "projects") and not any(
            entry.get("type") == "core" for entry in reading.entries(data, "projects").values())
        self.level(data, None, self.core, reading.base_of(self.core), set())
        if not self.items:
            raise Unreadable("asks for nothing")

    def load(self, path, read_source, texts):
        text = read_source(path)
        if text is None:
            raise Unreadable(f"includes {posixpath.basename(path)}, which is not at hand")
        texts[path] = text
        raw, _ = reading.read(text)
        data = reading.normalised(raw)
        if raw.get("overrides") or raw.get("translations"):
            raise Unreadable("overrides or translations")
        if set(reading.children(raw, "options")) - {"no-core"} or raw.get("options", {}) not in ({}, None) \
                and not isinstance(raw["options"], dict):
            raise Unreadable("options")
        for include in reading.children(raw, "includes").values():
            if not isinstance(include, str) or "://" in include:
                raise Unreadable("includes from elsewhere")
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(path), include))
            if inner.startswith(".."):
                raise Unreadable("includes what is above it")
            data = reading.merged(self.load(inner, read_source, texts), data)
        return data

    def level(self, data, owner, core, base, left_out):
        projects = {name: entry for name, entry in reading.entries(data, "projects").items() if name not in left_out}
        items = []
        for name, attributes in projects.items():
            item = self.project(name, attributes, owner, core, base)
            if item.kind != "core" or owner is None:
                items.append(item)
        if sum(item.kind == "core" for item in items) > 1:
            raise Unreadable("two cores")
        items.sort(key=lambda item: item.kind != "core")
        names = {item.name for item in items if item.kind != "core"}
        for item in items:
            self.items.append(item)
            self.follow(item, core, base, names if item.kind != "core" else set())
        for name, attributes in reading.entries(data, "libraries").items():
            self.items.append(self.library(name, attributes, owner, base))
            self.items[-1].is_library_entry = True

    def project(self, name, attributes, owner, core, base):
        if any(attributes.get(key) for key in ("location", "md5", "translations", "contrib_destination", "variant", "options")):
            raise Unreadable(f"{name} has attributes that this does not serve")
        if attributes.get("overwrite") not in (None, True, "1", "TRUE"):
            raise Unreadable(f"{name} must not overwrite")
        if str(attributes.get("type", "")).lower() == "library":
            return self.library(name, attributes, owner, base)
        code = SAME_CODE.get(name, name)
        core = str(attributes.get("core", core))
        way = way_of(name, attributes)
        asked = str(attributes.get("version") or "")
        if not self.pool.projects.get((code, core[0])):
            raise Unreadable(f"no {name} for {core[0]}.x")
        if way == "pm":
            if attributes.get("directory_name"):
                raise Unreadable(f"{name} is renamed")
            version, cut, exact = self.release(code, core, asked)
        else:
            refs = {str(value) for value in attributes["download"].values()} | {asked, f"{core}-{asked}"}
            cuts = self.pool.projects[(code, core[0])]
            cut = next((cut for cut in cuts if cut.version and cut.version in refs), cuts[0])
            version, exact = asked, cut.version in refs
        kind = str(attributes.get("type") or (cut.kind if way == "pm" or code == "drupal" else "module")).lower()
        return Item(name, kind, reading.place(kind, name, attributes, base), attributes, cut, way, version, exact, owner)

    def library(self, name, attributes, owner, base):
        attributes = {key: value for key, value in attributes.items() if key != "contrib_destination"}
        way = way_of(name, attributes)
        cuts = self.pool.libraries.get(name) or self.pool.libraries.get(str(attributes.get("directory_name")))
        if not cuts or way == "pm":
            raise Unreadable(f"no library {name}")
        return Item(name, "library", reading.place("library", name, attributes, base), attributes, cuts[0], way, owner=owner,
                    exact=False)

    def release(self, name, core, asked):
        """The release that the rules choose, its content, and whether that is this release's."""
        cuts = self.pool.projects[(name, core[0])]
        known = self.releases.setdefault(name, self.known_releases(cuts))
        full = asked if name == "drupal" else f"{core}-{asked}"
        if asked.endswith(".x"):
            full += "-dev"
        if asked == "" or (asked.isdigit() and name != "drupal"):
            major = asked or (RELEASE.fullmatch(known[0][0])[1] if known else "1")
            of_major = [entry for entry in known if RELEASE.fullmatch(entry[0])[1] == major]
            if not of_major:
                of_major = [(f"{core}-{major}.0", cuts[0])]
                known.extend(of_major)
            version, cut = next((entry for entry in of_major if not RELEASE.fullmatch(entry[0])[4]), of_major[0])
            return version, cut, cut.version == version
        if not RELEASE.fullmatch(full):
            raise Unreadable(f"{name} has the version '{asked}'")
        cut, exact = self.pool.project(name, core, full)
        if full not in dict(known):
            known.append((full, cut))
        return full, cut, exact

    @staticmethod
    def known_releases(cuts):
        found = {}
        for cut in cuts:
            if RELEASE.fullmatch(cut.version):
                found.setdefault(cut.version, cut)

        def order(entry):
            major, minor, patch, extra = RELEASE.fullmatch(entry[0]).groups()
            return int(major), -1 if minor == "x" else int(minor), int(patch or 0), extra is None, extra or ""
        return sorted(found.items(), key=order, reverse=True)

    def follow(self, item, core, base, names):
        """The makefile in a project, below what contains it."""
        if item.attributes.get("do_recursion", True) in (False, "0", "", "false", "FALSE"):
            return
        held = set(item.cut.paths())
        item.nested = next((path for path in (name.format(item.name) for name in NESTED) if path in held), "")
        if not item.nested:
            return
        data = self.load(item.nested, item.cut.text, item.texts)
        if item.kind == "profile":
            parts = [item.attributes.get("destination") or "profiles", item.attributes.get("subdir") or "", item.name]
            base = "/".join(part for part in parts if part)
        self.level(data, item, core_of(data), base, names)


def core_of(data):
    core = str(data.get("core") or "")
    if not re.fullmatch(r"[0-9]+(\.x|\.[0-9]+(-[a-z0-9]+)?)?", core):
        raise Unreadable(f"core is '{core}'")
    if str(data.get("api") or "2") not in ("2", "2.0"):
        raise Unreadable("another api")
    return f"{core.partition('.')[0]}.x"


def way_of(name, attributes):
    download = attributes.get("download")
    if download is None:
        return "pm"
    if not isinstance(download, dict):
        raise Unreadable(f"{name} has a strange download")
    kind = download.get("type") or "git"
    if kind == "pm":
        raise Unreadable(f"{name} asks for pm by name")
    if kind in ("get", "file") and "://" in str(download.get("url")):
        return "get"
    if kind != "git" or download.get("refspec") or download.get("working-copy"):
        raise Unreadable(f"{name} is downloaded by {kind}")
    return "git"


def patches_of(item):
    """label -> (address, where its text stands): every patch of an item."""
    value = item.attributes.get("patch")
    if value in (None, "", False, {}):
        return []
    if not isinstance(value, dict):
        raise Unreadable(f"{item.name} has a patch that is no list")
    found = [patch if isinstance(patch, dict) else {"url": patch} for patch in value.values()]
    if any(not isinstance(patch.get("url"), str) or not patch["url"] for patch in found):
        raise Unreadable(f"{item.name} has a patch without address")
    return found
