//! `provisioner serve`: starts everything, and ends everything when it is told to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::clock::{Clock, SystemClock};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Failure;
use crate::config::Config;
use crate::http::issuers::Issuers;
use crate::http::oidc::{DiscoveryError, Issuer};
use crate::http::{self, Parts};
use crate::tasks::Driver;
use crate::web::Web;
use crate::{start, telemetry};

/// How long the start waits for the issuer. Afterwards the server starts without, and asks again by itself.
const ISSUER_PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug, thiserror::Error)]
#[error("{0} cannot be listened on")]
struct CannotListen(SocketAddr, #[source] std::io::Error);

pub(super) fn run(config: Config) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(Arc::new(config)))
}

async fn serve(config: Arc<Config>) -> Result<(), Failure> {
    let _telemetry = telemetry::start(&config.telemetry)?;
    let metrics = telemetry::metrics::install()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let stop = stop_on_signal()?;
    let mut background = JoinSet::new();

    let issuer = Arc::new(Issuer::new(&config, Arc::clone(&clock))?);
    let (discovered, context) = tokio::join!(discover(&issuer), start::context(&config, Arc::clone(&clock)));
    let context = context?;
    discovered?;

    let cloud = start::cloud(&config, Arc::clone(&clock)).await;
    let web = Arc::new(Web::new(&config)?);
    let ports = start::ports(&config, &context, &cloud, web);
    let driver = Driver::start(start::tasks(&config, &context, &cloud), &clock, &stop);
    let board = driver.board();
    background.spawn({
        let (issuer, stop) = (Arc::clone(&issuer), stop.clone());
        async move { issuer.keep_current(stop).await }
    });
    background.spawn(telemetry::metrics::keep_small(metrics.clone(), stop.clone()));

    let issuers = Arc::new(Issuers::new(&config.trusts, Arc::clone(&clock))?);
    let stopping = stop.clone();
    let parts = Parts {
        config: Arc::clone(&config),
        context,
        ports,
        issuer,
        issuers,
        board,
        metrics,
        stop: stopping,
    };
    if let Some(address) = config.telemetry.metrics_listen {
        let router = http::metrics_router(parts.clone());
        let listener = listen(address).await?;
        let ended = stop.clone().cancelled_owned();
        background.spawn(async move {
            if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(ended).await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the metrics are not served any more"
                );
            }
        });
    }
    let listener = listen(config.server.listen).await?;
    tracing::info!(address = %listener.local_addr()?, public_url = %config.server.public_url, "listening");
    answer(listener, http::router(parts)?, &config, &stop).await?;
    driver.stopped().await;
    background.join_all().await;
    tracing::info!("stopped");
    Ok(())
}

/// Answers requests until told to stop, and then those that are under way, but not for ever.
async fn answer(
    listener: TcpListener,
    router: axum::Router,
    config: &Config,
    stop: &CancellationToken,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let answering = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let too_late = async {
        stop.cancelled().await;
        tokio::time::sleep(config.server.shutdown).await;
    };
    tokio::select! {
        ended = answering => ended,
        () = too_late => {
            tracing::warn!("requests that did not end in time are cut off");
            Ok(())
        }
    }
}

/// Asks the issuer once. One that is configured wrongly ends the start; one that does not answer does not.
async fn discover(issuer: &Issuer) -> Result<(), DiscoveryError> {
    match tokio::time::timeout(ISSUER_PATIENCE, issuer.discover()).await {
        Ok(Err(error @ DiscoveryError::Broken(_))) => Err(error),
        Ok(Ok(())) => Ok(()),
        Ok(Err(error @ DiscoveryError::Unreachable(_))) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "nobody can sign in until the issuer answers"
            );
            Ok(())
        }
        Err(_) => {
            tracing::warn!("nobody can sign in until the issuer answers: it takes too long");
            Ok(())
        }
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, CannotListen> {
    TcpListener::bind(address).await.map_err(|error| CannotListen(address, error))
}

/// A token that is cancelled by SIGTERM or SIGINT.
fn stop_on_signal() -> std::io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => tracing::info!("SIGTERM: stopping"),
            _ = interrupt.recv() => tracing::info!("SIGINT: stopping"),
        }
        told.cancel();
    });
    Ok(stop)
}
