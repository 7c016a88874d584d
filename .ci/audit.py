"""Look whether a dependency has a known weakness: `python .ci/audit.py requirements.txt`.

Fails on a weakness, and on anything that is not understood. Where the source of known weaknesses cannot be reached, it
says so in one line and does not fail: a school may build behind a mirror that does not tell of them.
"""

import json
import subprocess
import sys

UNREACHED = ("requests.exceptions.", "Could not connect to", "is not redirecting properly")
"""How pip-audit tells, among other words, that the source did not answer."""

NOT_LOOKED = "Known weaknesses were not looked for: the source that lists them cannot be reached from here."


def verdict(output: str, errors: str) -> tuple[bool, str]:
    """Tell whether all is well, and what to say of it, from what pip-audit wrote."""
    try:
        told = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in errors for sign in UNREACHED):
            return True, NOT_LOOKED
        return False, f"The audit itself failed:\n{errors}"
    weak = [
        f"{one['name']} {one['version']}: {found['id']}, "
        f"mended in {', '.join(found['fix_versions']) or 'no version yet'}"
        for one in told
        for found in one.get("vulns", [])
    ]
    unknown = [one["name"] for one in told if "skip_reason" in one]
    if told and len(unknown) == len(told):
        return True, NOT_LOOKED
    notes = [f"The source does not know {name}." for name in unknown]
    if weak:
        return False, "\n".join(["Known weaknesses:", *weak, *notes])
    if not told:
        return False, "The audit saw no dependency at all."
    return True, "\n".join([f"No known weakness in {len(told) - len(unknown)} dependencies.", *notes])


def main() -> int:
    """Audit the files named on the command line."""
    files = [argument for name in sys.argv[1:] for argument in ("--requirement", name)]
    command = [sys.executable, "-m", "pip_audit", *files, "--require-hashes", "--disable-pip",
               "--progress-spinner", "off", "--format", "json"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    is_well, sentence = verdict(done.stdout, done.stderr)
    sys.stdout.write(f"{sentence}\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
