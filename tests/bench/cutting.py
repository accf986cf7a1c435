"""What the programs of this directory share: trees out of git repositories, reproducible archives, small repositories."""

import gzip
import io
import os
import pathlib
import re
import subprocess
import tarfile
import tempfile

TIME = 1500000000


class Repository:
    """The tree of a commit, without a checkout."""

    def __init__(self, git_dir, commit="HEAD"):
        self.git_dir, self.commit = str(git_dir), commit
        self.batch = None
        listing = subprocess.run(["git", "--git-dir", git_dir, "ls-tree", "-r", "-z", commit],
                                 stdout=subprocess.PIPE, check=True).stdout
        self.entries = {}  # path -> (mode, object id)
        for line in filter(None, listing.split(b"\0")):
            meta, path = line.split(b"\t", 1)
            mode, kind, object_id = meta.decode().split()
            if kind == "blob":
                self.entries[path.decode("utf-8", "surrogateescape")] = (mode, object_id)
        self.absent = 0

    def read(self, path):
        """The bytes of a file; None if this copy of the repository lacks them, as partial ones do."""
        if self.batch is None:
            self.batch = subprocess.Popen(["git", "--git-dir", self.git_dir, "cat-file", "--batch"],
                                          stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.batch.stdin.write(self.entries[path][1].encode() + b"\n")
        self.batch.stdin.flush()
        header = self.batch.stdout.readline().split()
        if header[-1] == b"missing":
            self.absent += 1
            return None
        content = self.batch.stdout.read(int(header[2]))
        self.batch.stdout.read(1)
        return content

    def below(self, directory):
        """(path below directory, mode, bytes) of every file there, in order."""
        prefix = directory + "/" if directory else ""
        for path in sorted(self.entries):
            if path.startswith(prefix) and (content := self.read(path)) is not None:
                yield path[len(prefix):], self.entries[path][0], content


def info_value(text, key):
    """The value of the last line `key = "value"` of an .info file, or None."""
    values = re.findall(rf'^{key}\s*=\s*"?([^"\n]*?)"?\s*$', text, re.MULTILINE)
    return values[-1] if values else None


def write_archive(path, top, files):
    """A reproducible tar.gz with one directory at its top. The number of files and of their bytes."""
    count = size = 0
    directories = set()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, 0) as packed, \
            tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        def add(name, mode, kind, content=b"", target=""):
            member = tarfile.TarInfo(name)
            member.mode, member.type, member.mtime = mode, kind, TIME
            member.size, member.linkname = len(content), target
            tar.addfile(member, io.BytesIO(content))

        for name, mode, content in files:
            full = f"{top}/{name}"
            for parent in reversed(pathlib.PurePosixPath(full).parents):
                if str(parent) != "." and parent not in directories:
                    directories.add(parent)
                    add(str(parent), 0o755, tarfile.DIRTYPE)
            if mode == "120000":
                add(full, 0o777, tarfile.SYMTYPE, target=content.decode())
            else:
                add(full, 0o755 if mode == "100755" else 0o644, tarfile.REGTYPE, content)
            count, size = count + 1, size + len(content)
    return count, size


class BareRepository:
    """A bare repository whose commits have no parents and always the same ids."""

    def __init__(self, path, branch="7.x-1.x"):
        self.path = path
        self.environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null")
        for role in ("AUTHOR", "COMMITTER"):
            self.environment.update({f"GIT_{role}_NAME": "bench", f"GIT_{role}_EMAIL": "bench@example.com",
                                     f"GIT_{role}_DATE": f"{TIME} +0000"})
        path.parent.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--bare", f"--initial-branch={branch}")
        # So that `git archive` gives the bytes of the tree, whatever the project's own attributes say.
        (path / "info").mkdir(exist_ok=True)
        (path / "info" / "attributes").write_text("* -text -export-ignore -export-subst\n")

    def git(self, *arguments, content=None):
        return subprocess.run(["git", "--git-dir", self.path, *arguments], env=self.environment, input=content,
                              stdout=subprocess.PIPE, check=True).stdout.decode().strip()

    def add_tree(self, files):
        """The id of the tree with these files."""
        files = list(files)
        with tempfile.TemporaryDirectory() as work:
            for number, (_, _, content) in enumerate(files):
                pathlib.Path(work, str(number)).write_bytes(content)
            paths = "".join(f"{work}/{number}\n" for number in range(len(files)))
            ids = self.git("hash-object", "-w", "--no-filters", "--stdin-paths", content=paths.encode()).split()
        index = "".join(f"{mode} {object_id}\t{name}\0" for (name, mode, _), object_id in zip(files, ids))
        self.git("update-index", "-z", "--index-info", content=index.encode("utf-8", "surrogateescape"))
        tree = self.git("write-tree")
        (self.path / "index").unlink()
        return tree

    def add_commit(self, tree, message):
        return self.git("commit-tree", tree, "-m", message)
