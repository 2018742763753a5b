//! The two providers, and what is known of an order after one of them was called.

use verbatim_kemru::{operations::TransactionStatus, types::Transaction};
use verbatim_vtpass::operations::{PayPrepaid, Requery};
use verbatim_vtpass::runtime::{Answer, Certainty, Error, Masked};

use crate::order::{Order, Purchase, State};

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
    Open {
        reference: Option<String>,
    },
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
            Self::Open { .. } => State::Open,
            Self::Paid { .. } => State::Paid,
            Self::Failed { .. } => State::Failed,
        }
    }
}

impl Providers {
    /// Sends an order that was never sent.
    pub(crate) async fn send(&self, purchase: &Purchase) -> Known {
        match purchase {
            Purchase::Airtime(request) => {
                let answer = self.kemru.airtime(request).await;
                known(answer, |_| None)
            }
            Purchase::Electricity(request) => {
                let answer = self.vtpass.pay_prepaid(request).await;
                let known = known(answer, |it| it.main_token.clone());
                // A token that cannot be read here is in the reply to the query, too.
                match known {
                    Known::Paid {
                        reference,
                        token: None,
                    } => Known::Open { reference },
                    Known::Paid { .. }
                    | Known::Unsent
                    | Known::Open { .. }
                    | Known::Failed { .. } => known,
                }
            }
        }
    }

    /// Asks what came of an order that was sent. What is no clear word leaves it open.
    pub(crate) async fn ask(&self, order: &Order) -> Known {
        let open = Known::Open { reference: None };
        match (&order.purchase, &order.reference) {
            (Purchase::Airtime(_), None) => open,
            (Purchase::Airtime(_), Some(reference)) => {
                let transaction_ref = reference.clone();
                let question = TransactionStatus { transaction_ref };
                match self.kemru.transaction_status(&question).await {
                    Ok(reply) if succeeded(reply.value()) => Known::Paid {
                        reference: None,
                        token: None,
                    },
                    Ok(_) | Err(_) => open,
                }
            }
            (Purchase::Electricity(request), _) => {
                let request_id = request.request_id.clone();
                let answer = self.vtpass.requery(&Requery { request_id }).await;
                let known = known(answer, |it| it.token.clone());
                if known == Known::Unsent { open } else { known }
            }
        }
    }

    /// Whether VTpass says that no payment has this reference: its code 015. One that is on its way
    /// may still come, so this alone settles nothing.
    pub(crate) async fn never_came(&self, request: &PayPrepaid) -> bool {
        let request_id = request.request_id.clone();
        let answer = self.vtpass.requery(&Requery { request_id }).await;
        answer.is_err_and(|it| it.code() == Some("015"))
    }

    /// Sends the very same request again, reference and all. VTpass refuses a reference that was
    /// used (014), so that of the two at most one is paid, whichever comes first. A refusal is one
    /// of this sending, and says nothing of the other one.
    pub(crate) async fn send_again(&self, request: &PayPrepaid) -> Known {
        let known = self.send(&Purchase::Electricity(request.clone())).await;
        match known {
            Known::Unsent | Known::Failed { .. } => Known::Open { reference: None },
            Known::Open { .. } | Known::Paid { .. } => known,
        }
    }
}

fn known<T>(answer: Answer<T>, token: impl FnOnce(&T) -> Option<Masked>) -> Known {
    let reply = match answer {
        Ok(reply) => reply,
        Err(error) => return left_by(&error),
    };
    let reference = reply.reference().map(ToOwned::to_owned);
    match reply.is_succeeded() {
        true => Known::Paid {
            reference,
            token: token(reply.value()),
        },
        false => Known::Open { reference },
    }
}

fn left_by(error: &Error) -> Known {
    let reference = error.reference().map(ToOwned::to_owned);
    match error.certainty() {
        Certainty::NotSent | Certainty::NotApplied if error.may_send_again() => Known::Unsent,
        Certainty::NotSent | Certainty::NotApplied => Known::Failed {
            code: error.code().map(ToOwned::to_owned),
        },
        Certainty::Applied => Known::Paid {
            reference,
            token: None,
        },
        Certainty::Unknown | _ => Known::Open { reference },
    }
}

fn succeeded(transaction: &Transaction) -> bool {
    let details = transaction.details.as_ref();
    details.and_then(|it| it.status.as_deref()) == Some("Success")
}
