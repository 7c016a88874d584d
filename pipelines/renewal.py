"""Renewing the secrets: behind the hashes of person numbers, the addresses of pages and the cookies of people.

Everything is read anew with the new secrets, and the builds and hashes that the old ones could open are removed. Who is
forgotten stays forgotten (see `forgotten`), and the log of looking goes on under the new keys of students.
"""

from pipelines import looking, rights
from pipelines.build import build, student_keys
from pipelines.deliveries import Progress, quiet
from pipelines.errors import BuildError
from pipelines.settings import Settings
from pipelines.store import Store


def renew_secrets(settings: Settings, progress: Progress = quiet) -> None:
    """Make every secret new and build anew of the same files. Raises BuildError when no build can be made of them."""
    if not settings.inbox.is_dir():
        raise BuildError(
            f"De map {settings.inbox.name} voor aangeleverde bestanden bestaat niet.",
            "Noem haar met --inbox; er is nog niets veranderd.",
        )
    store = Store(settings.store)
    before, of_sample = rights.keys_of_students(store), rights.is_sample(store)
    with store.being_built():
        store.renew_secrets()
        settings.renew_secret()
        now = student_keys(store.secret(), list(before.values()))
    try:
        build(settings.model_copy(update={"keep_builds": 1}), is_sample=of_sample, progress=progress)
    finally:
        # Only now, as whoever was looking meanwhile was noted under the key of the build that was open.
        looking.rename(store.root / "looked", dict(zip(before, now, strict=True)))
