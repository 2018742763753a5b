//! What Kemru told of a transaction, kept until an order is known by its reference, and after.

use std::time::Duration;

use sqlx::{Row, SqliteConnection};
use tracing::warn;
use verbatim_kemru::{
    callbacks::Ipn,
    runtime::{Amount, Masked, Outcome},
};

use crate::{
    order::{Order, Purchase, line},
    store::{Fault, Store},
};

/// For how long a notice may be about an order that is done and whose reply named no reference.
///
/// Kemru says neither whether such an order has a notice at all nor when. Mostly it comes within
/// seconds; after a breakdown, theirs or ours, within hours. A day outlasts any of those that nobody
/// sees to. A longer time would leave more orders to a person; a shorter one could settle an order
/// by the notice of another one, and the customer would pay again.
const MAY_COME_FOR: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) struct Notice {
    /// Kemru's reference.
    pub(crate) reference: String,
    pub(crate) outcome: Outcome,
    /// Who was topped up, and for how much: what an order without a reference is known by.
    pub(crate) phone: Option<Masked>,
    pub(crate) amount: Option<Amount>,
}

impl Notice {
    /// Nothing where it names no transaction, or does not say what became of it.
    pub(crate) fn of(ipn: &Ipn) -> Option<Self> {
        let (phone, amount) = match ipn {
            Ipn::Payout(it) => (it.destination.clone(), it.amount),
            Ipn::Checkout(_) | _ => (None, None),
        };
        Some(Self {
            reference: ipn.reference()?,
            outcome: ipn.outcome()?,
            phone,
            amount,
        })
    }
}

impl Store {
    /// Keeps a notice, and has the open orders looked after that may be meant.
    pub(crate) async fn note(&self, notice: &Notice, now: i64) -> Result<(), Fault> {
        let phone = notice.phone.as_ref().map(line);
        let mut change = self.0.begin().await?;
        let query = "INSERT INTO notices (reference, outcome, phone, amount, heard) \
                     VALUES (?, ?, ?, ?, ?) \
                     ON CONFLICT (reference) DO UPDATE SET outcome = excluded.outcome, \
                     phone = coalesce(phone, excluded.phone), \
                     amount = coalesce(amount, excluded.amount)";
        sqlx::query(query)
            .bind(&notice.reference)
            .bind(notice.outcome.as_str())
            .bind(&phone)
            .bind(notice.amount.map(|it| it.to_string()))
            .bind(now)
            .execute(&mut *change)
            .await?;
        // Another time than before, also within one millisecond: `settle` looks whether it changed.
        let query = "UPDATE orders SET due = coalesce(min(due - 1, ?1), ?1) WHERE state = 'open' \
                     AND (reference = ?2 OR reference IS NULL AND phone = ?3)";
        sqlx::query(query)
            .bind(now)
            .bind(&notice.reference)
            .bind(phone)
            .execute(&mut *change)
            .await?;
        contradict(&mut change, &notice.reference).await?;
        Ok(change.commit().await?)
    }

    /// What was told of a reference, where it was clear.
    pub(crate) async fn noted(&self, reference: &str) -> Result<Option<Outcome>, Fault> {
        let query = sqlx::query_scalar("SELECT outcome FROM notices WHERE reference = ?");
        let word: Option<String> = query.bind(reference).fetch_optional(&self.0).await?;
        let mut clear = [Outcome::Succeeded, Outcome::Rejected].into_iter();
        Ok(clear.find(|it| word.as_deref() == Some(it.as_str())))
    }

    /// Gives an order whose reply was lost the reference of a notice that can mean no other order:
    /// it came after this one was made, about the same phone and amount, under a reference that no
    /// order has, and no other order for this phone without a reference may be the one it is about.
    pub(crate) async fn adopt(&self, order: &Order) -> Result<Option<String>, Fault> {
        let Purchase::Airtime(airtime) = &order.purchase else {
            return Ok(None);
        };
        let phone = line(&airtime.phone);
        let mut change = self.0.begin().await?;
        let query = "SELECT reference, amount, heard FROM notices \
                     WHERE phone = ? AND amount IS NOT NULL AND heard >= ? \
                     AND reference NOT IN (SELECT reference FROM orders WHERE reference IS NOT NULL)";
        let query = sqlx::query(query).bind(&phone).bind(order.made);
        let mut told: Vec<(String, i64)> = Vec::new();
        for row in query.fetch_all(&mut *change).await? {
            // `20` and `20.00` are the same amount.
            if row.try_get::<String, _>("amount")?.parse() == Ok(airtime.amount) {
                told.push((row.try_get("reference")?, row.try_get("heard")?));
            }
        }
        let [(reference, heard)] = told.as_slice() else {
            return Ok(None);
        };
        let query = "SELECT count(*) FROM orders WHERE number <> ? AND phone = ? \
                     AND reference IS NULL AND (state IN ('sending', 'open') \
                     OR state IN ('paid', 'failed') AND made >= ?)";
        let done_since = heard - i64::try_from(MAY_COME_FOR.as_millis()).unwrap_or(i64::MAX);
        let others: i64 = sqlx::query_scalar(query)
            .bind(order.number)
            .bind(&phone)
            .bind(done_since)
            .fetch_one(&mut *change)
            .await?;
        if 0 < others {
            return Ok(None);
        }
        let query = "UPDATE orders SET reference = ? WHERE number = ? AND reference IS NULL";
        let query = sqlx::query(query).bind(reference).bind(order.number);
        query.execute(&mut *change).await?;
        change.commit().await?;
        Ok(Some(reference.clone()))
    }
}

/// Marks an order for a person where the notice under its reference says that it is not what it is.
/// Neither is changed by it: the notice is not signed.
pub(crate) async fn contradict(
    change: &mut SqliteConnection,
    reference: &str,
) -> Result<(), Fault> {
    let query = "UPDATE orders SET review = 'contradicted' \
                 WHERE reference = ? AND review IS NOT 'contradicted' \
                 AND EXISTS (SELECT 1 FROM notices WHERE notices.reference = orders.reference \
                 AND (state = 'paid' AND outcome = 'rejected' \
                 OR state = 'failed' AND outcome = 'succeeded')) RETURNING number";
    let numbers: Vec<i64> = sqlx::query_scalar(query)
        .bind(reference)
        .fetch_all(change)
        .await?;
    for number in numbers {
        warn!(
            number,
            "a notice contradicts the order; a person has to look at it"
        );
    }
    Ok(())
}
