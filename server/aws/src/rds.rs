//! Database clusters and their snapshots.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_rds::operation::describe_db_instances::DescribeDbInstancesOutput;
use aws_sdk_rds::types::{DbInstance, Filter};
use domain::cloud::{CloudError, CloudResult, Cluster, Instance, Place, SnapshotStatus};

use crate::errors::{Reason, done_when, is_refused_as, none_when, transient};
use crate::gateway::Gateway;
use crate::limit::Service;
use crate::time::timestamp;

const NO_CLUSTER: &str = "DBClusterNotFoundFault";

/// Clusters of RDS.
pub(crate) struct Databases(Arc<Gateway>);

impl Databases {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }

    /// The instances of a cluster, or all of the account and region.
    async fn instances(&self, place: &Place, cluster: Option<&str>) -> CloudResult<Vec<DbInstance>> {
        let mut instances = Vec::new();
        let mut marker = None;
        loop {
            let page = self.page_of_instances(place, cluster, marker).await?;
            instances.extend(page.db_instances.unwrap_or_default());
            marker = page.marker;
            if marker.is_none() {
                return Ok(instances);
            }
        }
    }

    async fn page_of_instances(
        &self,
        place: &Place,
        cluster: Option<&str>,
        marker: Option<String>,
    ) -> CloudResult<DescribeDbInstancesOutput> {
        let filter = cluster.map(|cluster| Filter::builder().name("db-cluster-id").values(cluster).build());
        self.0
            .call(Service::Rds, "DescribeDBInstances", place, |clients| {
                clients
                    .rds
                    .describe_db_instances()
                    .set_filters(filter.map(|filter| vec![filter]))
                    .set_marker(marker)
                    .send()
            })
            .await
    }
}

#[async_trait]
impl domain::cloud::Databases for Databases {
    async fn describe(&self, place: &Place, cluster: &str) -> CloudResult<Option<Cluster>> {
        let result = self
            .0
            .call(Service::Rds, "DescribeDBClusters", place, |clients| {
                clients.rds.describe_db_clusters().db_cluster_identifier(cluster).send()
            })
            .await;
        let answer = none_when(result, |error| is_refused_as(error, &[NO_CLUSTER]))?;
        let Some(told) = answer.and_then(|answer| answer.db_clusters?.into_iter().next()) else {
            return Ok(None);
        };
        let instances = self.instances(place, Some(cluster)).await?;
        Ok(Some(Cluster {
            status: told.status.unwrap_or_default(),
            window: told.preferred_maintenance_window.unwrap_or_default(),
            protected: told.deletion_protection.unwrap_or_default(),
            instances: instances.into_iter().map(instance).collect(),
        }))
    }

    async fn protect(&self, place: &Place, cluster: &str, protected: bool) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::Rds, "ModifyDBCluster", place, |clients| {
                clients
                    .rds
                    .modify_db_cluster()
                    .db_cluster_identifier(cluster)
                    .deletion_protection(protected)
                    .apply_immediately(true)
                    .send()
            })
            .await;
        let result = result.map(drop).map_err(later_when_busy);
        done_when(result, |error| !protected && is_refused_as(error, &[NO_CLUSTER]))
    }

    async fn start_snapshot(&self, place: &Place, cluster: &str, snapshot: &str) -> CloudResult<()> {
        let result = self
            .0
            .call(Service::Rds, "CreateDBClusterSnapshot", place, |clients| {
                clients
                    .rds
                    .create_db_cluster_snapshot()
                    .db_cluster_identifier(cluster)
                    .db_cluster_snapshot_identifier(snapshot)
                    .send()
            })
            .await;
        done_when(result.map(drop).map_err(later_when_busy), |error| {
            is_refused_as(error, &["DBClusterSnapshotAlreadyExistsFault"])
        })
    }

    async fn snapshot(&self, place: &Place, snapshot: &str) -> CloudResult<Option<SnapshotStatus>> {
        let result = self
            .0
            .call(Service::Rds, "DescribeDBClusterSnapshots", place, |clients| {
                clients.rds.describe_db_cluster_snapshots().db_cluster_snapshot_identifier(snapshot).send()
            })
            .await;
        let answer = none_when(result, |error| is_refused_as(error, &["DBClusterSnapshotNotFoundFault"]))?;
        let told = answer.and_then(|answer| answer.db_cluster_snapshots?.into_iter().next());
        Ok(told.map(|told| SnapshotStatus {
            created: told.snapshot_create_time().and_then(timestamp),
            status: told.status.unwrap_or_default(),
        }))
    }

    async fn count_instances(&self, place: &Place) -> CloudResult<u32> {
        let instances = self.instances(place, None).await?;
        Ok(u32::try_from(instances.len()).unwrap_or(u32::MAX))
    }
}

/// A cluster that RDS works on takes no other change until it is done.
fn later_when_busy(error: CloudError) -> CloudError {
    match error {
        CloudError::Refused { code, message } if code == "InvalidDBClusterStateFault" => {
            transient(Reason::Busy { code, message })
        }
        other => other,
    }
}

fn instance(told: DbInstance) -> Instance {
    Instance {
        id: told.db_instance_identifier.unwrap_or_default(),
        status: told.db_instance_status.unwrap_or_default(),
        window: told.preferred_maintenance_window.unwrap_or_default(),
        class: told.db_instance_class.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
