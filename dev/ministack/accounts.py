"""The two accounts: Provisioner's own, with the user it signs requests as, and the target with the role it assumes
and the domain of its functions.

MiniStack runs with AUTH=true, so that signatures, the trust policy with its external id, session tags and the role's
permissions are checked as on AWS.
"""

from __future__ import annotations

import json
from contextlib import contextmanager

from ministack.core.responses import set_request_account_id
from ministack.services import iam, route53

HOME_ACCOUNT = "000000000000"
TARGET_ACCOUNT = "222222222222"
EXTERNAL_ID = "provisioner-local-external-id"
USER, ROLE = "provisioner", "provisioner-deploy"
ACCESS_KEY_ID, SECRET_ACCESS_KEY = "AKIAPROVISIONERLOCAL", "provisioner-local-secret-access-key"
# For a person with the AWS command line, who looks at what the stacks made.
CONSOLE_USER, CONSOLE_KEY_ID, CONSOLE_SECRET = "console", "AKIALOCALCONSOLEUSER", "local-console-secret-access-key"

# The domain of the target account (dev/sample.toml): every name below `localhost` leads to this machine (RFC 6761).
DOMAIN, HOSTED_ZONE_ID = "functions.localhost.", "Z0PROVISIONERLOCAL"

USER_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Resource": f"arn:aws:iam::*:role/{ROLE}",
    }],
}

CONSOLE_POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

TRUST_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{HOME_ACCOUNT}:user/{USER}"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }, {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{HOME_ACCOUNT}:user/{USER}"},
        "Action": "sts:TagSession",
    }],
}

# What the server calls itself, and, as on AWS without a service role, what its stacks may make.
ROLE_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow",
        "Action": ["acm:*", "backup:*", "backup-storage:*", "cloudformation:*", "cloudwatch:GetMetricData", "ec2:*",
                   "elasticloadbalancing:*", "kms:*", "lambda:*", "logs:*", "rds:*", "route53:*", "s3:*",
                   "secretsmanager:*"],
        "Resource": "*",
    }, {
        "Effect": "Allow",
        "Action": ["iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:PassRole", "iam:TagRole",
                   "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        "Resource": f"arn:aws:iam::{TARGET_ACCOUNT}:role/provisioner-*",
    }],
}


def seed() -> None:
    """Makes the user and the role; what is there already is brought up to date."""
    with _account(HOME_ACCOUNT):
        _user(USER, USER_POLICY, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
    with _account(TARGET_ACCOUNT):
        _user(CONSOLE_USER, CONSOLE_POLICY, CONSOLE_KEY_ID, CONSOLE_SECRET)
        iam._create_role({"RoleName": [ROLE], "AssumeRolePolicyDocument": [json.dumps(TRUST_POLICY)]})
        iam._roles[ROLE]["AssumeRolePolicyDocument"] = json.dumps(TRUST_POLICY)
        iam._put_role_policy({"RoleName": [ROLE], "PolicyName": ["deploy"], "PolicyDocument": [json.dumps(ROLE_POLICY)]})
        _hosted_zone()


def _user(name: str, policy: dict, key_id: str, secret: str) -> None:
    iam._create_user({"UserName": [name]})
    iam._put_user_policy({"UserName": [name], "PolicyName": ["own"], "PolicyDocument": [json.dumps(policy)]})
    iam._access_keys[key_id] = {"UserName": name, "AccessKeyId": key_id, "SecretAccessKey": secret,
                                "Status": "Active", "CreateDate": iam._now()}


def _hosted_zone() -> None:
    if HOSTED_ZONE_ID not in route53._zones:
        route53._zones[HOSTED_ZONE_ID] = {"id": HOSTED_ZONE_ID, "name": DOMAIN, "caller_reference": "sample",
                                          "comment": "", "private": False, "vpcs": []}
        route53._records[HOSTED_ZONE_ID] = route53._default_records(DOMAIN)


@contextmanager
def _account(account_id: str):
    set_request_account_id(account_id)
    try:
        yield
    finally:
        set_request_account_id(HOME_ACCOUNT)
