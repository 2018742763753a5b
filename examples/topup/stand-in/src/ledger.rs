//! What was paid.

use std::{collections::HashMap, sync::Mutex};

/// Who was asked to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shop {
    /// Airtime.
    Kemru,
    /// Electricity.
    Vtpass,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Money left the merchant.
    Paid,
    /// It is not decided.
    Pending,
    /// No money left the merchant, or it came back.
    Failed,
}

/// A payment that was taken on.
#[derive(Debug, Clone)]
pub struct Payment {
    /// Who took it on.
    pub shop: Shop,
    /// The merchant's reference at VTpass, Kemru's own at Kemru.
    pub reference: String,
    /// The meter or the phone.
    pub customer: String,
    /// As the request spells it.
    pub amount: String,
    /// What became of it.
    pub fate: Fate,
}

/// All payments.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<Vec<Payment>>);

impl Ledger {
    /// Takes a payment on, unless its reference was used: the two are one step.
    pub fn take_on(&self, payment: Payment) -> bool {
        let mut payments = self.0.lock().expect("nothing panics with the ledger");
        let used = payments
            .iter()
            .any(|it| it.shop == payment.shop && it.reference == payment.reference);
        if !used {
            payments.push(payment);
        }
        !used
    }

    /// Decides a pending payment.
    pub fn decide(&self, shop: Shop, reference: &str, fate: Fate) {
        let mut payments = self.0.lock().expect("nothing panics with the ledger");
        let mut payments = payments.iter_mut();
        if let Some(it) = payments.find(|it| it.shop == shop && it.reference == reference) {
            it.fate = fate;
        }
    }

    /// The payment with that reference.
    pub fn find(&self, shop: Shop, reference: &str) -> Option<Payment> {
        let payments = self.0.lock().expect("nothing panics with the ledger");
        payments
            .iter()
            .find(|it| it.shop == shop && it.reference == reference)
            .cloned()
    }

    /// Every payment, in the order of arrival.
    pub fn payments(&self) -> Vec<Payment> {
        self.0
            .lock()
            .expect("nothing panics with the ledger")
            .clone()
    }

    /// How many times each customer of a shop was paid for.
    pub fn paid(&self, shop: Shop) -> HashMap<String, u32> {
        let mut res = HashMap::new();
        for it in self.payments() {
            if it.shop == shop && it.fate == Fate::Paid {
                *res.entry(it.customer).or_default() += 1;
            }
        }
        res
    }
}
