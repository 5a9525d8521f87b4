//! A CI system, and a project that trusts its jobs.

use domain::component::Component;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::api_program::Program;
use crate::http_site::{Answer, PUBLIC_URL};
use crate::sign_in_issuer::Key;
use crate::sweep_world::World;

/// The type of token that a job sends.
pub(crate) const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
/// What a job asks for.
pub(crate) const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

pub(crate) struct Ci {
    pub(crate) world: World,
    pub(crate) owner: Program,
    /// The slug of the project of the function.
    pub(crate) project: String,
}

impl Ci {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let mut owner = Program::of(&world.site, &mut world.owner().await).await;
        let address = format!("/api/v1/organizations/acme/components/{}", world.ids.function.id);
        let project = owner.get(&address).await.json()["project"].as_str().unwrap().to_owned();
        Self { world, owner, project }
    }

    /// Trusts jobs of `acme/shop` on the branch `main` with a function. Answers with the address of the trust.
    pub(crate) async fn trust(&mut self, function: &Component) -> String {
        self.trust_on("main", function).await
    }

    pub(crate) async fn trust_on(&mut self, branch: &str, function: &Component) -> String {
        let new = json!({
            "project": self.project,
            "provider": "gitlab",
            "issuer": self.world.site.issuer.address,
            "conditions": [
                { "claim": "project_path", "pattern": "acme/shop" },
                { "claim": "ref", "pattern": branch },
            ],
            "functions": [function.id],
        });
        let answer = self.owner.json(Method::POST, "/api/v1/organizations/acme/trusts", &new).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.location().to_owned()
    }

    /// What the CI system says of a job that the trust means. The number makes another job.
    pub(crate) fn claims(&self, job: u32) -> Value {
        let now = self.world.site.second();
        json!({
            "iss": self.world.site.issuer.address,
            "aud": PUBLIC_URL,
            "sub": "project_path:acme/shop:ref_type:branch:ref:main",
            "iat": now,
            "nbf": now - 5,
            "exp": now + 300,
            "project_path": "acme/shop",
            "ref": "main",
            "sha": "8c2f6d41b0a94e77",
            "job_id": job.to_string(),
        })
    }

    /// The same with one claim changed.
    pub(crate) fn with(&self, job: u32, claim: &str, value: Value) -> Value {
        let mut claims = self.claims(job);
        claims[claim] = value;
        claims
    }

    /// A program without a token, as a job is at first.
    pub(crate) fn job(&self) -> Program {
        Program::without_token(&self.world.site)
    }

    /// Gives a token for one of ours.
    pub(crate) async fn exchange(&self, id_token: &str) -> Answer {
        self.exchange_for(id_token, &format!("acme/{}", self.project)).await
    }

    pub(crate) async fn exchange_for(&self, id_token: &str, audience: &str) -> Answer {
        let form = [
            ("grant_type", EXCHANGE),
            ("subject_token", id_token),
            ("subject_token_type", ID_TOKEN),
            ("audience", audience),
        ];
        self.job().form("/api/v1/tokens", &form).await
    }

    /// A job that has its token.
    pub(crate) async fn signed_in(&self, job: u32) -> Program {
        let answer = self.exchange(&Key(1).sign(&self.claims(job))).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let mut program = self.job();
        program.token = Some(answer.json()["access_token"].as_str().unwrap().to_owned());
        program
    }

    /// The function's address in the API.
    pub(crate) fn address(&self, function: &Component) -> String {
        format!("/api/v1/organizations/acme/components/{}", function.id)
    }
}
