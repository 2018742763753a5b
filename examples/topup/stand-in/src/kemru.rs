//! Kemru: pays whatever is signed, as often as it comes, and knows it by a reference of its own.

use std::time::Duration;

use axum::{
    Json, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::post,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::time::timeout;

use crate::{
    ledger::{Fate, Payment, Shop},
    server::Lost,
    stand_in::{Desk, Keys},
};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/billing/v1/airtime/create", post(airtime))
        .route("/billing/v1/transaction-check", post(check))
}

async fn airtime(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Json(order): Json<Value>,
) -> Response {
    let signed = ["amount", "phone", "telco", "initiatorPhone", "MerchantID"];
    if let Some(refusal) = refusal(&desk.keys, &headers, &order, &signed) {
        return refusal;
    }
    // A task of its own: a caller that hangs up takes nothing back.
    let paid = tokio::spawn(async move {
        desk.chance.wait(60).await;
        let fate = match desk.chance.below(12) {
            // Some that are refused never were a transaction.
            0 => return answer("1107", "Insufficient float balance."),
            1..=3 => Fate::Failed,
            4 | 5 => Fate::Pending,
            _ => Fate::Paid,
        };
        let payment = desk.ledger.take_on_anew(Payment {
            shop: Shop::Kemru,
            reference: String::new(),
            customer: text(&order, "phone"),
            amount: text(&order, "amount"),
            fate,
        });
        let told = tokio::spawn(decide(desk.clone(), payment.clone()));
        if desk.chance.one_in(4) {
            // The notice comes before the reply, where somebody hears it.
            let _ = timeout(Duration::from_secs(1), told).await;
        }
        desk.chance.wait(60).await;
        accepted(&desk, &payment)
    });
    paid.await.unwrap_or_else(|_| Lost.into_response())
}

/// What is said of a payment at once, which may change. Some refusals do not name it.
fn accepted(desk: &Desk, payment: &Payment) -> Response {
    let (status, code) = match payment.fate {
        Fate::Paid => ("Success", "0000"),
        Fate::Pending => ("Success", "1100"),
        Fate::Failed => ("Failed", "1107"),
    };
    let mut res = json!({
        "status": status,
        "status_code": code,
        "merchant_reference": payment.reference,
        "transactiontxt": "Your request has been posted successfully!",
    });
    if payment.fate == Fate::Failed && desk.chance.one_in(2) {
        res["merchant_reference"] = Value::Null;
    }
    Json(res).into_response()
}

async fn check(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Json(question): Json<Value>,
) -> Response {
    let signed = ["MerchantID", "transactionRef"];
    if let Some(refusal) = refusal(&desk.keys, &headers, &question, &signed) {
        return refusal;
    }
    desk.chance.wait(30).await;
    let Some(payment) = desk
        .ledger
        .find(Shop::Kemru, &text(&question, "transactionRef"))
    else {
        return answer("7001", "Transaction not found.");
    };
    let status = match payment.fate {
        Fate::Paid => "Success",
        Fate::Pending => "Pending",
        Fate::Failed => "Failed",
    };
    Json(json!({
        "status": "200",
        "details": { "Amount": payment.amount, "Phone": payment.customer, "Status": status },
    }))
    .into_response()
}

/// Decides a payment that is pending after a while, and tells of any, also of one that was refused.
async fn decide(desk: Desk, mut payment: Payment) {
    // At once, or when everybody has gone on to something else.
    let most = if desk.chance.one_in(2) { 100 } else { 3000 };
    desk.chance.wait(most).await;
    if payment.fate == Fate::Pending {
        payment.fate = match desk.chance.one_in(5) {
            true => Fate::Failed,
            false => Fate::Paid,
        };
    }
    desk.ledger
        .decide(Shop::Kemru, &payment.reference, payment.fate);
    let (status, code) = match payment.fate {
        Fate::Failed => ("Failed", "1106"),
        Fate::Paid | Fate::Pending => ("Success", "0000"),
    };
    let notice = json!({
        "category": "Airtime",
        "source": payment.customer,
        "destination": payment.customer,
        "MerchantID": desk.keys.merchant_id,
        "details": {},
        "requestMetadata": {},
        "status": status,
        "status_code": code,
        "message": "Your request has been processed.",
        "transactionDate": "23-09-2023 11.20am",
        "transactionRef": payment.reference,
        "Amount": payment.amount,
    });
    desk.notices.tell("airtime", notice.to_string()).await;
}

fn refusal(keys: &Keys, headers: &HeaderMap, body: &Value, signed: &[&str]) -> Option<Response> {
    if headers
        .get("apiKey")
        .is_none_or(|it| it != keys.api_key.as_str())
    {
        return Some(answer("1102", "Authentication failed."));
    }
    if text(body, "MerchantID") != keys.merchant_id {
        return Some(answer("1101", "Invalid Merchant ID."));
    }
    let message: String = signed.iter().map(|it| text(body, it)).collect();
    let mut hmac = Hmac::<Sha256>::new_from_slice(keys.security_key.as_bytes())
        .expect("a key may have any length");
    hmac.update(message.as_bytes());
    let expected: String = hmac
        .finalize()
        .into_bytes()
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    (text(body, "signature") != expected).then(|| answer("1104", "Signature Mismatch."))
}

fn answer(code: &str, words: &str) -> Response {
    Json(json!({ "status": "Failed", "status_code": code, "message": words })).into_response()
}

fn text(body: &Value, member: &str) -> String {
    body[member].as_str().unwrap_or_default().to_owned()
}
