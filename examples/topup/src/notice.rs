//! What Kemru told of a transaction, kept until an order is known by its reference.

use sqlx::Row;
use verbatim_kemru::{
    callbacks::Ipn,
    runtime::{Amount, Masked, Outcome},
};

use crate::{
    order::{Order, Purchase},
    store::{Fault, Store},
};

pub(crate) struct Notice {
    /// Kemru's reference.
    pub(crate) reference: String,
    pub(crate) outcome: Outcome,
    /// Who was topped up.
    pub(crate) phone: Masked,
    pub(crate) amount: Amount,
}

impl Notice {
    /// Nothing where it is not about a payment, or does not say all that is kept.
    pub(crate) fn of(ipn: &Ipn) -> Option<Self> {
        let Ipn::Payout(payout) = ipn else {
            return None;
        };
        Some(Self {
            reference: ipn.reference()?,
            outcome: ipn.outcome()?,
            phone: payout.destination.clone()?,
            amount: payout.amount?,
        })
    }
}

impl Store {
    /// Keeps a notice, and has the orders looked after that may be meant.
    pub(crate) async fn note(&self, notice: &Notice, now: i64) -> Result<(), Fault> {
        let query = "INSERT INTO notices (reference, outcome, phone, amount, heard) \
                     VALUES (?, ?, ?, ?, ?) \
                     ON CONFLICT (reference) DO UPDATE SET outcome = excluded.outcome";
        sqlx::query(query)
            .bind(&notice.reference)
            .bind(notice.outcome.as_str())
            .bind(notice.phone.expose())
            .bind(notice.amount.to_string())
            .bind(now)
            .execute(&self.0)
            .await?;
        let query = "UPDATE orders SET due = ? WHERE state = 'open' AND reference IS NULL \
                     AND json_extract(request, '$.airtime.phone') = ?";
        sqlx::query(query)
            .bind(now)
            .bind(notice.phone.expose())
            .execute(&self.0)
            .await?;
        self.hasten(&notice.reference, now).await
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
    /// order has, and no other order for this phone is without a reference.
    pub(crate) async fn adopt(&self, order: &Order) -> Result<Option<String>, Fault> {
        let Purchase::Airtime(airtime) = &order.purchase else {
            return Ok(None);
        };
        let phone = airtime.phone.expose();
        let query = "SELECT count(*) FROM orders WHERE number <> ? AND reference IS NULL \
                     AND state IN ('sending', 'open', 'paid') \
                     AND json_extract(request, '$.airtime.phone') = ?";
        let query = sqlx::query_scalar(query).bind(order.number).bind(phone);
        let others: i64 = query.fetch_one(&self.0).await?;
        let query = "SELECT reference, amount FROM notices WHERE phone = ? AND heard >= ? \
                     AND reference NOT IN (SELECT reference FROM orders WHERE reference IS NOT NULL)";
        let query = sqlx::query(query).bind(phone).bind(order.made);
        let mut told = Vec::new();
        for row in query.fetch_all(&self.0).await? {
            // `20` and `20.00` are the same amount.
            if row.try_get::<String, _>("amount")?.parse() == Ok(airtime.amount) {
                told.push(row.try_get("reference")?);
            }
        }
        let reference: Option<String> = match (others, told.len()) {
            (0, 1) => told.pop(),
            _ => None,
        };
        if reference.is_some() {
            let query = "UPDATE orders SET reference = ? WHERE number = ? AND reference IS NULL";
            let query = sqlx::query(query).bind(&reference).bind(order.number);
            query.execute(&self.0).await?;
        }
        Ok(reference)
    }
}
