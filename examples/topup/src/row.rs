//! An order from its row.

use std::fmt;

use sqlx::{Row, sqlite::SqliteRow};
use tracing::error;

use crate::{
    order::{Order, Review, State},
    store::Fault,
};

/// A row that cannot be read: it was written by another version, by hand or by a failing disk.
#[derive(Debug)]
pub(crate) struct Unread {
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) state: Option<State>,
}

/// # Errors
///
/// Where it cannot be read, which is told by its number, and never by what stands in it.
pub(crate) fn read(row: &SqliteRow) -> Result<Order, Unread> {
    order(row).map_err(|why| {
        let unread = Unread {
            number: row.try_get("number").unwrap_or_default(),
            id: row.try_get("id").unwrap_or_default(),
            state: state(row).ok(),
        };
        error!(%why, "{unread}");
        unread
    })
}

fn order(row: &SqliteRow) -> Result<Order, Fault> {
    let (token, review): (Option<String>, Option<String>) =
        (row.try_get("token")?, row.try_get("review")?);
    Ok(Order {
        number: row.try_get("number")?,
        id: row.try_get("id")?,
        // The errors would say a part of them.
        purchase: serde_json::from_str(row.try_get("request")?)
            .map_err(|_| "its request is none of this version")?,
        state: state(row)?,
        open: serde_json::from_str(row.try_get("open")?)
            .map_err(|_| "what it left open is nothing of this version")?,
        reference: row.try_get("reference")?,
        code: row.try_get("code")?,
        token: token.map(Into::into),
        review: review.as_deref().and_then(Review::of),
        due: row.try_get("due")?,
        tries: row.try_get("tries")?,
        made: row.try_get("made")?,
    })
}

fn state(row: &SqliteRow) -> Result<State, Fault> {
    let word: String = row.try_get("state")?;
    Ok(State::of(&word).ok_or("it is in no known state")?)
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number;
        write!(
            f,
            "order {number} cannot be read; a person has to look at its row"
        )
    }
}

impl std::error::Error for Unread {}
