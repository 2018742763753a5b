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
    faults.extend(unsettled(stored, cut_off, ledger));
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
            if !(sure..=sure + open).contains(&times) {
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

/// Orders that are not what they have to become.
///
/// Airtime that was cut off may stay open where Kemru tells nobody of it, having never taken it on,
/// and where a notice could mean another order for the same phone.
pub(crate) fn unsettled(
    orders: &[Stored],
    cut_off: &HashSet<String>,
    ledger: &Ledger,
) -> Vec<String> {
    let mut buyers: HashMap<String, u32> = HashMap::new();
    for it in orders {
        *buyers.entry(buyer(&it.id)).or_default() += 1;
    }
    let payments = ledger.payments();
    let known: HashSet<&str> = payments.iter().map(|it| it.customer.as_str()).collect();
    let is_settled = |it: &&Stored| {
        let (is_airtime, buyer) = (it.id.starts_with("airtime"), buyer(&it.id));
        let may_be_lost = buyers[&buyer] == 2 || !known.contains(buyer.as_str());
        match it.state.as_str() {
            "paid" => is_airtime || it.has_token,
            "open" => {
                is_airtime && it.reference.is_none() && may_be_lost && cut_off.contains(&it.id)
            }
            state => state == "failed",
        }
    };
    let left = orders.iter().filter(|it| !is_settled(it));
    left.map(|it| format!("{it:?} is left")).collect()
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
