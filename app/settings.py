"""
Every environment variable of the server: name, type, default, unit.

A field `body_bytes` is read from ``BACKPROP_BODY_BYTES``. Nothing else in the project reads the environment. Limits
that the engine checks itself are handed to it as `Limits`; it knows no settings.
"""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from .engine.limits import Limits

PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
# What the server's own addresses begin with; a prefix like one could not be told from it.
OWN_PATHS = frozenset("api embed errors g health lessons metrics states static train".split())
PREFIX_OF_ALL = "BACKPROP_"
# What a cluster tells of a service that is called "backprop"; a bare port is somebody's slip.
OF_KUBERNETES = re.compile(r"BACKPROP_(SERVICE_.*|PORT_.*|PORT=[a-z]+://.*)", re.DOTALL)
ON_THE_COMMAND_LINE = {"BACKPROP_PORT": "--port", "BACKPROP_HOST": "--host"}
# As a browser sends it: in small letters, the scheme's own port left out; a page without an origin says "null".
ORIGIN = re.compile(r"null|[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")
ITS_OWN_PORT = re.compile(r"http://.*:80|https://.*:443")
SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:(\d{1,5}|\*))?")

# Bounds that say "this is a slip", and keep what is reckoned with them within what clocks and dates can hold.
DAY_S = 86_400
CENTURY_DAYS = 36_525


class Settings(BaseSettings):
    """The server's configuration. Every value has a default that suits one small machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX_OF_ALL, frozen=True, extra="forbid")

    body_bytes: int = Field(2 * 1024 * 1024, ge=1, description="Largest request body, in bytes.")
    body_timeout_s: float = Field(
        10.0, gt=0, le=DAY_S, description="Longest time a body may take to arrive, in seconds."
    )
    head_timeout_s: float = Field(
        10.0,
        gt=0,
        le=DAY_S,
        description="Longest time the head of a request may take to arrive, in seconds.",
    )
    head_bytes: int = Field(
        64 * 1024,
        ge=8192,
        description="Most of a request's head that is held while it arrives, in bytes.",
    )
    json_depth: int = Field(100, ge=8, le=200, description="Deepest nesting of a JSON body, in levels.")

    expression_bytes: int = Field(256 * 1024, ge=1, description="Longest expression, in bytes of UTF-8.")
    tokens: int = Field(50_000, ge=1, description="Most tokens of an expression.")
    nesting: int = Field(
        100, ge=1, le=1000, description="Deepest nesting of an expression or an array, in levels."
    )
    nodes: int = Field(10_000, ge=1, description="Most nodes of a graph; a network's layer counts as 8.")
    edges: int = Field(100_000, ge=1, description="Most edges of a graph.")
    entries: int = Field(
        1_000_000, ge=1, description="Most tensor entries of a request in all, Jacobians included."
    )
    dimensions: int = Field(8, ge=1, le=32, description="Most dimensions of a tensor.")
    jacobian_entries: int = Field(
        4096, ge=0, description="Largest local gradient that is written out, in entries."
    )
    rows_times_nodes: int = Field(
        5_000_000, ge=1, description="Most rows of a batch times nodes of its graph."
    )
    steps: int = Field(1_000_000, ge=0, description="Most steps of a descent or a training.")

    compute_s: float = Field(
        5.0, gt=0, le=DAY_S, description="Longest computation of one request, in seconds."
    )
    inline_ms: float = Field(
        4.0,
        ge=0,
        le=60_000,
        description="Work estimated to take longer leaves the event loop for a worker process, in milliseconds.",
    )
    workers: int = Field(0, ge=0, description="Worker processes; 0 is one per processor.")
    worker_memory_mib: int = Field(
        1024, ge=256, le=2**24, description="Address space of a worker process, in MiB."
    )
    streams: int = Field(
        1000,
        ge=0,
        description="Live trainings that may be connected; the next is refused with close code 1013.",
    )
    queue: int = Field(64, ge=0, description="Computations that may wait for a worker, in all.")
    queue_per_client: int = Field(
        48,
        ge=0,
        description="Computations of one client address that may wait for a worker; all of an IPv6 /64 is one.",
    )
    queue_s: float = Field(
        10.0, gt=0, le=DAY_S, description="Longest time a computation waits for a worker, in seconds."
    )
    retry_after_s: int = Field(
        1, ge=1, le=DAY_S, description="What Retry-After says when the server is at its limit, in seconds."
    )

    cors_origins: str = Field(
        "*",
        description="Origins that may call the API from a browser: * or a list with commas. Never with credentials.",
    )

    embed_origins: str = Field(
        "*",
        description="Sites that may show /embed in a frame: * for all, a list with commas, or empty for this one only.",
    )
    public_url: str = Field(
        "",
        description="The address others reach the page by, for links and QR codes; empty: as it was opened.",
    )

    imprint_url: str = Field(
        "", description="The host's imprint, linked from the list of keys and the library; empty: no link."
    )
    privacy_url: str = Field("", description="The host's privacy statement, linked there, too.")
    accessibility_url: str = Field("", description="The host's accessibility statement, linked there, too.")
    path_prefix: str = Field(
        "",
        description="The path that a proxy puts the server under, as /backprop; empty: the whole of its host.",
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of the proxies whose X-Forwarded-For and -Proto are believed, with commas.",
    )

    data: str = Field(
        "data",
        description="Folder of what is saved, made when it is first needed; the container image has /data.",
    )
    saving: bool = Field(
        True, description="Whether graphs and runs can be saved: 1 or 0; what is there stays readable."
    )
    saved_bytes: int = Field(1024 * 1024, ge=1, description="Largest graph that is saved, in bytes.")
    store_mib: int = Field(1024, ge=1, le=2**23, description="Size that the store may grow to, in MiB.")
    address_mib: int = Field(
        256,
        ge=0,
        description="What one network address may save within 24 hours, in MiB; a class shares one. 0: no limit.",
    )
    graph_days: float = Field(
        0.0,
        ge=0,
        le=CENTURY_DAYS,
        description="Saved graphs that nobody changed for so many days are forgotten; 0 keeps them for ever.",
    )
    run_hours: float = Field(
        24.0, gt=0, le=24 * CENTURY_DAYS, description="How long a stored run is kept, in hours."
    )

    log: Literal["quiet", "json"] = Field(
        "quiet",
        description="quiet: trouble only. json: a line for every answer, as the container image has it.",
    )
    address_hours: float = Field(
        24.0,
        ge=0,
        le=24 * CENTURY_DAYS,
        description="How long a visitor's code in the log stays the same, in hours; 0 logs none. Addresses never are.",
    )
    metrics: bool = Field(False, description="Whether /metrics answers, as Prometheus text: 1 or 0.")

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, text: str) -> str:
        """A star, or what browsers send, letter for letter: anything else would let nobody in."""
        origins = _listed(text.lower())
        for origin in origins:
            if origin == "*" and len(origins) > 1:
                raise ValueError("* is everybody. Write it alone, or leave it out.")
            if origin != "*" and (not ORIGIN.fullmatch(origin) or ITS_OWN_PORT.fullmatch(origin)):
                raise ValueError(
                    f"{origin!r} is not an origin. Write scheme and host, each host by itself, a port only where it "
                    "is unusual, and no path: https://course.example.org"
                )
        return ",".join(origins)

    @field_validator("embed_origins")
    @classmethod
    def _sites(cls, text: str) -> str:
        """Each is a scheme and a host, a star for any subdomain or port: it goes into a header as it stands."""
        for site in _listed(text):
            if site != "*" and not SITE.fullmatch(site):
                raise ValueError(f"{site!r} is not a site. Write scheme and host: https://course.example.org")
        return text

    @field_validator("public_url")
    @classmethod
    def _address(cls, text: str) -> str:
        """An address that a path can be put behind: scheme, host, and a prefix where a proxy has one."""
        parts = _parts(text)
        if parts.query or parts.fragment:
            raise ValueError(f"{text!r} has more than scheme, host and path. Leave the rest out.")
        return text.rstrip("/")

    @field_validator("imprint_url", "privacy_url", "accessibility_url")
    @classmethod
    def _page(cls, text: str) -> str:
        """A page of the web, since it becomes a link."""
        _parts(text)
        return text

    @field_validator("data")
    @classmethod
    def _folder(cls, text: str) -> str:
        """A folder with a name: of none, the one that somebody happens to be in would be made."""
        if not text.strip():
            raise ValueError(
                "the folder has no name. Write one, as /srv/backprop, or leave the variable unset."
            )
        return text

    @field_validator("path_prefix")
    @classmethod
    def _prefix(cls, text: str, before: ValidationInfo) -> str:
        """A path that cannot be taken for one of the server's own, nor for anything else within a page."""
        path = text.strip().rstrip("/")
        if path and not PREFIX.fullmatch(path):
            raise ValueError(f"{text!r} is not a path. Write it with a slash in front: /backprop")
        if path.split("/")[1:2] and path.split("/")[1] in OWN_PATHS:
            raise ValueError(f"{text!r} begins like a path of the server's own. Take another.")
        public_url = before.data.get("public_url", "")
        if public_url and not urlsplit(public_url).path.endswith(path):
            raise ValueError(
                f"BACKPROP_PUBLIC_URL={public_url} does not end in it, so its links would lead elsewhere."
            )
        return path

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, text: str) -> str:
        """Each is an address or a network. Not all of them: then anybody's word would be taken."""
        for proxy in _listed(text):
            try:
                network = ip_network(proxy)
            except ValueError as error:
                raise ValueError(f"{error}. Write an address or a network: 10.0.0.7, 10.0.0.0/8") from None
            if network.prefixlen == 0:
                raise ValueError(f"{proxy!r} is everybody, and then anybody may claim any address.")
        return text

    @property
    def host_pages(self) -> list[tuple[str, str]]:
        """What is said of whoever runs the server: names and addresses, in the order in which they are shown."""
        told = (
            ("imprint", self.imprint_url),
            ("privacy", self.privacy_url),
            ("accessibility", self.accessibility_url),
        )
        return [(name, url) for name, url in told if url]

    @property
    def proxies(self) -> list[str]:
        """Whose word on the client's address is taken."""
        return list(_listed(self.trusted_proxies))

    @property
    def root(self) -> str:
        """What others put before a path of the page's: the public address, or the prefix alone."""
        return self.public_url or self.path_prefix

    @property
    def store_file(self) -> Path:
        """The database of what is saved."""
        return Path(self.data) / "backprop.sqlite3"

    @property
    def limits(self) -> Limits:
        """What the engine is told."""
        return Limits(
            max_expression_bytes=self.expression_bytes,
            max_tokens=self.tokens,
            max_nesting=self.nesting,
            max_nodes=self.nodes,
            max_edges=self.edges,
            max_entries=self.entries,
            max_dims=self.dimensions,
            jacobian_entries=self.jacobian_entries,
            max_rows_times_nodes=self.rows_times_nodes,
            max_steps=self.steps,
            max_seconds=0.8 * self.compute_s,  # the rest is for reading, and for writing the answer
        )

    @property
    def worker_count(self) -> int:
        """Worker processes to run: as many as this process may use processors, unless set."""
        if self.workers:
            return self.workers
        affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
        return len(affinity(0)) if affinity else (os.cpu_count() or 1)

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins of `cors_origins`, one by one."""
        return _listed(self.cors_origins)

    @property
    def frame_ancestors(self) -> str:
        """Whose pages may show /embed, as the policy writes it."""
        return " ".join(("'self'", *_listed(self.embed_origins)))


def complaints(error: ValidationError) -> str:
    """What is wrong with the environment, a line for each variable."""
    return "\n".join(
        f"{PREFIX_OF_ALL}{str(each['loc'][0]).upper()}={each['input']}: {each['msg'].removeprefix('Value error, ')}"
        for each in error.errors()
    )


def strangers() -> list[str]:
    """What is set as if it were a setting and is none, a sentence each: a slip that would have no effect."""
    known = {f"{PREFIX_OF_ALL}{name.upper()}" for name in Settings.model_fields}
    found = []
    for name in sorted(set(os.environ) - known):
        if name.startswith(PREFIX_OF_ALL) and not OF_KUBERNETES.fullmatch(f"{name}={os.environ[name]}"):
            close = ON_THE_COMMAND_LINE.get(name) or next(iter(get_close_matches(name, known, 1)), None)
            meant = f" Did you mean {close}?" if close else ""
            found.append(f"{name} is no setting, and has no effect.{meant}")
    return found


def _parts(text: str) -> SplitResult:
    """The parts of an address of the web, or of none."""
    parts = urlsplit(text)
    parts.port  # noqa: B018  reading it complains of one that is no number
    whole = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    if text and not (whole and text.isprintable() and " " not in text):
        raise ValueError(f"{text!r} is not an address. Write all of it: https://backprop.example.org")
    return parts


def _listed(text: str) -> tuple[str, ...]:
    """What stands between the commas of a list."""
    return tuple(item.strip() for item in text.split(",") if item.strip())
