//! Sells airtime through Kemru and electricity through VTpass, and pays for no order twice, whenever
//! it is killed.

use std::{
    future::{Future, IntoFuture},
    process::ExitCode,
    sync::Arc,
};

use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::{Notify, watch},
};
use tracing::info;

mod callbacks;
mod clerk;
mod config;
mod moment;
mod notice;
mod order;
mod orders;
mod providers;
mod row;
mod store;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), store::Fault> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    let config = config::Config::from_env()?;
    let store = store::Store::open(&config.database).await?;
    let open = store.take_over(config.pauses.after(0)).await?;
    info!(
        open,
        "orders that were being sent when the last process ended"
    );

    let bell = Arc::new(Notify::new());
    let (stop, stopped) = watch::channel(false);
    let clerk = clerk::Clerk {
        store: store.clone(),
        providers: config.providers,
        pauses: config.pauses,
        bell: bell.clone(),
        stop: stopped,
    };
    let mut clerk = tokio::spawn(clerk.work());

    let shop = orders::Shop {
        store: store.clone(),
        bell,
        key: config.api_key.into(),
    };
    let routes =
        orders::routes(shop.clone()).merge(callbacks::routes(shop, config.callback_key.into()));
    let listener = TcpListener::bind(config.listen).await?;
    info!(address = %listener.local_addr()?, "listening");
    let serving = axum::serve(listener, routes).with_graceful_shutdown(asked_to_stop()?);
    tokio::select! {
        served = serving.into_future() => served?,
        // Nobody would look after what is ordered then.
        ended = &mut clerk => {
            ended?;
            return Err("the clerk has left".into());
        }
    }

    // What is being sent is waited for, as long as the limits of the clients allow.
    stop.send(true)?;
    clerk.await?;
    store.close().await;
    Ok(())
}

fn asked_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
