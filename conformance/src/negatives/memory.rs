//! A provider in memory: keeps what was asked, and answers from a list.

use std::sync::{Mutex, MutexGuard, PoisonError};

use verbatim_oracle::Reply;
use verbatim_runtime::{
    BoxFuture, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
};

use crate::wire::Arrived;

/// Answers requests by these replies, one after another; the last one comes again.
pub(super) struct Memory(Mutex<Kept>);

struct Kept {
    replies: Vec<Reply>,
    /// How many requests came before these replies.
    before: usize,
    asked: Vec<(String, Arrived)>,
}

impl Memory {
    pub(super) fn new(replies: Vec<Reply>) -> Memory {
        Memory(Mutex::new(Kept {
            replies,
            before: 0,
            asked: Vec::new(),
        }))
    }

    /// Answers what comes from now on by these; says how many requests came before.
    pub(super) fn then(&self, replies: Vec<Reply>) -> usize {
        let mut kept = self.kept();
        kept.replies = replies;
        kept.before = kept.asked.len();
        kept.before
    }

    /// How many requests came.
    pub(super) fn sent(&self) -> usize {
        self.kept().asked.len()
    }

    /// The URLs that were asked for, and what would have arrived there.
    pub(super) fn taken(&self) -> (Vec<String>, Vec<Arrived>) {
        std::mem::take(&mut self.kept().asked).into_iter().unzip()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Memory {
    fn send(&self, it: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        let headers = it.headers.iter();
        let headers = headers.map(|(name, text)| (name.clone(), text.expose().to_owned()));
        let arrived = Arrived {
            method: it.method.to_owned(),
            target: it.url.clone(),
            headers: headers.collect(),
            body: it.body,
            broken: None,
        };
        let mut kept = self.kept();
        let last = kept.replies.len().saturating_sub(1);
        let at = (kept.asked.len() - kept.before).min(last);
        kept.asked.push((it.url, arrived));
        let reply = match kept.replies.get(at) {
            Some(Reply::Whole(status, body)) => Ok(HttpReply {
                status: *status,
                headers: Vec::new(),
                body: body.clone(),
            }),
            Some(Reply::Closed | Reply::Cut(_) | Reply::Stalled | Reply::Endless(_)) | None => {
                Err(TransportError::new(TransportFault::Broken))
            }
        };
        Box::pin(std::future::ready(reply))
    }
}
