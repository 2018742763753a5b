//! What acts says what settles it where its reply is lost, or says pending.

use super::at::At;
use super::ctx::Ctx;
use crate::diagnostic::Code;
use crate::model::{Effect, Outcome, Provider, Resolution};
use crate::spec::Spec;

/// Without it a client would say that nothing is left to settle. What only reads leaves nothing open.
pub(super) fn left_open(ctx: &Ctx, spec: &Spec, provider: &Provider) {
    // The model has them in the order of the spec.
    for (it, found) in spec.operations.iter().zip(&provider.operations) {
        At::entry(it, |at| {
            for (key, left) in [("pending", &found.pending), ("unknown", &found.unknown)] {
                if let Resolution::Callback { callback } = left
                    && says_nothing(provider, callback)
                {
                    let message =
                        format!("callback `{callback}` looks for neither a code nor a reference");
                    ctx.fault(Code::SilentCallback, at.key(key), message);
                }
            }
            if found.effect == Effect::Reads {
                return;
            }
            let missing = |key: &str, why: String| {
                let message = format!("`{key}` is missing here: {why}");
                ctx.fault(Code::MissingKey, at.name(key), message);
            };
            if it.entry.unknown.is_none() {
                let effect = found.effect.word();
                missing("unknown", format!("the reply to what {effect} may be lost"));
            }
            let mut codes = provider.codes_of(&found.name);
            if let Some(code) = codes.find(|it| it.outcome == Outcome::Pending)
                && it.entry.pending.is_none()
            {
                missing("pending", format!("code `{}` leaves it open", code.code));
            }
        });
    }
}

/// Whether nobody can tell from a callback what became of which call.
fn says_nothing(provider: &Provider, name: &str) -> bool {
    let found = provider.callbacks.iter().find(|it| it.name == name);
    found.is_some_and(|it| it.codes.is_empty() && it.references.is_empty())
}
