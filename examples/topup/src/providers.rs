//! The two providers, and what is known of an order after one of them was called.

use tracing::warn;
use verbatim_kemru::operations::TransactionStatus;
use verbatim_vtpass::{
    operations::{PayPrepaid, Requery},
    runtime::{Certainty, Error, Kind, Masked, Open, Patience, Reply, Settled},
    types::{Code, Report},
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
    /// It was not paid. A refusal may name a reference, too, and a notice may tell of it later.
    Failed {
        reference: Option<String>,
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
                Ok(reply) => replied(&reply, token(reply.value()), Open::of(request)),
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
                token: match purchase {
                    Purchase::Airtime(_) => None,
                    Purchase::Electricity(_) => match found.reply::<Requery>() {
                        Ok(report) => token(&report),
                        Err(error) => {
                            tell_unreadable(&error);
                            None
                        }
                    },
                },
                reference: open.their_reference.or(found.reference().map(Into::into)),
            },
            Ok(Settled::Rejected(found)) => Known::Failed {
                reference: open.their_reference.or(found.reference().map(Into::into)),
                code: found.code().map(Into::into),
            },
            Ok(_) => Known::Open(open),
            Err(error) => {
                warn!(%error, "asking cannot settle it");
                Known::Open(open)
            }
        }
    }

    /// Whether Kemru's query tells what became of this reference by another word than success. That
    /// it is pending may still change; no other word is documented, so that none settles by itself.
    pub(crate) async fn is_no_success(&self, reference: &str) -> bool {
        let transaction_ref = reference.to_owned();
        let question = TransactionStatus { transaction_ref };
        let answer = self.kemru.transaction_status(&question).await;
        let answer = answer.ok().filter(Reply::is_succeeded);
        let word = answer.and_then(|it| it.into_value().details?.status);
        let word = word.unwrap_or_default().to_ascii_lowercase();
        !matches!(word.as_str(), "" | "success" | "pending")
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
    if error.kind() == Kind::Unreadable {
        tell_unreadable(error);
    }
    match error.certainty() {
        // Only what never left is sent later. That a refusal changed nothing is an assumption here
        // and there; the customer may order again.
        Certainty::NotSent if error.is_retryable() => Known::Unsent,
        Certainty::NotSent | Certainty::NotApplied => Known::Failed {
            reference: error.reference().map(ToOwned::to_owned),
            code: error.code().map(ToOwned::to_owned),
        },
        Certainty::Applied => Known::Paid {
            reference: error.reference().map(ToOwned::to_owned),
            token: None,
        },
        Certainty::Unknown | _ => Known::Open(error.open().unwrap_or(open)),
    }
}

/// The token, under whichever name a reply has it. `purchased_code` is a text for people that has
/// it after a label, and is given as it is: its form is documented nowhere.
fn token(report: &Report) -> Option<Masked> {
    let names = [&report.main_token, &report.token, &report.purchased_code];
    let mut told = names.into_iter().flatten();
    told.find(|it| !it.expose().trim().is_empty()).cloned()
}

/// Where the fault is, and nothing of what stands there.
fn tell_unreadable(error: &Error) {
    let (operation, path) = (error.operation(), error.path());
    warn!(operation, path, "a reply cannot be read in full");
}
