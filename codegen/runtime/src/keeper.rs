//! A token while it lives: one for a client and all its clones.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use crate::secret::Secret;

/// Keeps one token.
#[derive(Default)]
pub(crate) struct Keeper {
    held: Mutex<Option<Held>>,
    /// Held by whoever fetches, so that the others wait and find what was fetched.
    pub(crate) fetching: tokio::sync::Mutex<()>,
}

struct Held {
    token: Secret,
    until: SystemTime,
}

impl Keeper {
    /// The token, when it may still be used.
    pub(crate) fn fresh(&self, now: SystemTime) -> Option<Secret> {
        let held = self.held();
        held.as_ref()
            .filter(|it| now < it.until)
            .map(|it| it.token.clone())
    }

    /// Keeps a token for so many seconds less those that it is fetched early.
    pub(crate) fn keep(&self, token: &Secret, now: SystemTime, seconds: u64, early: u32) {
        let lives = Duration::from_secs(seconds.saturating_sub(early.into()));
        let until = now.checked_add(lives).unwrap_or(now);
        let token = token.clone();
        *self.held() = Some(Held { token, until });
    }

    /// Forgets a token that the provider does not take any more; a newer one stays.
    pub(crate) fn drop_token(&self, token: &Secret) {
        let mut held = self.held();
        if held
            .as_ref()
            .is_some_and(|it| it.token.expose() == token.expose())
        {
            *held = None;
        }
    }

    /// The token whatever its age, to be taken out of what is shown.
    pub(crate) fn shown(&self) -> Option<String> {
        self.held().as_ref().map(|it| it.token.expose().to_owned())
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Held>> {
        // Nobody panics while holding it, and a token is whole or not there.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
