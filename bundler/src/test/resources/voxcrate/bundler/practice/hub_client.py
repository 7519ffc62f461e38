"""Asks the hub's own client to do one thing; what came of it is the only line on standard output.

whoami | auth_check REPOSITORY | snapshot REPOSITORY | offline REPOSITORY; 0 done, 3 refused.
"""
import sys

from huggingface_hub import HfApi, snapshot_download
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError


def ask(what, *repository):
    api = HfApi()
    if what == "whoami":
        account = api.whoami()
        return f"{account['name']} {account['auth']['accessToken']['role']}"
    if what == "auth_check":
        api.auth_check(*repository)
        return "granted"
    return snapshot_download(*repository, local_files_only=what == "offline")


def refusal(error):
    while isinstance(error, LocalEntryNotFoundError) and error.__cause__ is not None:
        error = error.__cause__
    kind = GatedRepoError if isinstance(error, GatedRepoError) else type(error)
    return f"{kind.__name__} {error.response.status_code}"


try:
    print(ask(*sys.argv[1:]))
except (HfHubHTTPError, LocalEntryNotFoundError) as error:
    print(refusal(error))
    sys.exit(3)
