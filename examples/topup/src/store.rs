//! The orders, in one SQLite file. Every change is one statement that names the state it starts
//! from, so that no order goes back and none is sent by two.

use std::{error::Error, path::Path, time::Duration};

use sqlx::{
    Row, SqlitePool,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
};

use crate::{
    order::{Order, Purchase, State},
    providers::Known,
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
    pub(crate) async fn take_over(&self, due: i64) -> Result<u64, Fault> {
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
        let query = "INSERT INTO orders (id, request, state, open, ours, due, made) \
                     VALUES (?, ?, 'stored', ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
        let done = sqlx::query(query)
            .bind(id)
            .bind(serde_json::to_string(purchase)?)
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
        row.map(|it| read(&it)).transpose()
    }

    /// Orders in this state, the oldest first, from the one after the order with that id.
    pub(crate) async fn list(
        &self,
        state: State,
        after: Option<&str>,
        most: i64,
    ) -> Result<Vec<Order>, Fault> {
        let query = sqlx::query(
            "SELECT * FROM orders WHERE state = ? \
             AND number > coalesce((SELECT number FROM orders WHERE id = ?), 0) \
             ORDER BY number LIMIT ?",
        );
        let query = query.bind(state.as_str()).bind(after).bind(most);
        let rows = query.fetch_all(&self.0).await?;
        rows.iter().map(read).collect()
    }

    /// Orders that somebody has to look after, those that wait longest first.
    pub(crate) async fn due(&self, now: i64, most: usize) -> Result<Vec<Order>, Fault> {
        let query = sqlx::query(
            "SELECT * FROM orders WHERE due <= ? \
             AND state IN ('stored', 'open') ORDER BY due LIMIT ?",
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = query.bind(now).bind(most).fetch_all(&self.0).await?;
        rows.iter().map(read).collect()
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

    /// Writes down what is known now. An order that is paid or failed stays so.
    pub(crate) async fn settle(
        &self,
        number: i64,
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
            Known::Failed { code } => (None, None, code.as_deref(), None),
        };
        let query = "UPDATE orders SET state = ?, open = coalesce(?, open), \
                     reference = coalesce(?, reference), code = ?, token = ?, due = ?, \
                     tries = tries + 1 WHERE number = ? AND state IN ('sending', 'open')";
        sqlx::query(query)
            .bind(known.state().as_str())
            .bind(open)
            .bind(reference)
            .bind(code)
            .bind(token)
            .bind(due)
            .bind(number)
            .execute(&self.0)
            .await?;
        Ok(())
    }

    /// Has an open order with this reference, ours or theirs, looked after now.
    pub(crate) async fn hasten(&self, reference: &str, now: i64) -> Result<(), Fault> {
        let query = "UPDATE orders SET due = ? WHERE state = 'open' AND ? IN (ours, reference)";
        sqlx::query(query)
            .bind(now)
            .bind(reference)
            .execute(&self.0)
            .await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

fn read(row: &SqliteRow) -> Result<Order, Fault> {
    let state: String = row.try_get("state")?;
    let token: Option<String> = row.try_get("token")?;
    Ok(Order {
        number: row.try_get("number")?,
        id: row.try_get("id")?,
        // The error would say a part of the request.
        purchase: serde_json::from_str(row.try_get("request")?)
            .map_err(|_| "a stored request cannot be read")?,
        state: State::of(&state).ok_or("an order is in no known state")?,
        open: serde_json::from_str(row.try_get("open")?)?,
        reference: row.try_get("reference")?,
        code: row.try_get("code")?,
        token: token.map(Into::into),
        tries: row.try_get("tries")?,
        made: row.try_get("made")?,
    })
}
