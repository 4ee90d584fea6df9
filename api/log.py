"""Logs as JSON, one object a line."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """Writes a record as JSON: time, level, logger, message, and its `fields`, if it has any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps({**line, **getattr(record, "fields", {})}, ensure_ascii=False)
