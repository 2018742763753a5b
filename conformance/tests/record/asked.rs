//! The calls of a provider's fixtures, and what is answered to them.

use verbatim_codegen::model::Provider;
use verbatim_conformance::fixture::{CallExpect, Case, Reply, Setup};
use verbatim_conformance::suite::Suite;

use super::keys::credential;

/// A call, and what the provider answers to its requests.
pub(crate) struct Asked {
    pub(crate) operation: String,
    pub(crate) input: String,
    pub(crate) setup: Setup,
    pub(crate) replies: Vec<Vec<u8>>,
}

/// Every call of a provider's fixtures that is answered.
pub(crate) fn asked(suite: &Suite, provider: &Provider, setup: &Setup) -> Vec<Asked> {
    let mut res = Vec::new();
    for fixture in suite
        .fixtures
        .iter()
        .filter(|it| it.provider == provider.name)
    {
        let Case::Call(call) = &fixture.case else {
            continue;
        };
        // The rows of a table are alike but for a value that the spec lists.
        let rows = call.rows.iter().take(3).filter(|_| call.pages.is_none());
        for row in rows.filter(|it| !matches!(it.expect, CallExpect::Codes(_))) {
            let replies: Vec<&Reply> = row
                .reply
                .iter()
                .chain(row.then.iter().map(|it| &it.1))
                .collect();
            if replies.is_empty() || replies.iter().any(|it| it.fault.is_some()) {
                continue;
            }
            let mut setup = fixture.apart.from(setup).into_owned();
            setup.way = fixture.way.clone().or(setup.way);
            for (name, value) in &mut setup.credentials {
                *value = credential(provider, name);
            }
            res.push(Asked {
                operation: call.operation.clone(),
                input: row.input.clone(),
                setup,
                replies: replies.into_iter().map(spelled).collect(),
            });
        }
    }
    res
}

fn spelled(it: &Reply) -> Vec<u8> {
    let mut res = format!("HTTP/1.1 {} Scripted\r\n", it.status);
    for (name, value) in &it.headers {
        res.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = it.body.len();
    res.push_str(&format!(
        "content-length: {length}\r\nconnection: close\r\n\r\n"
    ));
    res.push_str(&it.body);
    res.into_bytes()
}
