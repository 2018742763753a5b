//! Looks after the orders: sends those that are stored, and asks what came of those that are open.

use std::{collections::HashSet, sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::sleep,
};
use tracing::{Instrument, error, info, info_span};
use verbatim_vtpass::{
    operations::PayPrepaid,
    runtime::{Open, Outcome, Resolution},
};

use crate::{
    moment::now,
    order::{Order, Purchase, State},
    providers::{Known, Providers},
    store::{Fault, Store},
};

/// An order is sent only so long after it was made: references are dated, and nobody wants what was
/// ordered yesterday.
const SENT_FOR: Duration = Duration::from_secs(60 * 60);

#[derive(Clone)]
pub(crate) struct Clerk {
    pub(crate) store: Store,
    pub(crate) providers: Providers,
    pub(crate) pauses: Pauses,
    /// Rung when there is something to do.
    pub(crate) bell: Arc<Notify>,
}

/// How long an order is left alone when nothing was found out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pauses {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
    /// How many orders are looked after at the same time.
    pub(crate) at_once: usize,
}

impl Clerk {
    /// Works until `stop` is told, and then finishes what is begun.
    pub(crate) async fn work(self, mut stop: watch::Receiver<bool>) {
        let mut busy = HashSet::new();
        let mut tasks = JoinSet::new();
        while !*stop.borrow() {
            let pause = match self.begin(&mut busy, &mut tasks).await {
                Ok(pause) => pause,
                Err(fault) => {
                    error!(%fault, "the orders cannot be read");
                    self.pauses.first
                }
            };
            tokio::select! {
                () = self.bell.notified() => {}
                () = sleep(pause) => {}
                Some(done) = tasks.join_next() => {
                    let number = done.expect("looking after an order does not panic");
                    busy.remove(&number);
                }
                _ = stop.changed() => {}
            }
        }
        while tasks.join_next().await.is_some() {}
    }

    /// Begins what is due, as far as there are hands for it, and says when to look again.
    async fn begin(
        &self,
        busy: &mut HashSet<i64>,
        tasks: &mut JoinSet<i64>,
    ) -> Result<Duration, Fault> {
        let most = self.pauses.at_once;
        // Those that are being looked after may still be due.
        let due = self.store.due(now(), most + busy.len()).await?;
        let idle: Vec<Order> = due
            .into_iter()
            .filter(|it| !busy.contains(&it.number))
            .collect();
        for order in idle.into_iter().take(most - busy.len()) {
            let number = order.number;
            busy.insert(number);
            let (clerk, span) = (self.clone(), info_span!("order", number));
            let task = async move {
                if let Err(fault) = clerk.look_after(&order).await {
                    error!(%fault, "the order cannot be written down");
                    // It stays as it is stored; a pause keeps this from going round in circles.
                    sleep(clerk.pauses.first).await;
                }
                number
            };
            tasks.spawn(task.instrument(span));
        }
        let next = self
            .store
            .next_due(now())
            .await?
            .map_or(i64::MAX, |it| it - now());
        let next = Duration::from_millis(u64::try_from(next).unwrap_or_default());
        Ok(next.min(self.pauses.longest))
    }

    async fn look_after(&self, order: &Order) -> Result<(), Fault> {
        let known = match order.state {
            State::Stored if self.store.claim(order.number).await? => match is_late(order) {
                true => Known::Failed { code: None },
                false => self.providers.send(&order.purchase).await,
            },
            State::Open => self.ask(order).await?,
            State::Stored | State::Sending | State::Paid | State::Failed => return Ok(()),
        };
        let due = match &known {
            Known::Paid { .. } | Known::Failed { .. } => None,
            Known::Unsent => Some(self.pauses.after(order.tries)),
            // Where nobody can be asked, a notice is waited for, and at last a person decides.
            Known::Open(open) => open.can_be_asked().then(|| self.pauses.after(order.tries)),
        };
        self.store.settle(order.number, &known, due).await?;
        info!(product = order.purchase.product(), state = %known.state(), "looked after");
        Ok(())
    }

    async fn ask(&self, order: &Order) -> Result<Known, Fault> {
        match &order.purchase {
            Purchase::Airtime(_) => self.ask_kemru(order).await,
            Purchase::Electricity(request) => Ok(self.ask_vtpass(order, request).await),
        }
    }

    async fn ask_kemru(&self, order: &Order) -> Result<Known, Fault> {
        let reference = match &order.reference {
            Some(reference) => Some(reference.clone()),
            None => self.store.adopt(order).await?,
        };
        let Some(reference) = reference else {
            return Ok(Known::Open(order.open.clone()));
        };
        let open = by_their_reference(&order.open, &reference);
        let known = self.providers.ask(&order.purchase, open).await;
        // Its query has no word for failure, so that its notice is all there is.
        match (&known, self.store.noted(&reference).await?) {
            (Known::Open(_), Some(Outcome::Rejected)) => Ok(Known::Failed { code: None }),
            _ => Ok(known),
        }
    }

    async fn ask_vtpass(&self, order: &Order, request: &PayPrepaid) -> Known {
        let known = self
            .providers
            .ask(&order.purchase, order.open.clone())
            .await;
        if matches!(known, Known::Open(_))
            && !is_late(order)
            && self.providers.never_came(request).await
        {
            info!("sent again under the same reference");
            return self.providers.send_again(request).await;
        }
        known
    }
}

fn is_late(order: &Order) -> bool {
    let age = u64::try_from(now() - order.made).unwrap_or_default();
    SENT_FOR < Duration::from_millis(age)
}

/// Kemru's query takes any reference that Kemru named, in a reply or in a notice.
fn by_their_reference(open: &Open, reference: &str) -> Open {
    let mut res = open.clone();
    res.their_reference = Some(reference.to_owned());
    res.resolution = Resolution::QueryWithTheirReference("transaction_status".to_owned());
    res
}

impl Pauses {
    /// When to look after an order again: later each time, and not after all of them at once.
    pub(crate) fn after(&self, tries: u32) -> i64 {
        let pause = self
            .first
            .saturating_mul(1 << tries.min(16))
            .min(self.longest);
        let pause = pause.mul_f64(1.0 + fastrand::f64() / 2.0);
        now() + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX / 2)
    }
}

#[cfg(test)]
mod tests;
