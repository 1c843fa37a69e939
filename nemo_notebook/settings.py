"""Environment and defaults, in one place."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

HOSTED_API_URL = "https://mega-api-prod.nemovideo.ai"
HOSTED_WEB_URL = "https://nemovideo.com"


class Settings(BaseSettings):
    """What the environment says; read when asked for, never at import.

    Attributes:
        api_url: Base address of the hosted service's API (`NEMO_API_URL`).
        web_url: Base address of its web pages (`NEMO_WEB_URL`).
        token: A person's own token (`NEMO_TOKEN`).
        client_id: A UUID that names this installation (`NEMO_CLIENT_ID`).
        skill_source: The platform that requests come from (`SKILL_SOURCE`).
        store_token: Whether an anonymous token may be kept on disk (`NEMO_STORE_TOKEN`).
        provenance: How much a video says of how it was made: full, keys or off (`NEMO_PROVENANCE`).
        data_dir: Where the studio keeps sessions, photos and clips (`NEMO_DATA_DIR`).
        config_dir: Where the client id is kept (`NEMO_CONFIG_DIR`).
        director_url: A language model that may direct in the studio, as the base address of an
            OpenAI-compatible API (`NEMO_DIRECTOR_URL`): on this machine, or https.
        director_model: Its name there (`NEMO_DIRECTOR_MODEL`).
        director_key: Its key, where it wants one (`NEMO_DIRECTOR_KEY`).
        mode: What may be sent: auto, offline, refresh or plan (`NEMO_MODE`).
        ci: What a continuous integration service says of itself (`CI`).
    """

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    api_url: str = Field(default=HOSTED_API_URL, validation_alias="NEMO_API_URL")
    web_url: str = Field(default=HOSTED_WEB_URL, validation_alias="NEMO_WEB_URL")
    token: SecretStr | None = Field(default=None, validation_alias="NEMO_TOKEN")
    client_id: str | None = Field(default=None, validation_alias="NEMO_CLIENT_ID")
    skill_source: str | None = Field(default=None, validation_alias="SKILL_SOURCE")
    store_token: bool = Field(default=True, validation_alias="NEMO_STORE_TOKEN")
    provenance: str = Field(default="full", validation_alias="NEMO_PROVENANCE")
    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("nemo-notebook", appauthor=False),
        validation_alias="NEMO_DATA_DIR",
    )
    config_dir: Path = Field(
        default_factory=lambda: Path.home() / ".config" / "nemovideo",
        validation_alias="NEMO_CONFIG_DIR",
    )
    director_url: str | None = Field(default=None, validation_alias="NEMO_DIRECTOR_URL")
    director_model: str = Field(default="llama3.2", validation_alias="NEMO_DIRECTOR_MODEL")
    director_key: SecretStr | None = Field(default=None, validation_alias="NEMO_DIRECTOR_KEY")
    mode: str | None = Field(default=None, validation_alias="NEMO_MODE")
    ci: str | None = Field(default=None, validation_alias="CI")

    @property
    def chooses_hosted(self) -> bool:
        """Whether the environment asks for the hosted service rather than the studio."""
        return self.token is not None or "api_url" in self.model_fields_set

    @property
    def in_ci(self) -> bool:
        """Whether nobody watches: this is a run of continuous integration."""
        return (self.ci or "").strip().lower() not in {"", "0", "false", "no"}
