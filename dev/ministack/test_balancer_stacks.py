"""What the plugin promises of the load balancers of stacks, seen through the AWS API alone."""

from __future__ import annotations

import unittest

import stand
from stand import resource, template


class BalancerStacks(stand.PluginTest):
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
