//! From a delivery to whether the provider says the same: what is asked goes over a real socket.

use tokio::time::timeout;
use verbatim_runtime::dispatch::Clients;
use verbatim_runtime::{Confirmation, Settled};

use super::{End, LAST_TURNS, PATIENCE, Worker, built, caught, ended, hear::delivered};
use crate::fixture::{Delivery, Fixture, Reply, Setup};
use crate::wire::Arrived;

/// What confirmed a delivery.
#[derive(Debug)]
pub struct Confirming {
    /// The absolute URLs that the client asked its transport for.
    pub asked: Vec<String>,
    /// What arrived at the socket.
    pub arrived: Vec<Arrived>,
    /// What the client says.
    pub end: End<Confirmation>,
}

/// What the provider says of the call, and where it contradicts the delivery.
pub(crate) fn told(it: &Confirmation) -> (Settled, Vec<String>) {
    match it {
        Confirmation::Contradicted {
            settled, differs, ..
        } => {
            let differs = differs.iter().map(|it| (*it).to_owned());
            (settled.clone(), differs.collect())
        }
        Confirmation::NotYet(open) => (Settled::StillOpen(open.clone()), Vec::new()),
        Confirmation::Confirmed(settled) => (settled.clone(), Vec::new()),
        _ => unreachable!("a confirmation is one of three"),
    }
}

impl Worker {
    pub(super) fn confirm(
        &self,
        clients: &dyn Clients,
        setup: &Setup,
        fixture: &Fixture,
        delivery: &Delivery,
    ) -> Result<Confirming, String> {
        let replies: Vec<Reply> = delivery.queries().map(|it| it.1.clone()).collect();
        let delivered = delivered(setup, fixture, delivery, &delivery.body);
        let (mut wire, loopback) = self.listen(&replies)?;
        let (sources, way) = (&fixture.sources, fixture.way.as_ref());
        let setup = built(setup, sources, way, &replies, &loopback);
        let (provider, callback) = (&fixture.provider, &delivery.callback);
        let end = caught(|| {
            self.runtime.block_on(async {
                let confirmed = async {
                    let asked = clients.confirm(provider, setup, callback, &delivered);
                    let end = timeout(PATIENCE, asked).await.map_or(End::Hung, ended);
                    // A second request that was left behind comes to light now.
                    for _ in 0..LAST_TURNS {
                        tokio::task::yield_now().await;
                    }
                    end
                };
                tokio::select! {
                    end = confirmed => end,
                    never = wire.serve() => match never {},
                }
            })
        });
        Ok(Confirming {
            asked: loopback.asked(),
            arrived: wire.close(),
            end,
        })
    }
}
