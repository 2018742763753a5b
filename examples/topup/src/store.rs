//! The orders, in one SQLite file. Every change names the state it starts from, so that no order
//! goes back and none is sent by two.

use std::{error::Error, path::Path, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePoolOptions,
        SqliteSynchronous,
    },
};
use verbatim_vtpass::runtime::{Masked, Outcome};

use crate::{
    notice::contradict,
    order::{Order, Purchase, Review, State},
    providers::Known,
    row::{Unread, read},
};

#[derive(Clone)]
pub(crate) struct Store(pub(crate) SqlitePool);

/// What is wrong with the file, or with what stands in it.
pub(crate) type Fault = Box<dyn Error + Send + Sync>;

/// What came of storing an order.
pub(crate) enum Placed {
    New(Order),
    /// It was there already: the caller asked again.
    Again(Order),
    /// Another order has this id.
    Other,
}

impl Store {
    /// Opens the file, which belongs to this process as long as it runs: another one that opens it
    /// is told that it is locked.
    pub(crate) async fn open(file: &Path) -> Result<Self, Fault> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .locking_mode(SqliteLockingMode::Exclusive)
            // A stored order outlives a power cut, too.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new().max_connections(1);
        let pool = pool.connect_with(options).await;
        let pool = pool.map_err(|it| format!("{}: {it}", file.display()))?;
        sqlx::raw_sql(include_str!("schema.sql"))
            .execute(&pool)
            .await?;
        Ok(Self(pool))
    }

    /// What a process that was killed left in `sending` may have been paid. Nobody sends it anew.
    /// Rows that the last process could not read are tried by this one.
    pub(crate) async fn take_over(&self, due: i64) -> Result<u64, Fault> {
        let query = "UPDATE orders SET due = ?, review = NULL WHERE review = 'unreadable'";
        sqlx::query(query).bind(due).execute(&self.0).await?;
        let query = "UPDATE orders SET state = 'open', due = ? WHERE state = 'sending'";
        let done = sqlx::query(query).bind(due).execute(&self.0).await?;
        Ok(done.rows_affected())
    }

    /// Stores an order before anything of it is sent.
    pub(crate) async fn place(
        &self,
        id: &str,
        purchase: &Purchase,
        now: i64,
    ) -> Result<Placed, Fault> {
        let open = purchase.open();
        let query = "INSERT INTO orders (id, request, phone, state, open, ours, due, made) \
                     VALUES (?, ?, ?, 'stored', ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
        let done = sqlx::query(query)
            .bind(id)
            .bind(serde_json::to_string(purchase)?)
            .bind(purchase.line())
            .bind(serde_json::to_string(&open)?)
            .bind(open.our_reference)
            .bind(now)
            .bind(now)
            .execute(&self.0)
            .await?;
        let Some(order) = self.find(id).await? else {
            return Err("an order that was stored is gone".into());
        };
        Ok(match order.purchase.buys_the_same(purchase) {
            true if done.rows_affected() == 1 => Placed::New(order),
            true => Placed::Again(order),
            false => Placed::Other,
        })
    }

    pub(crate) async fn find(&self, id: &str) -> Result<Option<Order>, Fault> {
        let query = sqlx::query("SELECT * FROM orders WHERE id = ?");
        let row = query.bind(id).fetch_optional(&self.0).await?;
        Ok(row.map(|it| read(&it)).transpose()?)
    }

    /// Orders in this state or in any, the oldest first, from the one after the order with that id;
    /// all of them, or those that a person has to look at.
    pub(crate) async fn list(
        &self,
        state: Option<State>,
        review: bool,
        after: Option<&str>,
        most: i64,
    ) -> Result<Vec<Result<Order, Unread>>, Fault> {
        let query = sqlx::query(
            "SELECT * FROM orders WHERE state = coalesce(?, state) \
             AND (review IS NOT NULL OR NOT ?) \
             AND number > coalesce((SELECT number FROM orders WHERE id = ?), 0) \
             ORDER BY number LIMIT ?",
        );
        let query = query.bind(state.map(State::as_str)).bind(review);
        let rows = query.bind(after).bind(most).fetch_all(&self.0).await?;
        Ok(rows.iter().map(read).collect())
    }

    /// Orders that somebody has to look after, those that wait longest first. What cannot be read is
    /// left to a person, and keeps nobody from the others.
    pub(crate) async fn due(&self, now: i64, most: usize) -> Result<Vec<Order>, Fault> {
        let query =
            "SELECT * FROM orders WHERE due <= ? AND state <> 'sending' ORDER BY due LIMIT ?";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        loop {
            let rows = sqlx::query(query).bind(now).bind(most);
            let rows = rows.fetch_all(&self.0).await?;
            let (mut orders, mut unread) = (Vec::new(), Vec::new());
            for row in &rows {
                match read(row) {
                    Ok(order) => orders.push(order),
                    Err(it) => unread.push(it),
                }
            }
            if unread.is_empty() {
                return Ok(orders);
            }
            for it in unread {
                let query = "UPDATE orders SET due = NULL, review = ? WHERE number = ?";
                let query = sqlx::query(query).bind(Review::Unreadable.as_str());
                query.bind(it.number).execute(&self.0).await?;
            }
        }
    }

    /// When somebody has to look after an order next.
    pub(crate) async fn next_due(&self, now: i64) -> Result<Option<i64>, Fault> {
        let query = sqlx::query_scalar("SELECT min(due) FROM orders WHERE due > ?");
        Ok(query.bind(now).fetch_one(&self.0).await?)
    }

    /// Whether the caller may send it: true for one caller, once.
    pub(crate) async fn claim(&self, number: i64) -> Result<bool, Fault> {
        let query = "UPDATE orders SET state = 'sending', due = NULL \
                     WHERE number = ? AND state = 'stored'";
        let done = sqlx::query(query).bind(number).execute(&self.0).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Writes down what is known now of an order that was sent or open. One that is paid or failed
    /// stays so, and whoever made it due meanwhile is not passed over.
    pub(crate) async fn settle(
        &self,
        order: &Order,
        known: &Known,
        due: Option<i64>,
    ) -> Result<(), Fault> {
        let (open, reference, code, token) = match known {
            Known::Unsent => (None, None, None, None),
            Known::Open(open) => {
                let text = serde_json::to_string(open)?;
                (Some(text), open.their_reference.as_deref(), None, None)
            }
            Known::Paid { reference, token } => {
                let token = token.as_ref().map(|it| it.expose());
                (None, reference.as_deref(), None, token)
            }
            Known::Failed { reference, code } => {
                (None, reference.as_deref(), code.as_deref(), None)
            }
        };
        let mut change = self.0.begin().await?;
        let query = "UPDATE orders SET state = ?1, open = coalesce(?2, open), \
                     reference = coalesce(?3, reference), code = ?4, token = ?5, \
                     due = CASE WHEN due IS ?6 THEN ?7 ELSE due END, \
                     tries = CASE ?1 WHEN 'paid' THEN 0 ELSE tries + 1 END \
                     WHERE number = ?8 AND state IN ('sending', 'open')";
        sqlx::query(query)
            .bind(known.state().as_str())
            .bind(open)
            .bind(reference)
            .bind(code)
            .bind(token)
            // Whoever claimed it has taken the time away.
            .bind(order.due.filter(|_| order.state != State::Stored))
            .bind(due)
            .bind(order.number)
            .execute(&mut *change)
            .await?;
        if let Some(reference) = reference.or(order.reference.as_deref()) {
            contradict(&mut change, reference).await?;
        }
        Ok(change.commit().await?)
    }

    /// Adds what was found out of an order that is paid or failed. It stays what it is.
    pub(crate) async fn amend(
        &self,
        order: &Order,
        token: Option<&Masked>,
        review: Option<Review>,
        due: Option<i64>,
    ) -> Result<(), Fault> {
        let query = "UPDATE orders SET token = coalesce(token, ?), \
                     review = CASE review WHEN 'contradicted' THEN review ELSE ? END, \
                     due = CASE WHEN due IS ? THEN ? ELSE due END, tries = tries + 1 \
                     WHERE number = ? AND state IN ('paid', 'failed')";
        sqlx::query(query)
            .bind(token.map(Masked::expose))
            .bind(review.map(Review::as_str))
            .bind(order.due)
            .bind(due)
            .bind(order.number)
            .execute(&self.0)
            .await?;
        Ok(())
    }

    /// Has the order with this reference of ours looked after now, unless it stands already as a
    /// notice says.
    pub(crate) async fn hasten(
        &self,
        ours: &str,
        said: Option<Outcome>,
        now: i64,
    ) -> Result<(), Fault> {
        let stands = match said {
            Some(Outcome::Succeeded) => Some(State::Paid),
            Some(Outcome::Rejected) => Some(State::Failed),
            _ => None,
        };
        // Another time than before, also within one millisecond: `settle` looks whether it changed.
        let query = "UPDATE orders SET due = coalesce(min(due - 1, ?1), ?1), tries = 0 \
                     WHERE ours = ?2 AND state IN ('open', 'paid', 'failed') AND state IS NOT ?3";
        let query = sqlx::query(query).bind(now).bind(ours);
        let query = query.bind(stands.map(State::as_str));
        query.execute(&self.0).await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}
