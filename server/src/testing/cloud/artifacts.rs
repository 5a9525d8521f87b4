//! S3, as far as code is kept there. Every bucket exists.

use async_trait::async_trait;
use domain::cloud::{Artifacts, CloudResult, Place};

use super::FakeCloud;
use super::function::hash_of;
use super::world::Key;

impl FakeCloud {
    /// The keys of the objects in a bucket.
    pub fn objects(&self, bucket: &str) -> Vec<String> {
        let world = self.lock();
        let here = world.objects.keys().filter(|(of, _)| of.name == bucket);
        here.map(|(_, key)| key.clone()).collect()
    }
}

#[async_trait]
impl Artifacts for FakeCloud {
    async fn exists(&self, place: &Place, bucket: &str, key: &str) -> CloudResult<bool> {
        self.call("HeadObject", place, key, |world| {
            Ok(world.objects.contains_key(&(Key::new(place, bucket), key.to_owned())))
        })
        .await
    }

    async fn put(&self, place: &Place, bucket: &str, key: &str, bytes: Vec<u8>) -> CloudResult<()> {
        self.call("PutObject", place, key, |world| {
            world.objects.insert((Key::new(place, bucket), key.to_owned()), hash_of(&bytes));
            Ok(())
        })
        .await
    }

    async fn delete(&self, place: &Place, bucket: &str, key: &str) -> CloudResult<()> {
        self.call("DeleteObject", place, key, |world| {
            world.objects.remove(&(Key::new(place, bucket), key.to_owned()));
            Ok(())
        })
        .await
    }
}
