"""What the plugin promises of requests to load balancers, seen through the AWS API and HTTP alone."""

from __future__ import annotations

import http.client
import json
import unittest
from collections import Counter
from contextlib import closing

from botocore.exceptions import ClientError

import stand
from stand import resource

HOST = "orders.functions.localhost"


class Balancer(stand.FunctionTest):
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
