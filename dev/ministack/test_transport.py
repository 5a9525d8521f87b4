"""What the plugin promises of policies that want TLS, seen through the AWS API alone."""

from __future__ import annotations

import unittest

import stand
from stand import resource, template


class Transport(stand.PluginTest):
    def test_a_bucket_that_wants_tls_takes_objects(self) -> None:
        statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                     "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        stack = self.create("bucket", template(Bucket=resource("S3::Bucket"), Policy=resource(
            "S3::BucketPolicy", Bucket={"Ref": "Bucket"},
            PolicyDocument={"Version": "2012-10-17", "Statement": [statement]})))
        self.assertEqual(self.settled(stack), "CREATE_COMPLETE", self.reasons(stack))
        self.stand.target("s3").put_object(Bucket=self.resource_id(stack, "Bucket"), Key="code.zip", Body=b"code")


if __name__ == "__main__":
    unittest.main()
