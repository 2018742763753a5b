//! What was paid.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

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

impl Payment {
    fn is(&self, shop: Shop, reference: &str) -> bool {
        self.shop == shop && self.reference == reference
    }
}

impl Ledger {
    /// Takes a payment on, unless its reference was used: the two are one step.
    pub fn take_on(&self, payment: Payment) -> bool {
        let mut payments = self.payments_now();
        let used = payments
            .iter()
            .any(|it| it.is(payment.shop, &payment.reference));
        if !used {
            payments.push(payment);
        }
        !used
    }

    /// Takes a payment on under a new reference, which it gives back with it.
    pub fn take_on_anew(&self, mut payment: Payment) -> Payment {
        let mut payments = self.payments_now();
        payment.reference = format!("KYAAPI{}", payments.len());
        payments.push(payment.clone());
        payment
    }

    /// Decides a pending payment.
    pub fn decide(&self, shop: Shop, reference: &str, fate: Fate) {
        let mut payments = self.payments_now();
        if let Some(it) = payments.iter_mut().find(|it| it.is(shop, reference)) {
            it.fate = fate;
        }
    }

    /// The payment with that reference.
    pub fn find(&self, shop: Shop, reference: &str) -> Option<Payment> {
        let payments = self.payments_now();
        payments.iter().find(|it| it.is(shop, reference)).cloned()
    }

    fn payments_now(&self) -> MutexGuard<'_, Vec<Payment>> {
        self.0.lock().expect("nothing panics with the ledger")
    }

    /// Every payment, in the order of arrival.
    pub fn payments(&self) -> Vec<Payment> {
        self.payments_now().clone()
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
