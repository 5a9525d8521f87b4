"""What the plugin promises to functions, seen through the AWS API alone."""

from __future__ import annotations

import unittest

import stand
from stand import resource, template


class Functions(stand.PluginTest):
    def test_a_stack_owns_what_stays_and_leaves_alone_what_a_deploy_moved(self) -> None:
        functions = self.stand.target("lambda")
        stack = self.create("function", self.function(memory=128))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        name = self.resource_id(stack, "Function")
        made = functions.get_function(FunctionName=name)
        self.assertEqual(made["Concurrency"]["ReservedConcurrentExecutions"], 7)
        self.assertIn(":key/", made["Configuration"]["KMSKeyArn"])
        self.assertEqual(made["Configuration"]["VpcConfig"]["SubnetIds"], [self.resource_id(stack, "Subnet")])

        functions.update_function_configuration(FunctionName=name, Environment={"Variables": {"GREETING": "hello"}})
        self.update(stack, self.function(memory=256), "UPDATE_COMPLETE")
        changed = functions.get_function_configuration(FunctionName=name)
        self.assertEqual((changed["MemorySize"], changed["Environment"]["Variables"]), (256, {"GREETING": "hello"}))
        self.assertEqual(changed["VpcConfig"]["SubnetIds"], [self.resource_id(stack, "Subnet")])

    def test_load_balancers_refuse_what_aws_refuses(self) -> None:
        stack = self.create("balancer", self.balancer(Rule1=self.rule(1)))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        self.update(stack, self.balancer(Rule1=self.rule(1), Rule2=self.rule(1)), "UPDATE_ROLLBACK_COMPLETE")
        self.assertTrue(any("Priority '1' is currently in use" in reason for reason in self.reasons(stack)))
        self.update(stack, self.balancer(Rule1=self.rule(1), Rule2=self.rule(2)), "UPDATE_COMPLETE")
        elsewhere = self.rule(1) | {"Properties": self.rule(1)["Properties"] | {"ListenerArn": {"Ref": "Other"}}}
        self.update(stack, self.balancer(Rule1=self.rule(1), Rule2=elsewhere), "UPDATE_ROLLBACK_COMPLETE")
        self.assertTrue(any("more than one load balancer" in reason for reason in self.reasons(stack)))
        self.cloudformation.delete_stack(StackName=stack)
        self.assertEqual(self.settled(stack), "DELETE_FAILED")
        self.assertTrue(any("deletion protection is enabled" in reason for reason in self.reasons(stack)))

    def test_a_bucket_that_wants_tls_takes_objects(self) -> None:
        statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                     "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        stack = self.create("bucket", template(Bucket=resource("S3::Bucket"), Policy=resource(
            "S3::BucketPolicy", Bucket={"Ref": "Bucket"},
            PolicyDocument={"Version": "2012-10-17", "Statement": [statement]})))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        self.stand.target("s3").put_object(Bucket=self.resource_id(stack, "Bucket"), Key="code.zip", Body=b"code")

    def update(self, stack: str, body: str, expected: str) -> None:
        self.cloudformation.update_stack(StackName=stack, TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
        self.assertEqual(self.settled(stack), expected, self.reasons(stack))

    @staticmethod
    def function(memory: int) -> str:
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

    @staticmethod
    def rule(priority: int) -> dict:
        return resource("ElasticLoadBalancingV2::ListenerRule", ListenerArn={"Ref": "Listener"}, Priority=priority,
                        Conditions=[{"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.1/32"]}}],
                        Actions=[{"Type": "forward", "TargetGroupArn": {"Ref": "Target"}}])

    @staticmethod
    def balancer(**rules) -> str:
        def listener(load_balancer: str) -> dict:
            return resource("ElasticLoadBalancingV2::Listener", LoadBalancerArn={"Ref": load_balancer}, Port=80,
                            Protocol="HTTP", DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {
                                "StatusCode": "404"}}])

        return template(
            Balancer=resource("ElasticLoadBalancingV2::LoadBalancer", LoadBalancerAttributes=[
                {"Key": "deletion_protection.enabled", "Value": "true"}]),
            Second=resource("ElasticLoadBalancingV2::LoadBalancer"),
            Listener=listener("Balancer"), Other=listener("Second"),
            Target=resource("ElasticLoadBalancingV2::TargetGroup", TargetType="lambda"), **rules)


if __name__ == "__main__":
    unittest.main()
