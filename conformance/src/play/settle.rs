//! From what a call left open to what settled it.

use verbatim_runtime::dispatch::{self, Answer, Clients, Failed};
use verbatim_runtime::{Open, Patience, Settled};

use super::{End, ended};

/// What settled a call that was left open.
#[derive(Debug)]
pub struct Settling {
    /// How many requests were sent before.
    pub after: usize,
    /// What the client says.
    pub end: End<Settled>,
}

/// Stores what a call left open, reads it again, and asks what came of it until at least so many
/// requests were sent, those for tokens among them: each question is one of a client that was just
/// made.
pub(crate) async fn settle(
    (clients, provider): (&dyn Clients, &str),
    setup: &dispatch::Setup,
    end: &End<Answer>,
    most: usize,
    sent: impl Fn() -> usize,
) -> End<Settled> {
    let open = match end {
        End::Done(answer) => answer.open.clone(),
        End::Failed(Failed::Call(error)) => error.open(),
        End::Failed(_) | End::Panicked(_) | End::Hung => None,
    };
    let stored = open.and_then(|it| serde_json::to_string(&it).ok());
    let open = stored.and_then(|it| serde_json::from_str::<Open>(&it).ok());
    let Some(mut open) = open else {
        let why = "the call left nothing open".to_owned();
        return End::Failed(Failed::Input(why));
    };
    for _ in 0..most {
        let asked = clients.resolve(provider, setup.clone(), &open, Patience::once());
        match asked.await {
            Ok(Settled::StillOpen(still)) if sent() < most => open = still,
            other => return ended(other),
        }
    }
    End::Done(Settled::StillOpen(open))
}
