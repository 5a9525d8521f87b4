"""The two accounts: Provisioner's own, with the user it signs requests as, and the target with the role it assumes.

MiniStack runs with AUTH=true, so that signatures, the trust policy with its external id, session tags and the role's
permissions are checked as on AWS.
"""

from __future__ import annotations

import json
from contextlib import contextmanager

from ministack.core.responses import set_request_account_id
from ministack.services import iam

HOME_ACCOUNT = "000000000000"
TARGET_ACCOUNT = "222222222222"
EXTERNAL_ID = "provisioner-local-external-id"
USER, ROLE = "provisioner", "provisioner-deploy"
ACCESS_KEY_ID, SECRET_ACCESS_KEY = "AKIAPROVISIONERLOCAL", "provisioner-local-secret-access-key"

USER_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Resource": f"arn:aws:iam::*:role/{ROLE}",
    }],
}

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
        "Action": ["backup:*", "backup-storage:*", "cloudformation:*", "ec2:*", "kms:*", "logs:*", "rds:*",
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
        iam._create_user({"UserName": [USER]})
        iam._put_user_policy({"UserName": [USER], "PolicyName": ["assume"], "PolicyDocument": [json.dumps(USER_POLICY)]})
        iam._access_keys[ACCESS_KEY_ID] = {
            "UserName": USER, "AccessKeyId": ACCESS_KEY_ID, "SecretAccessKey": SECRET_ACCESS_KEY,
            "Status": "Active", "CreateDate": iam._now(),
        }
    with _account(TARGET_ACCOUNT):
        iam._create_role({"RoleName": [ROLE], "AssumeRolePolicyDocument": [json.dumps(TRUST_POLICY)]})
        iam._roles[ROLE]["AssumeRolePolicyDocument"] = json.dumps(TRUST_POLICY)
        iam._put_role_policy({"RoleName": [ROLE], "PolicyName": ["deploy"], "PolicyDocument": [json.dumps(ROLE_POLICY)]})


@contextmanager
def _account(account_id: str):
    set_request_account_id(account_id)
    try:
        yield
    finally:
        set_request_account_id(HOME_ACCOUNT)
