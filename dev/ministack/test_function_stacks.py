"""What the plugin promises of the functions of stacks, seen through the AWS API alone."""

from __future__ import annotations

import time
import unittest

import stand
from stand import digest, function, resource, role, template


class Stacks(stand.FunctionTest):
    def test_a_stack_leaves_alone_what_it_does_not_own(self) -> None:
        stack = self.make("owned")
        self.lambda_.update_function_configuration(FunctionName="owned", Environment={"Variables": {"WORD": "kept"}})
        self.idle("owned")
        version = self.deploy("owned", 2)
        self.lambda_.create_alias(FunctionName="owned", Name="live", FunctionVersion=version)

        self.stand.say({"delay": {"UpdateFunctionConfiguration": 0.2}})
        self.update(stack, template(Role=role("owned"), Function=function("owned", 256)))
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
        with_all = function("taken", Environment={"Variables": {"WORD": "first"}}, ReservedConcurrentExecutions=7,
                            KmsKeyArn="arn:aws:kms:eu-central-1:222222222222:key/test",
                            VpcConfig={"SubnetIds": ["subnet-test"], "SecurityGroupIds": []})
        stack = self.create("taken", template(Role=role("taken"), Function=with_all))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        self.update(stack, template(Role=role("taken"), Function=function("taken", key="2.zip")))
        made = self.lambda_.get_function(FunctionName="taken")
        found = made["Configuration"]
        self.assertEqual((found["Environment"]["Variables"], found["CodeSha256"]), ({}, digest(2)))
        self.assertEqual((found["VpcConfig"]["SubnetIds"], found["KMSKeyArn"]), ([], ""))
        self.assertNotIn("Concurrency", made)

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

    def test_a_stack_owns_what_stays_and_leaves_alone_what_a_deploy_moved(self) -> None:
        stack = self.create("function", self.with_all_it_owns(memory=128))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        name = self.resource_id(stack, "Function")
        made = self.lambda_.get_function(FunctionName=name)
        self.assertEqual(made["Concurrency"]["ReservedConcurrentExecutions"], 7)
        self.assertIn(":key/", made["Configuration"]["KMSKeyArn"])
        self.assertEqual(made["Configuration"]["VpcConfig"]["SubnetIds"], [self.resource_id(stack, "Subnet")])

        self.lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": {"GREETING": "hello"}})
        self.update(stack, self.with_all_it_owns(memory=256))
        changed = self.lambda_.get_function_configuration(FunctionName=name)
        self.assertEqual((changed["MemorySize"], changed["Environment"]["Variables"]), (256, {"GREETING": "hello"}))
        self.assertEqual(changed["VpcConfig"]["SubnetIds"], [self.resource_id(stack, "Subnet")])

    def drift(self, stack: str) -> str:
        asked = self.cloudformation.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
        deadline = time.monotonic() + 10
        while True:
            found = self.cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=asked)
            if found["DetectionStatus"] != "DETECTION_IN_PROGRESS":
                return found["StackDriftStatus"]
            self.assertLess(time.monotonic(), deadline, found)
            time.sleep(0.02)

    @staticmethod
    def with_all_it_owns(memory: int) -> str:
        return template(
            Vpc=resource("EC2::VPC", CidrBlock="10.2.0.0/16"),
            Subnet=resource("EC2::Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.2.0.0/24"),
            Key=resource("KMS::Key", KeyPolicy={"Version": "2012-10-17", "Statement": []}),
            Role=resource("IAM::Role", AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": []}),
            Function=resource("Lambda::Function", Code={"ZipFile": "def handler(event, context): pass"},
                              Handler="index.handler", Runtime="python3.13", Role={"Fn::GetAtt": ["Role", "Arn"]},
                              KmsKeyArn={"Fn::GetAtt": ["Key", "Arn"]}, MemorySize=memory,
                              ReservedConcurrentExecutions=7, VpcConfig={"SubnetIds": [{"Ref": "Subnet"}],
                                                                         "SecurityGroupIds": []}))


if __name__ == "__main__":
    unittest.main()
