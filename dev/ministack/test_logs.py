"""What the plugin promises of logs, seen through the AWS API alone."""

from __future__ import annotations

import time
import unittest

import stand


class Reading(stand.FunctionTest):
    def test_what_a_function_wrote_comes_with_ids_and_page_by_page(self) -> None:
        self.make("written")
        version = self.deploy("written", 2)
        for _ in range(2):
            self.run_it("written", version)
        logs = self.stand.target("logs")
        group, begin = "/aws/lambda/written", int(time.time() - 60) * 1000
        whole = logs.filter_log_events(logGroupName=group, startTime=begin)["events"]
        self.assertGreaterEqual(len(whole), 6)
        self.assertTrue(all(f"[{version}]" in event["logStreamName"] for event in whole))
        pages, more = [], {}
        while not pages or more:
            answer = logs.filter_log_events(logGroupName=group, startTime=begin, limit=2, **more)
            pages.append(answer["events"])
            more = {"nextToken": answer["nextToken"]} if "nextToken" in answer else {}
        self.assertEqual([event["eventId"] for page in pages for event in page], [event["eventId"] for event in whole])
        self.assertEqual(len({event["eventId"] for event in whole}), len(whole))
        with self.assertRaises(logs.exceptions.ResourceNotFoundException):
            logs.filter_log_events(logGroupName="/aws/lambda/nothing")


if __name__ == "__main__":
    unittest.main()
