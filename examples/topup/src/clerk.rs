//! Looks after the orders: sends those that are stored, and asks what came of those that are open.

use std::{collections::HashSet, sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::sleep,
};
use tracing::{Instrument, error, info, info_span, warn};
use verbatim_vtpass::{
    operations::PayPrepaid,
    runtime::{Open, Outcome, Resolution},
};

use crate::{
    moment::now,
    order::{Order, Purchase, Review, State},
    providers::{Known, Providers},
    store::{Fault, Store},
};

/// An order is sent only so long after it was made: references are dated, and nobody wants what was
/// ordered yesterday.
const SENT_FOR: Duration = Duration::from_secs(60 * 60);

/// How many times in a row VTpass is asked for the token of what is paid, or whether it is paid
/// still, before a person has to: with the pauses of the default, for about a day.
const ASKED_AGAIN: u32 = 80;

#[derive(Clone)]
pub(crate) struct Clerk {
    pub(crate) store: Store,
    pub(crate) providers: Providers,
    pub(crate) pauses: Pauses,
    /// Rung when there is something to do.
    pub(crate) bell: Arc<Notify>,
    /// Told when to finish what is begun.
    pub(crate) stop: watch::Receiver<bool>,
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
    /// Works until it is told to stop, and then finishes what is begun.
    pub(crate) async fn work(self) {
        let mut stop = self.stop.clone();
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
                    clerk.waits(0).await;
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
            State::Stored => match self.store.claim(order.number).await {
                Ok(true) if is_late(order) => Known::Failed {
                    reference: None,
                    code: None,
                },
                Ok(true) => self.providers.send(&order.purchase).await,
                Ok(false) => return Ok(()),
                // Nothing was sent, and yet `sending` may be what is stored.
                Err(fault) => {
                    self.settle(order, &Known::Unsent).await?;
                    return Err(fault);
                }
            },
            State::Open => self.ask(order).await?,
            State::Paid | State::Failed => return self.ask_again(order).await,
            State::Sending => return Ok(()),
        };
        self.settle(order, &known).await?;
        info!(product = order.purchase.product(), state = %known.state(), "looked after");
        Ok(())
    }

    /// Writes down what is known now, however often that fails: nobody else knows it. A process
    /// that is told to stop leaves it; the next one finds the order in `sending` or open, and asks.
    async fn settle(&self, order: &Order, known: &Known) -> Result<(), Fault> {
        let mut tries = 0;
        loop {
            let due = match (known, &order.purchase) {
                (Known::Unsent | Known::Open(_), _) => Some(self.pauses.after(order.tries)),
                (Known::Paid { token: None, .. }, Purchase::Electricity(_)) => {
                    Some(self.pauses.after(0))
                }
                (Known::Paid { .. } | Known::Failed { .. }, _) => None,
            };
            let Err(fault) = self.store.settle(order, known, due).await else {
                return Ok(());
            };
            error!(%fault, state = %known.state(), "what is known cannot be written down yet");
            if !self.waits(tries).await {
                return Err(fault);
            }
            tries += 1;
        }
    }

    /// Waits before what failed is tried again; false when it is time to stop.
    async fn waits(&self, tries: u32) -> bool {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = sleep(self.pauses.length(tries)) => true,
            _ = stop.changed() => false,
        }
    }

    /// Asks about an order that is paid or failed, for its token or because a notice says otherwise.
    /// It stays what it is, and is never sent again; what contradicts it is for a person.
    async fn ask_again(&self, order: &Order) -> Result<(), Fault> {
        let known = match &order.purchase {
            Purchase::Electricity(_) => {
                let open = order.open.clone();
                self.providers.ask(&order.purchase, open).await
            }
            // What Kemru's notice says was compared when it came.
            Purchase::Airtime(_) => return self.store.amend(order, None, None, None).await,
        };
        let token = match &known {
            Known::Paid { token, .. } => token.as_ref(),
            Known::Unsent | Known::Open(_) | Known::Failed { .. } => None,
        };
        let says_otherwise = matches!(known, Known::Paid { .. } | Known::Failed { .. })
            && known.state() != order.state;
        let lacks_token = order.state == State::Paid && order.token.is_none() && token.is_none();
        let (review, due) = if says_otherwise {
            (Some(Review::Contradicted), None)
        } else if known.state() == order.state && !lacks_token {
            (None, None)
        } else if order.tries < ASKED_AGAIN {
            (None, Some(self.pauses.after(order.tries)))
        } else if lacks_token {
            (Some(Review::NoToken), None)
        } else {
            // A notice says so, and nobody that it is wrong.
            (Some(Review::Contradicted), None)
        };
        if let Some(review) = review {
            warn!(review = review.as_str(), state = %order.state, "a person has to look at it");
        }
        self.store.amend(order, token, review, due).await
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
        // Nobody can be asked; a notice is waited for, and at last a person decides.
        let Some(reference) = reference else {
            return Ok(Known::Open(order.open.clone()));
        };
        let open = by_their_reference(&order.open, &reference);
        let known = self.providers.ask(&order.purchase, open).await;
        // Its query has no word for failure. Its notice has, and is not signed: it is believed where
        // the query answers, and not that it was paid.
        let told = self.store.noted(&reference).await?;
        let is_rejected = matches!(known, Known::Open(_))
            && told == Some(Outcome::Rejected)
            && self.providers.is_no_success(&reference).await;
        Ok(match is_rejected {
            true => Known::Failed {
                reference: Some(reference),
                code: None,
            },
            false => known,
        })
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
        let pause = self.length(tries).mul_f64(1.0 + fastrand::f64() / 2.0);
        now() + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX / 2)
    }

    fn length(&self, tries: u32) -> Duration {
        let pause = self.first.saturating_mul(1 << tries.min(16));
        pause.min(self.longest)
    }
}

#[cfg(test)]
mod tests;
