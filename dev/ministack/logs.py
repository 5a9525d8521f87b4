"""FilterLogEvents as AWS answers it: each event with an id, and page by page
(<https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>).

MiniStack gives no id to what functions write, and leaves out what is beyond the limit without a word.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from ministack.services import cloudwatch_logs

MOST = 10_000


def install() -> None:
    """Wraps the action."""
    found = cloudwatch_logs._filter_log_events

    def filter_log_events(data: dict) -> tuple:
        begin, limit = int(data.get("nextToken") or 0), min(data.get("limit") or MOST, MOST)
        # More than MOST events of one question are nothing that anybody tries here.
        status, headers, body = found({**data, "limit": min(begin + limit + 1, MOST)})
        if status != 200:
            return status, headers, body
        answer = json.loads(body)
        events = _with_ids(answer["events"])
        more = {"nextToken": str(begin + limit)} if len(events) > begin + limit else {}
        answer = {**answer, "events": events[begin:begin + limit], **more}
        return status, headers, json.dumps(answer).encode()

    cloudwatch_logs._filter_log_events = filter_log_events


def _with_ids(events: list[dict]) -> list[dict]:
    """The same id for an event whenever it is told: of what it says, where, when, and of how many that are the same it is."""
    same: Counter = Counter()

    def with_id(event: dict) -> dict:
        key = f"{event['logStreamName']} {event['timestamp']} {event['message']}"
        same[key] += 1
        digest = hashlib.sha256(f"{same[key]} {key}".encode()).hexdigest()
        return {"eventId": f"{int(digest[:40], 16):056d}", **event}

    return [with_id(event) for event in events]
