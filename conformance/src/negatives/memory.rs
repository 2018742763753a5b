//! A provider in memory: keeps what was asked, and answers from a list.

use std::sync::{Mutex, PoisonError};

use verbatim_oracle::Reply;
use verbatim_runtime::{
    BoxFuture, HttpReply, HttpRequest, Transport, TransportError, TransportFault,
};

use crate::wire::Arrived;

/// Answers requests by these replies, one after another; the last one comes again.
pub(super) struct Memory {
    replies: Vec<Reply>,
    asked: Mutex<Vec<(String, Arrived)>>,
}

impl Memory {
    pub(super) fn new(replies: Vec<Reply>) -> Memory {
        Memory {
            replies,
            asked: Mutex::default(),
        }
    }

    /// The URLs that were asked for, and what would have arrived there.
    pub(super) fn taken(&self) -> (Vec<String>, Vec<Arrived>) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *asked).into_iter().unzip()
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
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let at = asked.len().min(self.replies.len().saturating_sub(1));
        asked.push((it.url, arrived));
        let reply = match self.replies.get(at) {
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
