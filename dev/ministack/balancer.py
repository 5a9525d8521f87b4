"""The data plane of load balancers: requests to `<anything>.functions.localhost` go where a listener rule sends them.

The rule is found by its host header in any account and region. MiniStack's own dispatch does the rest; what it lacks
is added here: addresses of clients, the permission to invoke, and the answers of a load balancer whose target fails.
"""

from __future__ import annotations

import fnmatch
import ipaddress
import json
from collections.abc import Callable
from urllib.parse import parse_qs

from ministack.core.responses import get_request_client_ip, set_request_account_id, set_request_client_ip
from ministack.core.responses import set_request_region
from ministack.services import alb, lambda_svc

import front
import invocations

SUFFIX = ".functions.localhost"
PRINCIPAL = "elasticloadbalancing.amazonaws.com"
# Of a request, and of an answer, with a function as target
# (<https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>).
MOST_BYTES = 1024 * 1024


def install() -> None:
    """Completes MiniStack's dispatch and its registration of targets."""
    alb._match_condition = _with_addresses(alb._match_condition)
    alb._invoke_lambda_target = _with_permission(alb._invoke_lambda_target)
    alb._ACTION_MAP["RegisterTargets"] = _only_permitted(alb._ACTION_MAP["RegisterTargets"])


def in_front_of(application: front.Application) -> front.Application:
    """The ASGI application, with the data plane at its host names."""

    async def answer(scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http" or not (host := _host(scope)).endswith(SUFFIX):
            await application(scope, receive, send)
            return
        status, headers, body = await _dispatch(scope, host, await front.read(receive))
        lines = [(name, value) for name, values in headers.items()
                 for value in (values if isinstance(values, list) else [values])]
        await send({"type": "http.response.start", "status": status,
                    "headers": [(str(name).encode("latin-1"), str(value).encode("latin-1")) for name, value in lines]})
        await send({"type": "http.response.body", "body": body})

    return answer


async def _dispatch(scope: dict, host: str, body: bytes) -> tuple[int, dict, bytes]:
    found = _listener(host)
    if found is None:
        return _page(404, "Not Found")
    account, region, listener = found
    set_request_account_id(account)
    set_request_region(region)
    headers = front.headers_of(scope)
    client = _client(scope, headers)
    set_request_client_ip(client)
    query = scope["query_string"].decode("latin-1")
    return await alb.dispatch_request(
        alb._lbs[listener["LoadBalancerArn"]], scope["method"], scope["path"], headers, body,
        parse_qs(query, keep_blank_values=True), int(listener.get("Port", 80)), client_ip=client,
        raw_query_string=query, raw_path=scope["raw_path"].decode("ascii"))


def _listener(host: str) -> tuple[str, str, dict] | None:
    """The account, region and listener with a rule for the host. One with TLS wins over one without, which redirects."""
    listeners = []
    for (account, region, _), rule in list(alb._rules._data.items()):
        patterns = [value.lower() for condition in rule.get("Conditions", [])
                    if condition.get("Field") == "host-header" for value in condition.get("Values", [])]
        listener = alb._listeners._data.get((account, region, rule.get("ListenerArn")))
        if listener and any(fnmatch.fnmatchcase(host, pattern) for pattern in patterns):
            listeners.append((account, region, listener))
    return max(listeners, key=lambda found: found[2].get("Protocol") == "HTTPS", default=None)


def _host(scope: dict) -> str:
    return front.headers_of(scope).get("host", "").rsplit(":", 1)[0].lower()


def _client(scope: dict, headers: dict[str, str]) -> str:
    """The address of the connection. Only this machine may say that it speaks for another one, which a load balancer
    never believes: so tests can come from anywhere."""
    peer = scope["client"][0]
    if not ipaddress.ip_address(peer).is_loopback or not (said := headers.pop("x-forwarded-for", "")):
        return peer
    earlier, _, last = said.rpartition(",")
    if earlier.strip():
        headers["x-forwarded-for"] = earlier.strip()
    return last.strip()


def _with_addresses(match: Callable) -> Callable:
    def matches(condition: dict, method: str, path: str, headers: dict, query_params: dict) -> bool:
        if condition.get("Field") != "source-ip":
            return match(condition, method, path, headers, query_params)
        client = ipaddress.ip_address(get_request_client_ip())
        return any(client in ipaddress.ip_network(value, strict=False) for value in condition.get("Values", []))

    return matches


# --- Functions as targets --------------------------------------------------------------------------------------------


def _with_permission(invoke: Callable) -> Callable:
    async def invoke_if_permitted(function: str, group: str, method: str, path: str, headers: dict, body: bytes,
                                  query_params: dict, raw_query_string: str | None = None) -> tuple[int, dict, bytes]:
        if len(body or b"") > MOST_BYTES:
            return _page(413, "Request Entity Too Large")
        if not _permits(function, group):
            return _page(502, "Bad Gateway")
        base, name, qualifier = _parts(function)
        with invocations.calling(invocations.chosen(lambda_svc._functions.get(name), name, qualifier)) as invoked:
            reference = f"{base}:{invoked.version}" if invoked.version else function
            answer = await invoke(reference, group, method, path, headers, body, query_params, raw_query_string)
        if not _is_answer(invoked.result) or len(answer[2]) > MOST_BYTES:
            return _page(502, "Bad Gateway")
        return answer

    return invoke_if_permitted


def _only_permitted(register: Callable) -> Callable:
    def register_if_permitted(params: dict) -> tuple:
        group = alb._p(params, "TargetGroupArn")
        if (alb._tgs.get(group) or {}).get("TargetType") == "lambda":
            wanted = [target["Id"] for target in alb._parse_targets_param(params)]
            if denied := next((target for target in wanted if not _permits(target, group)), None):
                return alb._error("AccessDenied", "elasticloadbalancing principal does not have permission to invoke "
                                  f"{denied} from target group {group}", 403)
            if len({*wanted, *(target["Id"] for target in alb._targets.get(group, []))}) > 1:
                return alb._error("TooManyTargets", "A target group of type lambda has at most one target")
        return register(params)

    return register_if_permitted


def _permits(function: str, group: str) -> bool:
    """Whether the policy of the function or alias lets load balancers invoke it for this target group."""
    found = lambda_svc._functions.get(_parts(function)[1])
    statements = found["policy"]["Statement"] if found else []
    return any(statement["Effect"] == "Allow" and statement["Principal"] == {"Service": PRINCIPAL}
               and statement["Action"] in ("lambda:InvokeFunction", "lambda:*", "*")
               and statement["Resource"] == function and _holds(statement.get("Condition", {}), group)
               for statement in statements)


def _holds(condition: dict, group: str) -> bool:
    account = group.split(":")[4]
    said = {key.lower(): value for keys in condition.values() for key, value in keys.items()}
    return (fnmatch.fnmatchcase(group, said.pop("aws:sourcearn", "*"))
            and said.pop("aws:sourceaccount", account) == account and not said)


def _parts(function: str) -> tuple[str, str, str | None]:
    """The ARN without a qualifier, the name, and the qualifier."""
    parts = function.split(":")
    return ":".join(parts[:7]), parts[6], parts[7] if len(parts) > 7 else None


def _is_answer(result: dict) -> bool:
    """Whether the function answered, in the form that a load balancer understands."""
    body = result.get("body")
    if isinstance(body, (str, bytes)):
        try:
            body = json.loads(body)
        except ValueError:
            return False
    return not result.get("error") and isinstance(body, dict) and str(body.get("statusCode", "")).isdigit()


def _page(status: int, reason: str) -> tuple[int, dict, bytes]:
    page = f"<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1>" \
           "</center>\r\n</body>\r\n</html>\r\n"
    return status, {"Content-Type": "text/html", "Server": "awselb/2.0"}, page.encode()
