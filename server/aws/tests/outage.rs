//! What the ports say while AWS is out of order: the real client against a server that misbehaves.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws::{HomeCredentials, Settings};
use domain::account::RoleArn;
use domain::clock::SystemClock;
use domain::cloud::{CloudError, Place};
use domain::component::Region;
use domain::ids::AwsAccountId;
use domain::organization::Name;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const UNAVAILABLE: &str =
    "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const LOST: &str = "";

/// Asks a server that answers every request with the same bytes and closes. How often it was asked, and what was made of it.
async fn asked(answer: &'static str) -> (usize, CloudError) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let server = tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            if connection.read(&mut [0; 65_536]).await.unwrap() > 0 {
                counted.fetch_add(1, Ordering::SeqCst);
                connection.write_all(answer.as_bytes()).await.unwrap();
            }
        }
    });
    let error = describe(&endpoint).await;
    server.abort();
    (requests.load(Ordering::SeqCst), error)
}

async fn describe(endpoint: &str) -> CloudError {
    let home =
        HomeCredentials::Static { access_key_id: "AKIA".to_owned(), secret_access_key: "hunter2".into() };
    let settings = Settings { endpoint: Some(endpoint.parse().unwrap()), home };
    let place = Place {
        account: AwsAccountId::try_from("222222222222".to_owned()).unwrap(),
        role_arn: RoleArn::parse("arn:aws:iam::222222222222:role/provisioner-deploy").unwrap(),
        external_id: "external-id".to_owned(),
        region: Region::parse("eu-central-1").unwrap(),
        organization: Name::parse("acme").unwrap(),
        component: None,
        operation: None,
    };
    let cloud = aws::connect(settings, Arc::new(SystemClock)).await;
    cloud.stacks.describe(&place, "stack").await.unwrap_err()
}

#[tokio::test]
async fn an_unavailable_aws_is_asked_three_times_and_then_later() {
    let (requests, error) = asked(UNAVAILABLE).await;
    assert_eq!(requests, 3);
    assert!(matches!(error, CloudError::Transient(_)), "{error:?}");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_three_times_and_then_later() {
    let (requests, error) = asked(LOST).await;
    assert_eq!(requests, 3);
    assert!(matches!(error, CloudError::Transient(_)), "{error:?}");
}

#[tokio::test]
async fn an_aws_that_is_not_there_is_asked_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = describe(&endpoint).await;
    assert!(matches!(error, CloudError::Transient(_)), "{error:?}");
    assert!(!format!("{error:?}").contains("hunter2"));
}
