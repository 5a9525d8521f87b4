//! Lambda's functions and versions.

use async_trait::async_trait;
use domain::cloud::{
    CloudError, CloudResult, CodeLocation, FunctionStatus, Functions, Invocation, Place, Reconfiguration,
};
use domain::function::{ArtifactHash, Environment};
use serde_json::json;

use super::FakeCloud;
use super::function::{FakeFunction, Snapshot, missing};
use super::world::{Key, World, refused};

impl FakeCloud {
    /// The names of the functions that exist.
    pub fn functions(&self) -> Vec<String> {
        self.lock().functions.keys().map(|key| key.name.clone()).collect()
    }

    /// The code of a function, unpublished.
    pub fn code(&self, function: &str) -> Option<ArtifactHash> {
        self.of_function(function, |made| made.now.code.clone())
    }

    /// The variables of a function, unpublished.
    pub fn environment(&self, function: &str) -> Option<Environment> {
        self.of_function(function, |made| made.now.environment.clone())
    }

    /// Whether a function is in its private network, unpublished.
    pub fn is_in_network(&self, function: &str) -> Option<bool> {
        self.of_function(function, |made| made.now.in_network)
    }

    /// The published versions of a function with their code and variables, oldest first.
    pub fn versions(&self, function: &str) -> Vec<(u64, ArtifactHash, Environment)> {
        let versions = |made: &FakeFunction| {
            let told =
                |(number, kept): (&u64, &Snapshot)| (*number, kept.code.clone(), kept.environment.clone());
            made.versions.iter().map(told).collect()
        };
        self.of_function(function, versions).unwrap_or_default()
    }

    /// Somebody changes the variables of a function in AWS's console.
    pub fn change_by_hand(&self, function: &str, environment: Environment) {
        let mut world = self.lock();
        for (_, made) in world.functions.iter_mut().filter(|(key, _)| key.name == function) {
            made.now.environment = environment.clone();
            made.revision += 1;
        }
    }

    /// Versions with this code fail whenever they run.
    pub fn fail_invocations(&self, code: ArtifactHash) {
        self.lock().failing_code.insert(code);
    }

    /// Versions with this code never answer.
    pub fn hang_invocations(&self, code: ArtifactHash) {
        self.lock().hanging_code.insert(code);
    }

    /// Versions with this code answer like this whenever they run; the version in it does not count.
    pub fn answer_with(&self, code: ArtifactHash, answer: Invocation) {
        self.lock().answers.insert(code, answer);
    }

    /// What functions were run with so far, oldest first.
    pub fn payloads(&self) -> Vec<Vec<u8>> {
        self.lock().payloads.clone()
    }

    /// The next change of a function fails after it was begun, with AWS's code and words.
    pub fn fail_update(&self, code: &str, reason: &str) {
        self.lock().failing_update = Some((code.to_owned(), reason.to_owned()));
    }

    pub(super) fn of_function<T>(&self, function: &str, read: impl FnOnce(&FakeFunction) -> T) -> Option<T> {
        let world = self.lock();
        world.functions.iter().find(|(key, _)| key.name == function).map(|(_, made)| read(made))
    }
}

impl World {
    pub(super) fn function(&mut self, place: &Place, function: &str) -> CloudResult<&mut FakeFunction> {
        self.functions.get_mut(&Key::new(place, function)).ok_or_else(|| missing(function))
    }

    fn begin_update(
        &mut self,
        place: &Place,
        function: &str,
        revision: &str,
        change: impl FnOnce(&mut Snapshot),
    ) -> CloudResult<()> {
        let (looks, failure) = (self.looks_per_work, self.failing_update.clone());
        self.function(place, function)?.begin(revision, looks, failure, change)?;
        self.failing_update = None;
        Ok(())
    }
}

#[async_trait]
impl Functions for FakeCloud {
    async fn describe(&self, place: &Place, function: &str) -> CloudResult<Option<FunctionStatus>> {
        self.call("GetFunction", place, function, |world| {
            let Ok(made) = world.function(place, function) else { return Ok(None) };
            made.look();
            Ok(Some(FunctionStatus {
                arn: arn(place, function),
                code: made.now.code.clone(),
                environment: made.now.environment.clone(),
                revision: made.revision.to_string(),
                update: made.update.clone(),
                in_network: made.now.in_network,
            }))
        })
        .await
    }

    async fn update_code(
        &self,
        place: &Place,
        function: &str,
        code: &CodeLocation,
        revision: &str,
    ) -> CloudResult<()> {
        self.call("UpdateFunctionCode", place, function, |world| {
            world.function(place, function)?;
            let object = (Key::new(place, &code.bucket), code.key.clone());
            let hash = world.objects.get(&object).cloned().ok_or_else(|| {
                refused(
                    "InvalidParameterValueException",
                    "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
                )
            })?;
            world.begin_update(place, function, revision, |now| now.code = hash)
        })
        .await
    }

    async fn reconfigure(
        &self,
        place: &Place,
        function: &str,
        change: &Reconfiguration,
        revision: &str,
    ) -> CloudResult<()> {
        self.call("UpdateFunctionConfiguration", place, function, |world| {
            world.begin_update(place, function, revision, |now| match change {
                Reconfiguration::Environment(environment) => now.environment = environment.clone(),
                Reconfiguration::LeaveNetwork => now.in_network = false,
            })
        })
        .await
    }

    async fn publish(&self, place: &Place, function: &str, code: &ArtifactHash, _: &str) -> CloudResult<u64> {
        self.call("PublishVersion", place, function, |world| world.function(place, function)?.publish(code))
            .await
    }

    async fn invoke(
        &self,
        place: &Place,
        function: &str,
        qualifier: &str,
        payload: &[u8],
    ) -> CloudResult<Invocation> {
        let mut hangs = false;
        let answered = self.call("Invoke", place, function, |world| {
            world.payloads.push(payload.to_vec());
            let made = world.function(place, function)?;
            let name = || format!("{function}:{qualifier}");
            let (version, code) = made.runs(qualifier).ok_or_else(|| missing(&name()))?;
            let code = code.clone();
            hangs = world.hanging_code.contains(&code);
            if let Some(answer) = world.answers.get(&code) {
                return Ok(Invocation { version, ..answer.clone() });
            }
            let failed = world.failing_code.contains(&code);
            let answer = if failed {
                json!({ "errorType": "Error", "errorMessage": "the test asked for it" })
            } else {
                json!({ "statusCode": 200, "body": "it works" })
            };
            let log_tail = format!("{START}\n{REPORT}\n");
            Ok(Invocation { version, payload: answer.to_string().into_bytes(), failed, log_tail })
        });
        let answered = answered.await;
        if hangs {
            std::future::pending::<()>().await;
        }
        answered
    }

    async fn published(&self, place: &Place, function: &str) -> CloudResult<Vec<u64>> {
        self.call("ListVersionsByFunction", place, function, |world| {
            let made = world.function(place, function);
            Ok(made.map(|made| made.versions.keys().copied().collect()).unwrap_or_default())
        })
        .await
    }

    async fn unpublish(&self, place: &Place, function: &str, version: u64) -> CloudResult<()> {
        self.call("DeleteFunction", place, function, |world| {
            let Ok(made) = world.function(place, function) else { return Ok(()) };
            if made.uses(version) {
                return Err(in_use(function, version));
            }
            made.versions.remove(&version);
            Ok(())
        })
        .await
    }
}

/// The log of a request, as Lambda writes it
/// (<https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html>).
const START: &str =
    r#"{"time":"2026-11-21T09:30:00.000Z","type":"platform.start","record":{"requestId":"1","version":"1"}}"#;
const REPORT: &str = r#"{"time":"2026-11-21T09:30:00.012Z","type":"platform.report","record":{"requestId":"1","metrics":{"durationMs":11.5,"billedDurationMs":12,"memorySizeMB":512,"maxMemoryUsedMB":67},"status":"success"}}"#;

fn in_use(function: &str, version: u64) -> CloudError {
    refused(
        "ResourceConflictException",
        format!("Unable to delete version {function}:{version} because aliases reference it"),
    )
}

pub(super) fn arn(place: &Place, function: &str) -> String {
    format!("arn:aws:lambda:{}:{}:function:{function}", place.region, place.account)
}
