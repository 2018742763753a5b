//! Calls without async.

use std::{future::Future, sync::Arc};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    error::{Error, Parts},
    kind::Kind,
    outcome::Certainty,
    pages::Pages,
    reply::Answer,
    value::Request,
};

/// What blocking clients wait on: one thread that keeps connections, shared by all clones.
#[derive(Debug, Clone)]
pub struct Waiter(Arc<Kept>);

#[derive(Debug)]
struct Kept(Option<Runtime>);

impl Waiter {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// `Configuration` when the machine gives no thread.
    pub fn new() -> Result<Self, Error> {
        // One worker, so that connections are kept while nobody waits: one that the provider has
        // ended is known as ended before the next payment is put on it.
        let built = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("verbatim-blocking")
            .enable_all()
            .build();
        match built {
            Ok(it) => Ok(Self(Arc::new(Kept(Some(it))))),
            Err(source) => Err(Error::from(Parts {
                source: Some(source.into()),
                ..refused("no thread can be started")
            })),
        }
    }

    /// Waits for it on this thread.
    ///
    /// # Errors
    ///
    /// `Configuration` inside an async runtime, where waiting would stop everything else that it
    /// runs; on the threads of its `spawn_blocking`, too, which cannot be told apart. Nothing was
    /// begun.
    pub fn wait<F: Future>(&self, future: F) -> Result<F::Output, Error> {
        if Handle::try_current().is_ok() {
            let advice = "await the async client, or call it on a thread of `std::thread`";
            let why = format!("a blocking call inside an async runtime: {advice}");
            return Err(Error::from(refused(&why)));
        }
        let runtime = self.0.0.as_ref();
        Ok(runtime
            .expect("it is there until it is dropped")
            .block_on(future))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // Dropping a runtime waits, and an async runtime does not let anybody wait.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn refused(why: &str) -> Parts {
    Parts {
        detail: Some(why.to_owned()),
        ..Parts::new("", "setup", Kind::Configuration, Certainty::NotSent)
    }
}

/// The pages of a list, without async.
#[must_use = "nothing is read before `next` is called"]
#[derive(Debug)]
pub struct BlockingPages<R> {
    pages: Pages<R>,
    waiter: Waiter,
}

impl<R> BlockingPages<R> {
    #[doc(hidden)]
    pub fn new(pages: Pages<R>, waiter: Waiter) -> Self {
        Self { pages, waiter }
    }
}

impl<R: Request> Iterator for BlockingPages<R> {
    type Item = Answer<R::Reply>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.waiter.wait(self.pages.next()) {
            Ok(page) => page,
            Err(error) => Some(Err(error)),
        }
    }
}
