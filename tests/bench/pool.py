"""What built distributions hold: the projects, libraries and patch files that can be cut out of them."""

import dataclasses
import functools
import pathlib
import re

from cutting import Repository, info_value

CORE_PROFILES = {"default", "minimal", "standard", "testing"}
CORE_TOP = {"6": "includes misc modules scripts themes", "7": "includes misc modules scripts themes", "8": "core vendor"}
GENERATED = b"The following patches have been applied to this project:"
PARTS = {"modules", "themes", "profiles", "libraries"}


@dataclasses.dataclass(frozen=True)
class Cut:
    """A directory of a repository, without what other cuts have of it."""
    repository: Repository = dataclasses.field(hash=False, compare=False)
    directory: str
    name: str
    kind: str
    core: str
    version: str  # as the distribution says, such as 7.x-1.2; empty if it does not
    without: tuple = ()

    @functools.lru_cache(maxsize=None)
    def paths(self):
        prefix = self.directory + "/" if self.directory else ""
        names = [path[len(prefix):] for path in self.repository.entries if path.startswith(prefix)]
        return sorted(name for name in names if self.keeps(name))

    def keeps(self, name):
        if self.kind == "core":
            top = name.split("/")
            if top[0] == "profiles":
                return len(top) > 2 and top[1] in CORE_PROFILES
            if top[0] == "sites":
                return name.startswith("sites/default/default.") or (top[1:2] == ["all"] and top[-1] == "README.txt")
            return top[0] in CORE_TOP[self.core[0]].split() or (len(top) == 1 and not top[0].startswith(".git"))
        return not any(name == other or name.startswith(other + "/") for other in self.without)

    def text(self, name):
        prefix = self.directory + "/" if self.directory else ""
        content = self.repository.read(prefix + name) if prefix + name in self.repository.entries else None
        return None if content is None else content.decode("utf-8", "surrogateescape")

    def files(self):
        """name -> (mode, bytes). What an earlier build left of patches is not part of the project."""
        prefix = self.directory + "/" if self.directory else ""
        found = {}
        for name in self.paths():
            content = self.repository.read(prefix + name)
            if content is not None:
                found[name] = (self.repository.entries[prefix + name][0], content)
        listing = found.get("PATCHES.txt", ("", b""))[1]
        if listing.startswith(GENERATED):
            del found["PATCHES.txt"]
            for line in listing.decode("utf-8", "replace").splitlines():
                if line.startswith("- "):
                    found.pop(line[2:].rpartition("/")[2], None)
        return found


def inside(path, directory):
    return path != directory and (not directory or path.startswith(directory + "/"))


def core_of(repository):
    """The core that a repository holds as a whole: (directory, version), or None."""
    for directory in ("", "docroot/", "web/", "html/"):
        for path, pattern in (("core/lib/Drupal.php", r"const VERSION = '([^']+)'"),
                              ("includes/bootstrap.inc", r"define\('VERSION', '([^']+)'\)"),
                              ("modules/system/system.module", r"define\('VERSION', '([^']+)'\)")):
            if directory + path in repository.entries:
                content = (repository.read(directory + path) or b"").decode("utf-8", "replace")
                if version := re.search(pattern, content):
                    return directory.rstrip("/"), version[1]
    return None


class Pool:
    def __init__(self, git_dirs):
        self.projects = {}  # (name, major of core) -> cuts, in the order of the repositories
        self.libraries = {}  # name -> cuts
        self.patches = {}  # file name -> (repository, path)
        for git_dir in git_dirs:
            self.add(Repository(*str(git_dir).partition("@")[::2]) if "@" in str(git_dir) else Repository(git_dir))

    def add(self, repository):
        found = core_of(repository)
        if found:
            directory, version = found
            core = f"{version.split('.')[0]}.x"
            self.put(Cut(repository, directory, "drupal", "core", core, version))
        for path in repository.entries:
            if path.endswith((".patch", ".diff")):
                self.patches.setdefault(path.rpartition("/")[2], (repository, path))
        self.add_extensions(repository, f"{found[1].split('.')[0]}.x" if found else None)
        self.add_libraries(repository)

    def put(self, cut):
        self.projects.setdefault((cut.name, cut.core[0]), []).append(cut)

    def add_extensions(self, repository, default_core):
        infos = {}  # directory -> an .info file in it
        for path in repository.entries:
            if path.endswith((".info", ".info.yml")):
                directory, _, name = path.rpartition("/")
                if directory not in infos or name.partition(".")[0] == directory.rpartition("/")[2]:
                    infos[directory] = path
        found = {}  # directory -> (name, version, core, kind)
        for directory in sorted(infos, key=lambda path: (path.count("/"), path)):
            parts = directory.split("/")
            if "tests" in parts or (default_core and default_core[0] >= "8" and parts[0] in ("core", "vendor")):
                continue
            outer = [other for other in found if inside(directory, other)]
            if any(found[other][3] != "profile" for other in outer):
                continue
            described = self.describe(repository, infos[directory], parts, default_core, outer and found[outer[-1]])
            if described:
                found[directory] = described
        for directory, (name, version, core, kind) in found.items():
            start = len(directory) + 1 if directory else 0
            inner = tuple(sorted(other[start:] for other in found if inside(other, directory)))
            if kind == "profile":
                inner += ("libraries",)
            self.put(Cut(repository, directory, name, kind, core, version, inner))

    @staticmethod
    def describe(repository, info_path, parts, default_core, outer):
        text = (repository.read(info_path) or b"").decode("utf-8", "replace").replace("\r", "")
        if info_path.endswith(".yml"):
            text = re.sub(r"^(\w+):\s*'?([^'\n]*?)'?\s*$", r'\1 = "\2"', text, flags=re.MULTILINE)
        project, version = info_value(text, "project"), info_value(text, "version") or ""
        if project == "drupal" or version == "VERSION" and not project:
            return None
        if outer and (project == outer[0] or (not project and "contrib" not in parts)):
            return None
        name = project or parts[-1] or info_path.partition(".")[0]
        core = version[:3] if re.match(r"[5-8]\.x-", version) else (info_value(text, "core") or default_core)
        if not core or not re.fullmatch(r"[5-8]\.x", core):
            return None
        places = [part for part in parts[:-1] if part in PARTS]
        kind = places[-1].removesuffix("s") if places else "module"
        if not places and len(parts) > 1:
            return None
        if not places:
            kind = "profile" if f"{info_path.rpartition('.info')[0]}.profile" in repository.entries else "module"
        return (name, version, core, kind) if kind != "librarie" else None

    def add_libraries(self, repository):
        pattern = re.compile(r"((.*/)?profiles/[^/]+/|(.*/)?sites/all/|docroot/|web/|)libraries/[^/]+(?=/)")
        directories = {match[0] for path in repository.entries if (match := pattern.match(path))}
        for directory in sorted(directories):
            name = directory.rpartition("/")[2]
            self.libraries.setdefault(name, []).append(Cut(repository, directory, name, "library", "", ""))

    def project(self, name, core, version):
        """The cut to serve for a version, and whether it is that version."""
        cuts = self.projects.get((name, core[0]), [])
        exact = [cut for cut in cuts if cut.version == version]
        return (exact[0], True) if exact else (cuts[0], False) if cuts else (None, False)
