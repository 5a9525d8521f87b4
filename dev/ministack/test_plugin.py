"""What the plugin promises, seen through the AWS API alone. Run: `python -m unittest` in this folder, in the venv."""

from __future__ import annotations

import json
import time
import unittest

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError

import accounts
import stand
from stand import TAGS, resource, template

# Which of the two it is depends on how much of the request was sent before the reset.
BROKEN = (ConnectionClosedError, EndpointConnectionError)


def cluster(**changes) -> dict:
    return resource("RDS::DBCluster", "Snapshot", **{
        "Engine": "aurora-postgresql", "EngineVersion": "16.6", "MasterUsername": "provisioner", "DatabaseName": "app",
        "ManageMasterUserPassword": True, "StorageEncrypted": True, "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
        "EnableCloudwatchLogsExports": ["postgresql"], "DBClusterParameterGroupName": {"Ref": "Parameters"},
        "PreferredMaintenanceWindow": "sun:05:00-sun:06:00", "BackupRetentionPeriod": 7, **changes})


def database(protected: bool = False, window: str = "sun:05:00-sun:06:00", size: str = "db.t4g.medium",
             allowed: str = "192.0.2.1/32") -> str:
    return template(
        Vpc=resource("EC2::VPC", CidrBlock="10.0.0.0/16"),
        Group=resource("EC2::SecurityGroup", GroupDescription="database", VpcId={"Ref": "Vpc"}),
        Allowed=resource("EC2::SecurityGroupIngress", GroupId={"Ref": "Group"}, IpProtocol="tcp", FromPort=5432,
                         ToPort=5432, CidrIp=allowed, Description="office"),
        Out=resource("EC2::SecurityGroupEgress", GroupId={"Ref": "Group"}, IpProtocol="tcp", FromPort=443, ToPort=443,
                     CidrIp={"Fn::GetAtt": ["Vpc", "CidrBlock"]}),
        Key=resource("KMS::Key", KeyPolicy={"Version": "2012-10-17", "Statement": []}),
        Parameters=resource("RDS::DBClusterParameterGroup", Description="forces TLS", Family="aurora-postgresql16",
                            Parameters={"rds.force_ssl": "1"}),
        Cluster=cluster(DeletionProtection=protected, PreferredMaintenanceWindow=window,
                        VpcSecurityGroupIds=[{"Ref": "Group"}]),
        Writer=resource("RDS::DBInstance", DBClusterIdentifier={"Ref": "Cluster"}, DBInstanceClass=size,
                        Engine="aurora-postgresql", PreferredMaintenanceWindow=window),
        Reader=resource("RDS::DBInstance", DBClusterIdentifier={"Ref": "Cluster"}, DBInstanceClass=size,
                        Engine="aurora-postgresql", PreferredMaintenanceWindow=window) | {"DependsOn": "Writer"},
    )


class Accounts(stand.PluginTest):
    def test_the_role_wants_its_external_id(self) -> None:
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            self.stand.assume("another")

    def test_the_server_s_user_may_do_nothing_else(self) -> None:
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            self.stand.client("cloudformation").list_stacks()

    def test_stacks_land_in_the_target_account(self) -> None:
        stack = self.create("account", template(Topic=resource("Logs::LogGroup")))
        self.assertIn(f":{accounts.TARGET_ACCOUNT}:", stack)


class Database(stand.PluginTest):
    def test_a_cluster_is_made_described_changed_and_deleted_with_a_snapshot(self) -> None:
        rds, ec2 = self.stand.target("rds"), self.stand.target("ec2")
        stack = self.create("database", database())
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE")
        name = self.resource_id(stack, "Cluster")

        [made] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        self.assertEqual((made["PreferredMaintenanceWindow"], made["BackupRetentionPeriod"]), ("sun:05:00-sun:06:00", 7))
        self.assertEqual(made["EnabledCloudwatchLogsExports"], ["postgresql"])
        self.assertEqual(made["DBClusterParameterGroup"], self.resource_id(stack, "Parameters"))
        self.assertTrue(made["StorageEncrypted"])
        self.assertIn(":key/", made["KmsKeyId"])
        self.assertIn(TAGS[0], made["TagList"])
        self.assertEqual([member["IsClusterWriter"] for member in made["DBClusterMembers"]], [True, False])

        secrets = self.stand.target("secretsmanager")
        secret = made["MasterUserSecret"]["SecretArn"]
        value = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])
        self.assertEqual(value["username"], "provisioner")

        group = self.resource_id(stack, "Group")
        self.assertEqual(self.rules(ec2, group), ["192.0.2.1/32"])
        self.change(stack, database(window="tue:15:00-tue:18:00", size="db.r7g.large", allowed="198.51.100.0/24"))
        [made] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        self.assertEqual(made["PreferredMaintenanceWindow"], "tue:15:00-tue:18:00")
        instances = rds.describe_db_instances(
            Filters=[{"Name": "db-cluster-id", "Values": [name]}])["DBInstances"]
        self.assertEqual({(i["PreferredMaintenanceWindow"], i["DBInstanceClass"]) for i in instances},
                         {("tue:15:00-tue:18:00", "db.r7g.large")})
        self.assertEqual(self.rules(ec2, group), ["198.51.100.0/24"])

        self.cloudformation.delete_stack(StackName=stack)
        self.assertEqual(self.settled(stack), "DELETE_COMPLETE")
        snapshots = rds.describe_db_cluster_snapshots(DBClusterIdentifier=name)["DBClusterSnapshots"]
        self.assertEqual([snapshot["Status"] for snapshot in snapshots], ["available"])
        with self.assertRaisesRegex(ClientError, "ResourceNotFound"):
            secrets.get_secret_value(SecretId=secret)

    def test_a_protected_cluster_is_not_deleted(self) -> None:
        stack = self.create("protected", database(protected=True))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE")
        name = self.resource_id(stack, "Cluster")
        self.cloudformation.delete_stack(StackName=stack)
        self.assertEqual(self.settled(stack), "DELETE_FAILED")
        self.assertTrue(any("Cannot delete protected Cluster" in reason for reason in self.reasons(stack)))
        rds = self.stand.target("rds")
        self.assertEqual(len(rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]), 1)
        self.assertEqual(rds.describe_db_cluster_snapshots(DBClusterIdentifier=name)["DBClusterSnapshots"], [])

    def change(self, stack: str, body: str) -> None:
        made = self.cloudformation.create_change_set(StackName=stack, ChangeSetName="change", TemplateBody=body,
                                                     ClientToken="once", Tags=TAGS)["Id"]
        again = self.cloudformation.create_change_set(StackName=stack, ChangeSetName="change", TemplateBody=body,
                                                      ClientToken="once", Tags=TAGS)["Id"]
        self.assertEqual(made, again)
        deadline = time.monotonic() + 10
        while (described := self.cloudformation.describe_change_set(ChangeSetName=made))["Status"] != "CREATE_COMPLETE":
            self.assertLess(time.monotonic(), deadline, described)
            time.sleep(0.02)
        changes = {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in described["Changes"]}
        self.assertEqual(changes["Allowed"]["Replacement"], "True")
        self.assertEqual(changes["Cluster"]["Replacement"], "False")
        for _ in range(2):
            self.cloudformation.execute_change_set(ChangeSetName=made, ClientRequestToken="execute")
        self.assertEqual(self.settled(stack), "UPDATE_COMPLETE")

    @staticmethod
    def rules(ec2, group: str) -> list[str]:
        [described] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
        return [entry["CidrIp"] for rule in described["IpPermissions"] for entry in rule["IpRanges"]]


class Network(stand.PluginTest):
    def test_the_network_stack_and_its_upkeep_are_made_and_deleted(self) -> None:
        body = template(
            Vpc=resource("EC2::VPC", CidrBlock="10.1.0.0/16"),
            Subnet=resource("EC2::Subnet", VpcId={"Ref": "Vpc"}, CidrBlock="10.1.0.0/24"),
            Gateway=resource("EC2::InternetGateway"),
            Attachment=resource("EC2::VPCGatewayAttachment", VpcId={"Ref": "Vpc"},
                                InternetGatewayId={"Ref": "Gateway"}),
            Table=resource("EC2::RouteTable", VpcId={"Ref": "Vpc"}),
            Route=resource("EC2::Route", RouteTableId={"Ref": "Table"}, DestinationCidrBlock="0.0.0.0/0",
                           GatewayId={"Ref": "Gateway"}) | {"DependsOn": "Attachment"},
            Association=resource("EC2::SubnetRouteTableAssociation", RouteTableId={"Ref": "Table"},
                                 SubnetId={"Ref": "Subnet"}),
            Endpoint=resource("EC2::VPCEndpoint", VpcId={"Ref": "Vpc"}, RouteTableIds=[{"Ref": "Table"}],
                              ServiceName="com.amazonaws.eu-central-1.s3"),
            Address=resource("EC2::EIP", Domain="vpc"),
            Nat=resource("EC2::NatGateway", SubnetId={"Ref": "Subnet"},
                         AllocationId={"Fn::GetAtt": ["Address", "AllocationId"]}),
            Logs=resource("Logs::LogGroup", RetentionInDays=30),
            Role=resource("IAM::Role", AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": []}),
            FlowLog=resource("EC2::FlowLog", ResourceId={"Ref": "Vpc"}, ResourceType="VPC", TrafficType="ALL",
                             LogGroupName={"Ref": "Logs"}, DeliverLogsPermissionArn={"Fn::GetAtt": ["Role", "Arn"]}),
            Group=resource("RDS::DBSubnetGroup", DBSubnetGroupDescription="database", SubnetIds=[{"Ref": "Subnet"}]),
            Key=resource("KMS::Key", KeyPolicy={"Version": "2012-10-17", "Statement": []}),
            Alias=resource("KMS::Alias", AliasName="alias/test", TargetKeyId={"Ref": "Key"}),
            Secret=resource("SecretsManager::Secret", GenerateSecretString={}),
            Rotation=resource("SecretsManager::RotationSchedule", SecretId={"Ref": "Secret"},
                              RotationRules={"AutomaticallyAfterDays": 30}),
            Vault=resource("Backup::BackupVault", BackupVaultName="vault", EncryptionKeyArn={
                "Fn::GetAtt": ["Key", "Arn"]}),
            Plan=resource("Backup::BackupPlan", BackupPlan={"BackupPlanName": "plan", "BackupPlanRule": [
                {"RuleName": "daily", "TargetBackupVault": {"Ref": "Vault"}, "ScheduleExpression": "cron(0 3 * * ? *)"}]}),
            Selection=resource("Backup::BackupSelection", BackupPlanId={"Ref": "Plan"}, BackupSelection={
                "SelectionName": "all", "IamRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "Resources": ["*"]}),
            Events=resource("RDS::EventSubscription", SnsTopicArn="arn:aws:sns:eu-central-1:222222222222:topic"))
        stack = self.create("network", body)
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))

        ec2, backup = self.stand.target("ec2"), self.stand.target("backup")
        vpc, plan = self.resource_id(stack, "Vpc"), self.resource_id(stack, "Plan")
        self.assertEqual(len(self.nat_gateways(ec2, vpc)), 1)
        flow_log = self.resource_id(stack, "FlowLog")
        self.assertEqual(ec2.describe_flow_logs(FlowLogIds=[flow_log])["FlowLogs"][0]["ResourceId"], vpc)
        self.assertEqual(len(backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]), 1)
        secret = self.stand.target("secretsmanager").describe_secret(SecretId=self.resource_id(stack, "Secret"))
        self.assertTrue(secret["RotationEnabled"])

        self.cloudformation.delete_stack(StackName=stack)
        self.assertEqual(self.settled(stack), "DELETE_COMPLETE", self.reasons(stack))
        self.assertEqual(self.nat_gateways(ec2, vpc), [])
        self.assertEqual(ec2.describe_addresses()["Addresses"], [])
        self.assertEqual(ec2.describe_flow_logs()["FlowLogs"], [])

    @staticmethod
    def nat_gateways(ec2, vpc: str) -> list:
        return ec2.describe_nat_gateways(Filter=[
            {"Name": "vpc-id", "Values": [vpc]}, {"Name": "state", "Values": ["available"]}])["NatGateways"]


class Faults(stand.PluginTest):
    LOGS = template(Logs=resource("Logs::LogGroup"))

    def test_a_token_that_is_repeated_gives_the_same_stack(self) -> None:
        first = self.create("token", self.LOGS, ClientRequestToken="token-1")
        self.assertEqual(self.create("token", self.LOGS, ClientRequestToken="token-1"), first)
        with self.assertRaisesRegex(ClientError, "AlreadyExists"):
            self.create("token", self.LOGS, ClientRequestToken="token-2")

    def test_delays_keep_a_stack_in_progress(self) -> None:
        self.stand.say({"delay": {"AWS::Logs::LogGroup": 0.6}})
        stack = self.create("delayed", self.LOGS)
        self.assertEqual(self.status(stack), "CREATE_IN_PROGRESS")
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE")

    def test_a_failed_create_rolls_back_and_keeps_its_name(self) -> None:
        self.stand.say({"fail_create": {"failing/Logs": "The quota is used up"}})
        stack = self.create("failing", self.LOGS)
        self.assertEqual(self.settled(stack), "ROLLBACK_COMPLETE")
        self.assertIn("The quota is used up", self.reasons(stack))
        with self.assertRaisesRegex(ClientError, "AlreadyExists"):
            self.create("failing", self.LOGS)

    def test_a_failed_delete_is_resumed(self) -> None:
        stack = self.create("undeletable", self.LOGS)
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE")
        self.stand.say({"fail_delete": {"Logs": "DependencyViolation"}})
        self.cloudformation.delete_stack(StackName=stack)
        self.assertEqual(self.settled(stack), "DELETE_FAILED")
        self.stand.say({})
        self.cloudformation.delete_stack(StackName=stack)
        self.assertEqual(self.settled(stack), "DELETE_COMPLETE")

    def test_calls_fail_as_often_as_asked(self) -> None:
        self.stand.say({"calls": [{"action": "ListStacks", "fault": "throttle", "times": 1},
                                  {"action": "ListStacks", "fault": "unavailable", "times": 1},
                                  {"action": "ListStacks", "fault": "reset", "times": 1}]})
        with self.assertRaisesRegex(ClientError, "Throttling"):
            self.cloudformation.list_stacks()
        with self.assertRaisesRegex(ClientError, "ServiceUnavailable"):
            self.cloudformation.list_stacks()
        with self.assertRaises(BROKEN):
            self.cloudformation.list_stacks()
        self.cloudformation.list_stacks()

    def test_aws_can_be_down(self) -> None:
        self.stand.say({"down": True})
        with self.assertRaises(BROKEN):
            self.cloudformation.list_stacks()
        self.stand.say({})
        self.cloudformation.list_stacks()


class Persistence(stand.PluginTest):
    def test_a_stop_in_the_middle_of_a_create_leaves_a_finished_stack(self) -> None:
        self.stand.say({"delay": {"*": 5}})
        stack = self.create("stopped", Faults.LOGS)
        self.stand.stop()
        self.stand.start()
        self.cloudformation = self.stand.target("cloudformation")
        self.assertEqual(self.status(stack), "CREATE_COMPLETE")


if __name__ == "__main__":
    unittest.main()
