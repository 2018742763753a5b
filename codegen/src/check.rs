//! From what the YAML says to what the provider offers: the only place that can find fault.

mod arrangement;
mod at;
mod auth;
mod callback;
mod cite;
mod code;
mod ctx;
mod derive;
mod distinct;
mod enumeration;
mod fate;
mod field;
mod kind;
mod left_open;
mod made;
mod magic;
mod operation;
mod ours;
mod paging;
mod path;
mod place;
mod prefix;
mod provider;
mod record;
mod reference;
mod reply;
mod rule;
mod sample;
mod sendable;
mod sentence;
mod set_aside;
mod shape;
mod signature;
mod table;
mod used;

use crate::diagnostic::{Fault, Report};
use crate::model::Provider;
use crate::source::Source;
use crate::spec::Spec;
use ctx::Ctx;

/// Checks everything; one run tells every fault, those that reading found among them.
pub(crate) fn check(spec: &Spec, read: Vec<Fault>, source: &Source) -> Result<Provider, Report> {
    let ctx = Ctx::default();
    let res = provider::provider(&ctx, spec, &source.name);
    let mut faults = read;
    faults.extend(ctx.into_faults());
    if faults.is_empty() {
        Ok(res)
    } else {
        Err(Report::located(source.clone(), faults))
    }
}
