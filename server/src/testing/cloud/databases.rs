//! RDS.

use async_trait::async_trait;
use domain::cloud::{CloudResult, Cluster, Databases, Instance, Place, SnapshotStatus};

use super::FakeCloud;
use super::world::{Key, refused};

#[async_trait]
impl Databases for FakeCloud {
    async fn describe(&self, place: &Place, cluster: &str) -> CloudResult<Option<Cluster>> {
        self.call("DescribeDBClusters", place, cluster, |world| {
            Ok(world.clusters.get(&Key::new(place, cluster)).map(|made| Cluster {
                status: "available".to_owned(),
                window: made.window.clone(),
                protected: made.protected,
                instances: made
                    .instances
                    .iter()
                    .map(|(id, window, class)| Instance {
                        id: id.clone(),
                        status: "available".to_owned(),
                        window: window.clone(),
                        class: class.clone(),
                    })
                    .collect(),
            }))
        })
        .await
    }

    async fn protect(&self, place: &Place, cluster: &str, protected: bool) -> CloudResult<()> {
        self.call("ModifyDBCluster", place, cluster, |world| {
            let made = world
                .clusters
                .get_mut(&Key::new(place, cluster))
                .ok_or_else(|| refused("DBClusterNotFoundFault", "the cluster does not exist"))?;
            made.protected = protected;
            Ok(())
        })
        .await
    }

    async fn start_snapshot(&self, place: &Place, cluster: &str, snapshot: &str) -> CloudResult<()> {
        self.call("CreateDBClusterSnapshot", place, snapshot, |world| {
            if !world.clusters.contains_key(&Key::new(place, cluster)) {
                return Err(refused("DBClusterNotFoundFault", "the cluster does not exist"));
            }
            let created = Some(world.now());
            world
                .snapshots
                .entry(Key::new(place, snapshot))
                .or_insert(SnapshotStatus { status: "creating".to_owned(), created });
            Ok(())
        })
        .await
    }

    async fn snapshot(&self, place: &Place, snapshot: &str) -> CloudResult<Option<SnapshotStatus>> {
        self.call("DescribeDBClusterSnapshots", place, snapshot, |world| {
            let Some(made) = world.snapshots.get_mut(&Key::new(place, snapshot)) else { return Ok(None) };
            let seen = made.clone();
            made.status = "available".to_owned();
            Ok(Some(seen))
        })
        .await
    }

    async fn count_instances(&self, place: &Place) -> CloudResult<u32> {
        self.call("DescribeDBInstances", place, "", |world| {
            let count: usize = world
                .clusters
                .iter()
                .filter(|(key, _)| key.account == place.account && key.region == place.region)
                .map(|(_, cluster)| cluster.instances.len())
                .sum();
            Ok(u32::try_from(count).unwrap_or(u32::MAX))
        })
        .await
    }
}
