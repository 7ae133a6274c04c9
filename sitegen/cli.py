"""The command line: options in, exit code out.

Everything that is printed is printed here (progress aside); nothing imports this module.
Heavy modules are imported by the command that needs them, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import difflib
import io
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sitegen import __version__
from sitegen.errors import OutputError, SitegenError

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.report import Report

DONE, PROBLEMS, WRONG_USAGE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """Suggests the nearest command or option, and keeps the exit code of wrong usage."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}: error: {message}{self._suggest(message)}\n")

    def _suggest(self, message: str) -> str:
        import re

        known = [option for action in self._actions for option in action.option_strings]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                known += list(action.choices)
        found = re.search(r"(?:unrecognized arguments: |invalid choice: ')([^\s'=]+)", message)
        near = difflib.get_close_matches(found[1], known, 1, 0.5) if found else []
        return f"\n  hint: did you mean '{near[0]}'?" if near else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character is told its code.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = _make_parser()
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        options.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if not options.command:
        parser.print_help()
        return DONE
    try:
        code: int = options.run(options)
    except SitegenError as error:
        if getattr(options, "verbose", False):
            import traceback

            traceback.print_exc()
        print(f"sitegen: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("sitegen: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return PROBLEMS
    except OSError as error:
        # What no module has foreseen: a folder that may not be entered, a name too long.
        if getattr(options, "verbose", False):
            import traceback

            traceback.print_exc()
        place = f"{error.filename}: " if error.filename else ""
        print(f"sitegen: {place}{error.strerror or error}", file=sys.stderr)
        return WRONG_USAGE
    return code


def _make_parser() -> _Parser:
    parser = _Parser(
        prog="sitegen",
        description="Build a static site from daily arXiv digests: pages, feeds, search, maths.",
        epilog="Every command explains itself: sitegen build --help",
    )
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    init = commands.add_parser("init", help="begin a site in a folder")
    init.add_argument(
        "folder",
        nargs="?",
        default=".",
        type=Path,
        help="where to begin it (default: the current folder)",
    )
    init.set_defaults(run=_init, parser=init)

    build = commands.add_parser("build", help="build the site")
    _add_place(build)
    _add_build(build)
    build.add_argument(
        "--strict", action="store_true", help="end with exit code 1 if the content has problems"
    )
    build.add_argument("--report", metavar="FILE", type=_file, help="write a JSON report")
    build.add_argument(
        "--zip",
        metavar="FILE",
        type=_file,
        help="also write the whole site as one file for offline reading",
    )
    build.set_defaults(run=_build, parser=build)

    serve = commands.add_parser(
        "serve", help="build, serve on this machine, rebuild when something changes"
    )
    _add_place(serve)
    _add_build(serve)
    serve.add_argument(
        "--port",
        type=int,
        default=None,
        metavar="N",
        help="port to serve on (default: 8000, or the next free one)",
    )
    serve.add_argument("--open", action="store_true", help="open the site in a browser")
    serve.set_defaults(run=_serve, parser=serve)

    check = commands.add_parser("check", help="report problems of content and of the built site")
    _add_place(check)
    _add_base_url(check)
    check.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="how to print the report (default: text)",
    )
    _add_talk(check)
    check.set_defaults(run=_check, parser=check)

    clean = commands.add_parser("clean", help="remove what builds wrote, and nothing else")
    _add_place(clean)
    _add_talk(clean)
    clean.set_defaults(run=_clean, parser=clean)
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        help="configuration file (default: sitegen.toml, if there is one)",
    )
    parser.add_argument(
        "--content",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="folder or file with digests; may be given more than once",
    )
    parser.add_argument(
        "--output", metavar="DIR", type=Path, help="folder of the site (default: output)"
    )
    parser.add_argument(
        "--cache", metavar="DIR", type=Path, help="folder of the cache (default: .sitegen-cache)"
    )


def _add_build(parser: argparse.ArgumentParser) -> None:
    _add_base_url(parser)
    parser.add_argument(
        "--theme", metavar="NAME", help="a bundled theme (default, plain) or a folder"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=_positive, default=0, help="processes (default: one per core)"
    )
    parser.add_argument(
        "--executor",
        metavar="ADDRESS",
        default="",
        help="a Dask scheduler to run on, such as tcp://host:8786",
    )
    parser.add_argument("--full", action="store_true", help="ignore the cache")
    _add_talk(parser)


def _add_base_url(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base-url", metavar="URL", help="address that the site will have; empty for none"
    )


def _add_talk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    parser.add_argument(
        "--verbose", action="store_true", help="print every stage, every diagnostic, and tracebacks"
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number of at least 1")
    return int(text)


def _file(text: str) -> Path:
    if not Path(text).name:
        raise argparse.ArgumentTypeError(f"'{text}' is no name of a file")
    return Path(text)


def _init(options: argparse.Namespace) -> int:
    from sitegen.init import init

    for line in init(options.folder):
        print(line)
    return DONE


def _load(options: argparse.Namespace) -> Config:
    from sitegen.config import load_config

    return load_config(
        config=options.config,
        content=options.content,
        output=options.output,
        cache=options.cache,
        base_url=getattr(options, "base_url", None),
        theme=getattr(options, "theme", None),
        jobs=getattr(options, "jobs", 0),
        executor=getattr(options, "executor", ""),
    )


def _build(options: argparse.Namespace) -> int:
    import atexit
    import gc

    from sitegen.build import build
    from sitegen.progress import Progress
    from sitegen.site import size

    # At its end Python looks for cycles in all that a build has left, to free what the system
    # frees at once.
    atexit.register(gc.freeze)
    begun = time.monotonic()
    config = _load(options)
    for target in (options.report, options.zip):
        if target:
            _make_folder(target.parent)
    progress = Progress(sys.stderr, quiet=options.quiet, verbose=options.verbose)
    report = build(config, full=options.full, progress=progress)
    _tell_problems(report, options)
    if options.report:
        import msgspec

        from sitegen.cache import replace_file

        data = msgspec.json.format(msgspec.json.encode(report), indent=1)
        replace_file(options.report, data + b"\n")
    if options.zip:
        from sitegen.site.packing import write_zip

        write_zip(options.zip, config.output)
    if not options.quiet:
        print(size.summary(report.files, report.shares), file=sys.stderr)
        print(report.summary(time.monotonic() - begun))
    return PROBLEMS if options.strict and report.problems else DONE


def _make_folder(folder: Path) -> None:
    """Make the folder of a file to come: before a long build, since it may fail."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"this folder cannot be made: {error.strerror}",
            path=folder,
            hint="choose a place that you may write to",
        ) from error


# How many diagnostics of one kind a build prints before it sums them up.
_TOLD = 3


def _tell_problems(report: Report, options: argparse.Namespace) -> None:
    told: dict[str, int] = {}
    for note in report.notes:
        if note.severity == "info" and not options.verbose:
            continue
        told[note.code] = told.get(note.code, 0) + 1
        if told[note.code] > _TOLD and not options.verbose:
            continue
        place = f"{note.path}:{note.line}" if note.line else note.path
        print(f"{place}: {note.severity}: {note.message} [{note.code}]", file=sys.stderr)
        if note.hint and (told[note.code] == 1 or options.verbose):
            print(f"  hint: {note.hint}", file=sys.stderr)
    for code, count in told.items():
        if count > _TOLD and not options.verbose:
            print(f"… and {count - _TOLD:,} more of {code} (--verbose shows all)", file=sys.stderr)
    if not options.quiet:
        for warning in report.warnings:
            print(f"warning: {warning}", file=sys.stderr)


def _serve(options: argparse.Namespace) -> int:
    from sitegen.build import build
    from sitegen.memory import Memory
    from sitegen.progress import Progress
    from sitegen.serve import serve

    full = options.full
    memory = Memory()

    def rebuild(config: Config, pages_first: bool) -> bool:
        nonlocal full
        begun = time.monotonic()
        progress = Progress(sys.stderr, quiet=options.quiet, verbose=options.verbose)
        # The server's threads run meanwhile: a process may not be forked beside them.
        report = build(
            config,
            full=full,
            progress=progress,
            spawn=True,
            pages_first=pages_first,
            memory=memory,
        )
        full = False  # from here on the cache is this session's own
        changed = bool(report.pages.written or report.pages.removed)
        if pages_first:
            _tell_problems(report, options)
        if not options.quiet and (pages_first or changed):
            print(report.summary(time.monotonic() - begun), flush=True)
        return changed

    serve(
        lambda: _load(options),
        rebuild,
        say=lambda line: print(line, flush=True),
        port=options.port,
        open_browser=options.open,
    )
    return DONE


def _check(options: argparse.Namespace) -> int:
    from sitegen.check import check

    config = _load(options)
    report = check(config, base_url=None if options.base_url is None else config.base_url)
    if options.format == "json":
        print(report.as_json())
    elif report.problems or not options.quiet:
        print(report.as_text(verbose=options.verbose))
    return PROBLEMS if report.problems else DONE


def _clean(options: argparse.Namespace) -> int:
    from sitegen.site.output import clean

    config = _load(options)
    removed = clean(config.output)
    if not options.quiet:
        print(f"{removed:,} files removed from {config.output}")
    return DONE
