"""What the plugin promises of functions and of load balancers before them, seen through the AWS API and HTTP alone."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import json
import time
import unittest
import zipfile
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta, timezone

from botocore.exceptions import ClientError

import stand
from stand import resource, template

BUCKET, HOST = "test-code", "orders.functions.localhost"
CODE = """
import json, os
def handler(event, context):
    if event.get("fail"):
        raise ValueError("as asked")
    if event.get("path") == "/malformed":
        return "text"
    body = {"answer": %d, "word": os.environ.get("WORD"), "arn": context.invoked_function_arn, "event": event}
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
"""


def archive(answer: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        # A time that stays, so that the same code is the same archive.
        file.writestr(zipfile.ZipInfo("index.py"), CODE % answer)
    return packed.getvalue()


def digest(answer: int) -> str:
    return base64.b64encode(hashlib.sha256(archive(answer)).digest()).decode()


def role(name: str) -> dict:
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return resource("IAM::Role", RoleName=f"provisioner-{name}", AssumeRolePolicyDocument={
        "Version": "2012-10-17", "Statement": [trusted]})


def function(name: str, memory: int = 128, key: str = "1.zip", **more) -> dict:
    return resource("Lambda::Function", FunctionName=name, Runtime="python3.12", Handler="index.handler", Timeout=5,
                    Role={"Fn::GetAtt": ["Role", "Arn"]}, MemorySize=memory, Code={"S3Bucket": BUCKET, "S3Key": key},
                    **more)


class FunctionTest(stand.PluginTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        s3 = cls.stand.target("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        for answer in (1, 2, 3):
            s3.put_object(Bucket=BUCKET, Key=f"{answer}.zip", Body=archive(answer))

    def setUp(self) -> None:
        super().setUp()
        self.lambda_ = self.stand.target("lambda")

    def make(self, name: str, **resources) -> str:
        stack = self.create(name, template(Role=role(name), Function=function(name), **resources))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        return stack

    def describe(self, name: str) -> dict:
        return self.lambda_.get_function_configuration(FunctionName=name)

    def idle(self, name: str) -> dict:
        deadline = time.monotonic() + 10
        while (found := self.describe(name))["LastUpdateStatus"] == "InProgress":
            self.assertLess(time.monotonic(), deadline, found)
            time.sleep(0.02)
        return found

    def deploy(self, name: str, answer: int) -> str:
        self.lambda_.update_function_code(FunctionName=name, S3Bucket=BUCKET, S3Key=f"{answer}.zip")
        self.idle(name)
        return self.lambda_.publish_version(FunctionName=name, CodeSha256=digest(answer))["Version"]

    def run_it(self, name: str, qualifier: str, **event) -> dict:
        return self.lambda_.invoke(FunctionName=name, Qualifier=qualifier, Payload=json.dumps(event), LogType="Tail")

    def metric(self, name: str, dimensions: dict) -> float:
        now = datetime.now(timezone.utc)
        query = {"Id": "m", "MetricStat": {"Stat": "Sum", "Period": 60, "Metric": {
            "Namespace": "AWS/Lambda", "MetricName": name,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()]}}}
        found = self.stand.target("cloudwatch").get_metric_data(
            MetricDataQueries=[query], StartTime=now - timedelta(minutes=5), EndTime=now + timedelta(minutes=5))
        return sum(found["MetricDataResults"][0]["Values"])


class Updates(FunctionTest):
    def test_an_update_takes_its_time_and_no_other_meanwhile(self) -> None:
        self.make("busy")
        self.stand.say({"delay": {"UpdateFunctionCode": 0.5}})
        begun = self.lambda_.update_function_code(FunctionName="busy", S3Bucket=BUCKET, S3Key="2.zip")
        self.assertEqual((begun["State"], begun["LastUpdateStatus"]), ("Active", "InProgress"))
        for call in (lambda: self.lambda_.update_function_code(FunctionName="busy", S3Bucket=BUCKET, S3Key="3.zip"),
                     lambda: self.lambda_.update_function_configuration(FunctionName="busy", Timeout=9),
                     lambda: self.lambda_.publish_version(FunctionName="busy")):
            with self.assertRaisesRegex(ClientError, "ResourceConflict.*An update is in progress for resource: arn:"):
                call()
        self.assertEqual(self.idle("busy")["LastUpdateStatus"], "Successful")
        self.assertEqual(self.describe("busy")["CodeSha256"], digest(2))

    def test_a_function_is_made_before_its_stack_is_complete(self) -> None:
        self.stand.say({"delay": {"CreateFunction": 0.3}})
        self.make("made")
        self.assertEqual(self.describe("made")["State"], "Active")

    def test_an_update_can_be_stuck_and_can_fail(self) -> None:
        self.make("failing")
        self.stand.say({"stuck": ["failing"]})
        self.lambda_.update_function_configuration(FunctionName="failing", Timeout=9)
        for _ in range(20):
            self.assertEqual(self.describe("failing")["LastUpdateStatus"], "InProgress")
        self.stand.say({"fail_function": {"failing": "The key is disabled"}})
        found = self.idle("failing")
        self.assertEqual((found["State"], found["LastUpdateStatus"]), ("Active", "Failed"))
        self.assertEqual(found["LastUpdateStatusReason"], "The key is disabled")

    def test_only_the_code_that_was_meant_is_published_and_once(self) -> None:
        self.make("published")
        self.assertEqual(self.deploy("published", 2), "1")
        self.assertEqual(self.deploy("published", 3), "2")
        again = self.lambda_.publish_version(FunctionName="published", CodeSha256=digest(3))
        self.assertEqual(again["Version"], "2")
        with self.assertRaisesRegex(ClientError, "InvalidParameterValue.*different from current CodeSHA256"):
            self.lambda_.publish_version(FunctionName="published", CodeSha256=digest(2))

    def test_code_and_versions_that_do_not_exist_are_refused(self) -> None:
        self.make("strict")
        with self.assertRaisesRegex(ClientError, "InvalidParameterValue"):
            self.lambda_.update_function_code(FunctionName="strict", S3Bucket=BUCKET, S3Key="missing.zip")
        version = self.deploy("strict", 2)
        with self.assertRaisesRegex(ClientError, "ResourceNotFound"):
            self.lambda_.create_alias(FunctionName="strict", Name="live", FunctionVersion="9")
        self.lambda_.create_alias(FunctionName="strict", Name="live", FunctionVersion=version)
        with self.assertRaisesRegex(ClientError, "ResourceNotFound"):
            self.lambda_.update_alias(FunctionName="strict", Name="live",
                                      RoutingConfig={"AdditionalVersionWeights": {"9": 0.1}})
        stack = self.create("codeless", template(Role=role("codeless"), Function=function("codeless", key="no.zip")))
        self.assertEqual(self.settled(stack), "ROLLBACK_COMPLETE")
        self.assertTrue(any("NoSuchKey" in reason for reason in self.reasons(stack)), self.reasons(stack))

    def test_calls_of_lambda_and_s3_fail_as_often_as_asked(self) -> None:
        self.make("throttled")
        names = ("UpdateFunctionCode", "PublishVersion", "GetFunctionConfiguration", "Invoke", "HeadObject", "PutObject")
        self.stand.say({"calls": [{"action": name, "fault": "throttle"} for name in names]
                                 + [{"action": "ListAliases", "fault": "unavailable"}]})
        s3 = self.stand.target("s3")
        for call in (lambda: self.lambda_.update_function_code(FunctionName="throttled", S3Bucket=BUCKET, S3Key="2.zip"),
                     lambda: self.lambda_.publish_version(FunctionName="throttled"),
                     lambda: self.describe("throttled"), lambda: self.run_it("throttled", "$LATEST")):
            with self.assertRaisesRegex(ClientError, "TooManyRequestsException.*Rate exceeded"):
                call()
        with self.assertRaisesRegex(ClientError, "SlowDown"):
            s3.put_object(Bucket=BUCKET, Key="other", Body=b"")
        with self.assertRaisesRegex(ClientError, "503"):
            s3.head_object(Bucket=BUCKET, Key="1.zip")
        with self.assertRaisesRegex(ClientError, "ServiceUnavailable"):
            self.lambda_.list_aliases(FunctionName="throttled")
        self.assertEqual(self.describe("throttled")["LastUpdateStatus"], "Successful")


class Invocations(FunctionTest):
    def test_an_alias_shares_out_its_traffic_and_each_version_is_counted(self) -> None:
        self.make("shared")
        versions = [self.deploy("shared", answer) for answer in (2, 3)]
        self.lambda_.create_alias(FunctionName="shared", Name="live", FunctionVersion=versions[0],
                                  RoutingConfig={"AdditionalVersionWeights": {versions[1]: 0.5}})
        ran = Counter()
        for _ in range(24):
            answer = self.run_it("shared", "live")
            body = json.loads(json.loads(answer["Payload"].read())["body"])
            self.assertEqual(body["answer"], {"1": 2, "2": 3}[answer["ExecutedVersion"]])
            self.assertTrue(body["arn"].endswith(":function:shared:live"), body["arn"])
            ran[answer["ExecutedVersion"]] += 1
        self.assertEqual(sorted(ran), versions)
        failed = self.run_it("shared", versions[1], fail=True)
        self.assertEqual((failed["FunctionError"], failed["ExecutedVersion"]), ("Unhandled", "2"))

        for version, runs in ran.items():
            by_version = {"FunctionName": "shared", "Resource": "shared:live", "ExecutedVersion": version}
            self.assertEqual(self.metric("Invocations", by_version), runs)
            self.assertEqual(self.metric("Errors", by_version), 0)
            self.assertGreater(self.metric("Duration", by_version), 0)
            self.assertGreater(self.metric("ConcurrentExecutions", by_version), 0)
        self.assertEqual(self.metric("Invocations", {"FunctionName": "shared", "Resource": "shared:live"}), 24)
        self.assertEqual(self.metric("Errors", {"FunctionName": "shared", "Resource": "shared:2"}), 1)
        self.assertEqual(self.metric("Invocations", {"FunctionName": "shared"}), 25)


class Stacks(FunctionTest):
    def test_a_stack_leaves_alone_what_it_does_not_own(self) -> None:
        stack = self.make("owned")
        self.lambda_.update_function_configuration(FunctionName="owned", Environment={"Variables": {"WORD": "kept"}})
        self.idle("owned")
        version = self.deploy("owned", 2)
        self.lambda_.create_alias(FunctionName="owned", Name="live", FunctionVersion=version)

        self.stand.say({"delay": {"UpdateFunctionConfiguration": 0.2}})
        self.cloudformation.update_stack(StackName=stack, Capabilities=["CAPABILITY_NAMED_IAM"], Tags=stand.TAGS,
                                         TemplateBody=template(Role=role("owned"), Function=function("owned", 256)))
        self.assertEqual(self.settled(stack), "UPDATE_COMPLETE", self.reasons(stack))
        found = self.describe("owned")
        self.assertEqual((found["MemorySize"], found["CodeSha256"]), (256, digest(2)))
        self.assertEqual(found["Environment"]["Variables"], {"WORD": "kept"})
        self.assertEqual(found["LastUpdateStatus"], "Successful")
        alias = self.lambda_.get_alias(FunctionName="owned", Name="live")
        self.assertEqual(alias["FunctionVersion"], version)
        self.assertEqual(self.drift(stack), "IN_SYNC")
        self.lambda_.update_function_configuration(FunctionName="owned", MemorySize=512)
        self.assertEqual(self.drift(stack), "DRIFTED")

    def test_what_a_template_takes_back_is_taken_back(self) -> None:
        with_word = function("taken", Environment={"Variables": {"WORD": "first"}})
        stack = self.create("taken", template(Role=role("taken"), Function=with_word))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        self.cloudformation.update_stack(StackName=stack, Capabilities=["CAPABILITY_NAMED_IAM"], Tags=stand.TAGS,
                                         TemplateBody=template(Role=role("taken"), Function=function("taken", key="2.zip")))
        self.assertEqual(self.settled(stack), "UPDATE_COMPLETE", self.reasons(stack))
        found = self.describe("taken")
        self.assertEqual((found["Environment"]["Variables"], found["CodeSha256"]), ({}, digest(2)))

    def test_a_function_is_in_its_network_and_leaves_it(self) -> None:
        network = {"SubnetIds": [{"Ref": "Subnet"}], "SecurityGroupIds": [{"Ref": "Group"}]}
        stack = self.create("networked", template(
            Role=role("networked"), Function=function("networked", VpcConfig=network),
            Vpc=resource("EC2::VPC", CidrBlock="10.0.0.0/16"),
            Subnet=resource("EC2::Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.0.0.0/24"),
            Group=resource("EC2::SecurityGroup", GroupDescription="function", VpcId={"Ref": "Vpc"})))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        self.assertEqual(len(self.describe("networked")["VpcConfig"]["SubnetIds"]), 1)
        self.lambda_.update_function_configuration(
            FunctionName="networked", VpcConfig={"SubnetIds": [], "SecurityGroupIds": []})
        self.assertEqual(self.idle("networked")["VpcConfig"]["SubnetIds"], [])

    def drift(self, stack: str) -> str:
        asked = self.cloudformation.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
        deadline = time.monotonic() + 10
        while True:
            found = self.cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=asked)
            if found["DetectionStatus"] != "DETECTION_IN_PROGRESS":
                return found["StackDriftStatus"]
            self.assertLess(time.monotonic(), deadline, found)
            time.sleep(0.02)


class Balancer(FunctionTest):
    def test_a_request_goes_where_the_rules_the_policy_and_the_weights_send_it(self) -> None:
        stack = self.make("orders", **self.balancer())
        group = self.resource_id(stack, "Target")
        versions = [self.deploy("orders", answer) for answer in (2, 3)]
        live = self.lambda_.create_alias(FunctionName="orders", Name="live", FunctionVersion=versions[0],
                                         RoutingConfig={"AdditionalVersionWeights": {versions[1]: 0.5}})["AliasArn"]
        balancing = self.stand.target("elbv2")
        self.assertEqual(self.ask("/")[0], 503)
        with self.assertRaisesRegex(ClientError, "AccessDenied.*does not have permission to invoke"):
            balancing.register_targets(TargetGroupArn=group, Targets=[{"Id": live}])
        self.lambda_.add_permission(FunctionName="orders", Qualifier="live", StatementId="load-balancer",
                                    Action="lambda:InvokeFunction", SourceArn=group,
                                    Principal="elasticloadbalancing.amazonaws.com")
        balancing.register_targets(TargetGroupArn=group, Targets=[{"Id": live}])

        answers = Counter(json.loads(self.ask("/")[2])["answer"] for _ in range(24))
        self.assertEqual(sorted(answers), [2, 3])
        by_version = {"FunctionName": "orders", "Resource": "orders:live", "ExecutedVersion": versions[1]}
        self.assertEqual(self.metric("Invocations", by_version), answers[3])
        status, headers, body = self.ask("/hello?a=1&b=%20", sent_for="192.0.2.9, 198.51.100.7")
        self.assertEqual((status, headers["content-type"]), (200, "application/json"))
        event = json.loads(body)["event"]
        self.assertEqual(event["requestContext"]["elb"]["targetGroupArn"], group)
        self.assertEqual((event["path"], event["queryStringParameters"]), ("/hello", {"a": "1", "b": "%20"}))
        self.assertEqual(event["headers"]["x-forwarded-for"], "192.0.2.9, 198.51.100.7")
        self.assertEqual(event["headers"]["host"].split(":")[0], HOST)

        self.assertEqual(self.ask("/", sent_for="203.0.113.5")[0], 403)
        self.assertEqual(self.ask("/closed")[::2], (410, b"closed"))
        self.assertEqual(self.ask("/", host="other.functions.localhost")[0], 404)
        status, headers, body = self.ask("/malformed")
        self.assertEqual((status, headers["server"]), (502, "awselb/2.0"))
        self.assertIn(b"502 Bad Gateway", body)

        self.stand.stop()
        self.stand.start()
        self.assertEqual(self.ask("/")[0], 200)
        self.lambda_ = self.stand.target("lambda")
        self.lambda_.remove_permission(FunctionName="orders", Qualifier="live", StatementId="load-balancer")
        self.assertEqual(self.ask("/")[0], 502)

    def ask(self, path: str, sent_for: str = "198.51.100.7", host: str = HOST) -> tuple[int, dict, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.stand.port, timeout=10)) as connection:
            connection.request("GET", path, headers={"Host": f"{host}:{self.stand.port}", "X-Forwarded-For": sent_for})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    @staticmethod
    def balancer() -> dict:
        to_host = {"Field": "host-header", "HostHeaderConfig": {"Values": [HOST]}}
        allowed = {"Field": "source-ip", "SourceIpConfig": {"Values": ["198.51.100.0/24"]}}
        closed = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/closed"]}}

        def fixed(status: str, body: str) -> dict:
            return {"Type": "fixed-response", "FixedResponseConfig": {
                "StatusCode": status, "ContentType": "text/plain", "MessageBody": body}}

        def rule(priority: int, action: dict, *conditions: dict) -> dict:
            return resource("ElasticLoadBalancingV2::ListenerRule", ListenerArn={"Ref": "Listener"}, Priority=priority,
                            Conditions=list(conditions), Actions=[action])

        return {
            "Vpc": resource("EC2::VPC", CidrBlock="10.0.0.0/16"),
            "Subnet": resource("EC2::Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.0.0.0/24"),
            "Balancer": resource("ElasticLoadBalancingV2::LoadBalancer", Subnets=[{"Ref": "Subnet"}]),
            "Target": resource("ElasticLoadBalancingV2::TargetGroup", TargetType="lambda"),
            "Listener": resource("ElasticLoadBalancingV2::Listener", LoadBalancerArn={"Ref": "Balancer"}, Port=80,
                                 Protocol="HTTP", DefaultActions=[fixed("403", "not for you")]),
            "Open": rule(10, {"Type": "forward", "TargetGroupArn": {"Ref": "Target"}}, to_host, allowed),
            "Closed": rule(5, fixed("410", "closed"), to_host, allowed, closed),
        }


if __name__ == "__main__":
    unittest.main()
