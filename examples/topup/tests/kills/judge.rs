//! What the service says of its orders against what the providers were paid.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use topup_stand_in::{Ledger, Shop};

use crate::{customer::buyer, service::Stored};

/// Every fault, and figures for people.
pub(crate) struct Judged {
    pub(crate) faults: Vec<String>,
    counts: HashMap<(&'static str, String), u32>,
    cut_off: usize,
}

pub(crate) fn judge(
    placed: &[String],
    stored: &[Stored],
    cut_off: &HashSet<String>,
    ledger: &Ledger,
) -> Judged {
    let mut faults = Vec::new();
    let mut counts = HashMap::new();
    let ids: HashSet<&str> = stored.iter().map(|it| it.id.as_str()).collect();
    let lost = placed.iter().filter(|it| !ids.contains(it.as_str()));
    faults.extend(lost.map(|it| format!("{it} was taken and is lost")));

    for (shop, product) in [(Shop::Kemru, "airtime"), (Shop::Vtpass, "electricity")] {
        let mut paid = ledger.paid(shop);
        let mut buyers: HashMap<String, Vec<&Stored>> = HashMap::new();
        for it in stored.iter().filter(|it| it.id.starts_with(product)) {
            buyers.entry(buyer(&it.id)).or_default().push(it);
            *counts.entry((product, it.state.clone())).or_default() += 1;
        }
        for (buyer, orders) in buyers {
            let times = paid.remove(&buyer).unwrap_or_default();
            let count = |state: &str| orders.iter().filter(|it| it.is(state)).count() as u32;
            let (sure, open) = (count("paid"), count("open"));
            let left = orders
                .iter()
                .filter(|it| !it.is("paid") && !it.is("failed"));
            let may_be_left =
                |it: &&Stored| it.is("open") && shop == Shop::Kemru && cut_off.contains(&it.id);
            if !(sure..=sure + open).contains(&times) || !left.copied().all(|it| may_be_left(&it)) {
                faults.push(format!("{orders:?}: paid {times} times"));
            }
        }
        let strays = paid.into_iter();
        faults
            .extend(strays.map(|it| format!("{} was paid {} times without an order", it.0, it.1)));
    }
    Judged {
        faults,
        counts,
        cut_off: cut_off.len(),
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} orders cut off", self.cut_off)?;
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort();
        for ((product, state), count) in counts {
            write!(f, "; {product} {state}: {count}")?;
        }
        Ok(())
    }
}
