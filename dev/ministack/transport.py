"""What policies are told of the transport: each request counts as one over TLS.

Buckets that refuse requests without TLS would refuse all here, where nothing speaks TLS.
"""

from __future__ import annotations

from ministack.core import iam_evaluator


def install() -> None:
    """Answers for the condition key `aws:SecureTransport`."""
    resolve = iam_evaluator._resolve_condition_key
    iam_evaluator._resolve_condition_key = lambda key, context: (
        "true" if key.lower() == "aws:securetransport" else resolve(key, context))
