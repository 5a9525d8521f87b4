"""What AWS has, as its own SDK sees it in the stand-in."""

from __future__ import annotations

import base64
import json

import boto3

ACCOUNT, REGION = "222222222222", "ap-northeast-1"


class Aws:
    """The target account of the sample organization."""

    def __init__(self, endpoint: str) -> None:
        def client(service: str):
            # The stand-in takes the account from the access key.
            return boto3.client(service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id=ACCOUNT,
                                aws_secret_access_key="any")

        self._tags, self.lambda_, self._s3 = client("resourcegroupstaggingapi"), client("lambda"), client("s3")
        self._balancers, self._stacks, self._secrets = client("elbv2"), client("cloudformation"), client("secretsmanager")

    def function(self, component: str) -> str:
        """What AWS calls the function of a component."""
        [found] = [found["FunctionName"] for found in self.lambda_.list_functions()["Functions"] if component in found["FunctionName"]]
        return found

    def live(self, function: str) -> set[str]:
        """The hashes of the code that gets traffic."""
        alias = self.lambda_.get_alias(FunctionName=function, Name="live")
        shares = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
        versions = {alias["FunctionVersion"], *(version for version, share in shares.items() if share)}
        found = (self.lambda_.get_function_configuration(FunctionName=function, Qualifier=version) for version in versions)
        return {base64.b64decode(version["CodeSha256"]).hex() for version in found}

    def answer(self, function: str) -> str:
        """What the live code answers."""
        event = json.dumps({"path": "/", "httpMethod": "GET", "requestContext": {"elb": {}}})
        run = self.lambda_.invoke(FunctionName=function, Qualifier="live", Payload=event)
        return json.load(run["Payload"]).get("body", "")

    def of_component(self, name: str) -> set[str]:
        """All resources with its tag, beside what else bears its name."""
        pages = self._tags.get_paginator("get_resources").paginate(TagFilters=[{"Key": "component", "Values": [name]}])
        tagged = {found["ResourceARN"] for page in pages for found in page["ResourceTagMappingList"]}
        functions = {found["FunctionArn"] for found in self.lambda_.list_functions()["Functions"]}
        groups = {found["TargetGroupArn"] for found in self._balancers.describe_target_groups()["TargetGroups"]}
        stored = {found["ARN"] for found in self._secrets.list_secrets()["SecretList"]}
        gone = ("DELETE_COMPLETE",)
        stacks = {found["StackId"] for found in self._stacks.list_stacks()["StackSummaries"] if found["StackStatus"] not in gone}
        return tagged | {found for found in functions | groups | stored | stacks if name in found}

    def code(self) -> set[str]:
        """The archives in all buckets."""
        buckets = [found["Name"] for found in self._s3.list_buckets()["Buckets"]]
        return {f"{bucket}/{found['Key']}" for bucket in buckets
                for found in self._s3.list_objects_v2(Bucket=bucket).get("Contents", [])
                if found["Key"].startswith("code/")}
