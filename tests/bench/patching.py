"""Patches of cut projects: what a project was before a patch that it carries already, and what patches make of it."""

import os
import pathlib
import subprocess
import tempfile

CODE = (".module", ".inc", ".php", ".install", ".js", ".css", ".info", ".txt")


def quiet(*command, directory, content=None):
    environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null", LC_ALL="C")
    return subprocess.run(command, cwd=directory, input=content, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)


def apply(directory, patch, *options):
    """As Drush applies: by git -p1, by git -p0, and (unless there are options) by patch. Whether it worked."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(patch)
        file.flush()
        for level in ("-p1", "-p0"):
            command = ("git", "--git-dir=.", "apply", level, *options)
            if quiet(*command, "--check", file.name, directory=directory).returncode == 0:
                return quiet(*command, file.name, directory=directory).returncode == 0
    for level in ("-p1", "-p0") if not options else ():
        command = ("patch", level, "--batch", "--forward", "--no-backup-if-mismatch")
        if quiet(*command, "--dry-run", directory=directory, content=patch).returncode == 0:
            return quiet(*command, directory=directory, content=patch).returncode == 0
    return False


def write_tree(directory, files):
    for name, (mode, content) in files.items():
        path = pathlib.Path(directory, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == "120000":
            path.symlink_to(content.decode())
        else:
            path.write_bytes(content)
            path.chmod(0o755 if mode == "100755" else 0o644)


def read_tree(directory):
    files = {}
    for parent, directories, names in os.walk(directory):
        for name in names + [entry for entry in directories if pathlib.Path(parent, entry).is_symlink()]:
            path = pathlib.Path(parent, name)
            relative = str(path.relative_to(directory))
            if path.is_symlink():
                files[relative] = ("120000", os.readlink(path).encode())
            else:
                files[relative] = ("100755" if path.stat().st_mode & 0o100 else "100644", path.read_bytes())
    return files


def made_patch(files, number):
    """A patch of one line that fits these files, in the style of `git diff`."""
    candidates = [name for name, (mode, content) in files.items()
                  if mode != "120000" and name.endswith(CODE) and b"\0" not in content and content.count(b"\n") > 3]
    name = max(sorted(candidates), key=lambda name: (-CODE.index(os.path.splitext(name)[1]), len(files[name][1])))
    lines = files[name][1].split(b"\n")
    lines.insert(len(lines) // 2, b"; changed by patch %d" % number)
    with tempfile.TemporaryDirectory() as work:
        for side, content in (("a", files[name][1]), ("b", b"\n".join(lines))):
            write_tree(pathlib.Path(work, side), {name: ("100644", content)})
        return quiet("git", "diff", "--no-index", "--no-color", "--no-prefix", "a", "b", directory=work).stdout


def before_and_after(files, patches):
    """The project without those patches that it carries, and with all of them. A patch is bytes, or None where one is to be
    made; so is one that does not fit. Gives (before, after, patches, which of them were made)."""
    with tempfile.TemporaryDirectory() as work:
        write_tree(work, files)
        for patch in reversed(patches):
            if patch is not None:
                apply(work, patch, "--reverse")
        before = read_tree(work)
        used, made = [], []
        for number, patch in enumerate(patches):
            if patch is None or not apply(work, patch):
                patch = made_patch(read_tree(work), number)
                made.append(number)
                if not apply(work, patch):
                    raise ValueError("a made patch does not apply")
            used.append(patch)
        return before, read_tree(work), used, made
