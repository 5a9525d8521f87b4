use aws_sdk_rds::Client;
use aws_sdk_rds::operation::describe_db_cluster_snapshots::DescribeDbClusterSnapshotsOutput;
use aws_sdk_rds::operation::describe_db_clusters::DescribeDbClustersOutput;
use aws_sdk_rds::operation::describe_db_instances::DescribeDbInstancesOutput;
use aws_sdk_rds::operation::modify_db_cluster::ModifyDbClusterOutput;
use aws_sdk_rds::types::{DbCluster, DbClusterSnapshot, DbInstance};
use aws_smithy_mocks::{Rule, mock};
use aws_smithy_types::DateTime;
use domain::cloud::{CloudError, Cluster, Instance};

use crate::testing::{cloud, error, place};

/// `count` instances, two on a page.
fn instances(count: usize, cluster: Option<&'static str>) -> Rule {
    mock!(Client::describe_db_instances)
        .match_requests(move |input| {
            input.filters().first().map(|filter| filter.values()[0].as_str()) == cluster
        })
        .then_compute_output(move |input| {
            let first: usize = input.marker().map_or(0, |marker| marker.parse().unwrap());
            let page = (first..count).take(2).map(|number| {
                DbInstance::builder()
                    .db_instance_identifier(format!("instance-{number}"))
                    .db_instance_status("available")
                    .preferred_maintenance_window("sun:03:00-sun:06:00")
                    .db_instance_class("db.t4g.medium")
                    .build()
            });
            DescribeDbInstancesOutput::builder()
                .set_db_instances(Some(page.collect()))
                .set_marker((first + 2 < count).then(|| (first + 2).to_string()))
                .build()
        })
}

#[tokio::test]
async fn a_cluster_is_described_with_all_its_instances() {
    let cluster = mock!(Client::describe_db_clusters).then_output(|| {
        let told = DbCluster::builder()
            .status("available")
            .preferred_maintenance_window("sun:03:00-sun:06:00")
            .deletion_protection(true);
        DescribeDbClustersOutput::builder().db_clusters(told.build()).build()
    });
    let found =
        cloud(&[&cluster, &instances(3, Some("orders"))]).databases.describe(&place(), "orders").await;
    let instance = |number| Instance {
        id: format!("instance-{number}"),
        status: "available".to_owned(),
        window: "sun:03:00-sun:06:00".to_owned(),
        class: "db.t4g.medium".to_owned(),
    };
    let expected = Cluster {
        status: "available".to_owned(),
        window: "sun:03:00-sun:06:00".to_owned(),
        protected: true,
        instances: (0..3).map(instance).collect(),
    };
    assert_eq!(found.unwrap(), Some(expected));
}

#[tokio::test]
async fn instances_are_counted_over_pages() {
    assert_eq!(cloud(&[&instances(5, None)]).databases.count_instances(&place()).await.unwrap(), 5);
}

#[tokio::test]
async fn what_does_not_exist_is_none_and_needs_no_unprotecting() {
    let gone = || error(404, "DBClusterNotFoundFault", "DBCluster orders not found.");
    let describe = mock!(Client::describe_db_clusters).then_http_response(gone);
    let modify = mock!(Client::modify_db_cluster).then_http_response(gone);
    let snapshot = mock!(Client::describe_db_cluster_snapshots)
        .then_http_response(|| error(404, "DBClusterSnapshotNotFoundFault", "not found"));
    let databases = cloud(&[&describe, &modify, &snapshot]).databases;
    assert_eq!(databases.describe(&place(), "orders").await.unwrap(), None);
    assert_eq!(databases.snapshot(&place(), "last").await.unwrap(), None);
    databases.protect(&place(), "orders", false).await.unwrap();
    databases.protect(&place(), "orders", true).await.unwrap_err();
}

#[tokio::test]
async fn protection_is_switched_at_once() {
    let modify = mock!(Client::modify_db_cluster)
        .match_requests(|input| {
            input.db_cluster_identifier() == Some("orders")
                && input.deletion_protection() == Some(false)
                && input.apply_immediately() == Some(true)
        })
        .then_output(|| ModifyDbClusterOutput::builder().build());
    cloud(&[&modify]).databases.protect(&place(), "orders", false).await.unwrap();
}

#[tokio::test]
async fn a_snapshot_that_was_begun_before_is_left_as_it_is() {
    let rule = mock!(Client::create_db_cluster_snapshot)
        .then_http_response(|| error(400, "DBClusterSnapshotAlreadyExistsFault", "exists"));
    cloud(&[&rule]).databases.start_snapshot(&place(), "orders", "last").await.unwrap();
}

#[tokio::test]
async fn a_cluster_that_is_busy_is_asked_again_later() {
    let rule = mock!(Client::create_db_cluster_snapshot)
        .then_http_response(|| error(400, "InvalidDBClusterStateFault", "not in available state"));
    let busy = cloud(&[&rule]).databases.start_snapshot(&place(), "orders", "last").await;
    assert!(matches!(busy, Err(CloudError::Transient(_))), "{busy:?}");
}

#[tokio::test]
async fn a_snapshot_tells_how_far_it_is() {
    let rule = mock!(Client::describe_db_cluster_snapshots).then_output(|| {
        let told =
            DbClusterSnapshot::builder().status("creating").snapshot_create_time(DateTime::from_secs(1));
        DescribeDbClusterSnapshotsOutput::builder().db_cluster_snapshots(told.build()).build()
    });
    let found = cloud(&[&rule]).databases.snapshot(&place(), "last").await.unwrap().unwrap();
    assert_eq!(found.status, "creating");
    assert_eq!(found.created.unwrap().as_second(), 1);
}
