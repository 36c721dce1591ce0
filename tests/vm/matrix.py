# SPDX-License-Identifier: MIT
"""What was found on several kernels, side by side, as Markdown."""

# Says nothing of how a hook works.
_LEFT_OUT = ("flow table",)


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |\n" for line in lines)


def _chosen(lines):
    """Of mechanisms that `auto` tries in turn, the first that works."""
    return next((what for what in ("tcx", "clsact") if lines.get(what) == "works"), None)


def _mechanisms(kernels):
    captures = sorted({who for kernel in kernels for who in kernel.doctor})
    for who in captures:
        found = [dict(kernel.doctor.get(who, {})) for kernel in kernels]
        for lines in found:
            if _chosen(lines):
                lines["chosen by auto"] = _chosen(lines)
        names = dict.fromkeys(what for lines in found for what in lines if what not in _LEFT_OUT)
        for what in names:
            yield [who.removeprefix("capture "), what or "in all", *(lines.get(what, "-") for lines in found)]


def _verdict(test, notes):
    """With a number for each reason to skip it, or parts of it."""
    marks = "".join(f" [{notes.setdefault(reason, len(notes) + 1)}]" for reason in test["skips"])
    return f"**{test['result']}**{marks}" if test["result"] not in ("passed", "skipped") else test["result"] + marks


def _tests(kernels, notes):
    names = dict.fromkeys(test["test"] for kernel in kernels for test in kernel.tests)
    for name in names:
        found = [next((test for test in kernel.tests if test["test"] == name), None) for kernel in kernels]
        yield [name.removeprefix("live_"), *(_verdict(test, notes) if test else "-" for test in found)]


def render(kernels):
    there = [kernel for kernel in kernels if not kernel.missing]
    heads = [f"{kernel.name} ({kernel.release})" for kernel in there]
    notes = {}
    tests = _table(["live test", *heads], _tests(there, notes))
    text = ["## What each capture finds\n\n", _table(["capture", "what", *heads], _mechanisms(there)),
            "\n## Live tests\n\n", tests]
    if notes:
        text += ["\nLeft out, wholly or in parts:\n\n", *(f"{number}. {reason}\n" for reason, number in notes.items())]
    text += [f"\nOn {kernel.name}: {kernel.problem}\n" for kernel in there if kernel.problem]
    text += [f"\nNot to be had: {kernel.name}: {kernel.missing}\n" for kernel in kernels if kernel.missing]
    return "".join(text)
