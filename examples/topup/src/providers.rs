//! The two providers, and what is known of an order after one of them was called.

use tracing::warn;
use verbatim_vtpass::{
    operations::{PayPrepaid, Requery},
    runtime::{Certainty, Error, Masked, Open, Patience, Reply, Settled},
    types::Code,
};

use crate::order::{Purchase, State};

#[derive(Clone)]
pub(crate) struct Providers {
    pub(crate) kemru: verbatim_kemru::Client,
    pub(crate) vtpass: verbatim_vtpass::Client,
}

/// What is known of an order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// No byte left, and the next time it may go better.
    Unsent,
    /// It may have been paid.
    Open(Open),
    Paid {
        reference: Option<String>,
        token: Option<Masked>,
    },
    Failed {
        code: Option<String>,
    },
}

impl Known {
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::Unsent => State::Stored,
            Self::Open(_) => State::Open,
            Self::Paid { .. } => State::Paid,
            Self::Failed { .. } => State::Failed,
        }
    }
}

impl Providers {
    /// Sends an order that was never sent.
    pub(crate) async fn send(&self, purchase: &Purchase) -> Known {
        match purchase {
            Purchase::Airtime(request) => match self.kemru.airtime(request).await {
                Ok(reply) => replied(&reply, None, Open::of(request)),
                Err(error) => failed(&error, Open::of(request)),
            },
            Purchase::Electricity(request) => match self.vtpass.pay_prepaid(request).await {
                Ok(reply) => {
                    let token = reply.value().main_token.clone();
                    replied(&reply, token, Open::of(request))
                }
                // What cannot be read is the token; the query tells it, too.
                Err(error) if error.certainty() == Certainty::Applied => {
                    Known::Open(Open::of(request))
                }
                Err(error) => failed(&error, Open::of(request)),
            },
        }
    }

    /// Asks once what came of an order that was sent. What is no clear word leaves it open.
    pub(crate) async fn ask(&self, purchase: &Purchase, open: Open) -> Known {
        let once = Patience::once();
        let settled = match purchase {
            Purchase::Airtime(_) => self.kemru.resolve(&open, &once).await,
            Purchase::Electricity(_) => self.vtpass.resolve(&open, &once).await,
        };
        match settled {
            Ok(Settled::Succeeded(found)) => Known::Paid {
                reference: open.their_reference.or(found.reference().map(Into::into)),
                // Only a reply of VTpass can be read as one of its query.
                token: found.reply::<Requery>().ok().and_then(|it| it.token),
            },
            Ok(Settled::Rejected(found)) => Known::Failed {
                code: found.code().map(Into::into),
            },
            Ok(_) => Known::Open(open),
            Err(error) => {
                warn!(%error, "asking cannot settle it");
                Known::Open(open)
            }
        }
    }

    /// Whether VTpass says that no payment has this reference: its code 015. One that is on its way
    /// may still come, so this alone settles nothing.
    pub(crate) async fn never_came(&self, request: &PayPrepaid) -> bool {
        let request_id = request.request_id.clone();
        let answer = self.vtpass.requery(&Requery { request_id }).await;
        answer.is_err_and(|it| it.code().map(Code::from) == Some(Code::InvalidRequestId))
    }

    /// Sends the very same request again, reference and all. VTpass refuses a reference that was
    /// used (014), so that of the two at most one is paid, whichever comes first. A refusal is one
    /// of this sending, and says nothing of the other one.
    pub(crate) async fn send_again(&self, request: &PayPrepaid) -> Known {
        let known = self.send(&Purchase::Electricity(request.clone())).await;
        match known {
            Known::Unsent | Known::Failed { .. } => Known::Open(Open::of(request)),
            Known::Open(_) | Known::Paid { .. } => known,
        }
    }
}

fn replied<T>(reply: &Reply<T>, token: Option<Masked>, open: Open) -> Known {
    match reply.is_succeeded() {
        true => Known::Paid {
            reference: reply.reference().map(ToOwned::to_owned),
            token,
        },
        false => Known::Open(reply.open().unwrap_or(open)),
    }
}

fn failed(error: &Error, open: Open) -> Known {
    match error.certainty() {
        // Only what never left is sent later. That a refusal changed nothing is an assumption here
        // and there; the customer may order again.
        Certainty::NotSent if error.is_retryable() => Known::Unsent,
        Certainty::NotSent | Certainty::NotApplied => Known::Failed {
            code: error.code().map(ToOwned::to_owned),
        },
        Certainty::Applied => Known::Paid {
            reference: error.reference().map(ToOwned::to_owned),
            token: None,
        },
        Certainty::Unknown | _ => Known::Open(error.open().unwrap_or(open)),
    }
}
