"""What the plugin promises of functions, seen through the AWS API alone."""

from __future__ import annotations

import base64
import json
import unittest
from collections import Counter

from botocore.exceptions import ClientError

import stand
from stand import BUCKET, digest, function, resource, role, template


class Updates(stand.FunctionTest):
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


class Invocations(stand.FunctionTest):
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


class Reports(stand.FunctionTest):
    def test_the_tail_of_the_log_tells_what_lambda_measured(self) -> None:
        logging = {"LogFormat": "JSON", "LogGroup": "/aws/lambda/told"}
        cold_starts = resource("Logs::MetricFilter", LogGroupName={"Ref": "Group"},
                               FilterPattern='{ $.type = "platform.initStart" }',
                               MetricTransformations=[{"MetricNamespace": "Test", "MetricName": "ColdStarts", "MetricValue": "1",
                                                       "Dimensions": [{"Key": "Version", "Value": "$.record.functionVersion"}]}])
        stack = self.create("told", template(Role=role("told"), Function=function("told", LoggingConfig=logging),
                                             Group=resource("Logs::LogGroup", LogGroupName="/aws/lambda/told"),
                                             Filter=cold_starts))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        version = self.deploy("told", 2)
        cold, warm = (self.report(self.run_it("told", version)) for _ in range(2))
        self.assertGreater(cold["initDurationMs"], 0)
        self.assertNotIn("initDurationMs", warm)
        self.assertEqual(warm["memorySizeMB"], 128)
        self.assertEqual(self.metric("ColdStarts", {"Version": version}, namespace="Test"), 1)

        failed = self.run_it("told", version, fail=True)
        error = json.loads(failed["Payload"].read())
        self.assertNotIn("HandlerError", error["errorType"])
        self.assertIn("line", "".join(error["stackTrace"]))

    def test_without_json_the_report_is_a_line_of_text(self) -> None:
        self.make("plain")
        log = base64.b64decode(self.run_it("plain", "$LATEST")["LogResult"]).decode()
        self.assertRegex(log.splitlines()[-1], r"^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: ")

    @staticmethod
    def report(answer: dict) -> dict:
        lines = base64.b64decode(answer["LogResult"]).decode().splitlines()
        return json.loads(lines[-1])["record"]["metrics"]


if __name__ == "__main__":
    unittest.main()
