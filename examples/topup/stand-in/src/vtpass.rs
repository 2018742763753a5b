//! VTpass: pays a meter once per reference, and tells by the reference what became of it.

use axum::{
    Json, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};

use crate::{
    ledger::{Fate, Payment, Shop},
    server::Lost,
    stand_in::Desk,
};

/// What is typed into any meter.
const TOKEN: &str = "1234-5678-9012-3456-7890";

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/api/pay", post(pay))
        .route("/api/requery", post(requery))
}

async fn pay(State(desk): State<Desk>, headers: HeaderMap, Json(order): Json<Value>) -> Response {
    if !knows(&desk, &headers) {
        return refusal("087", "INVALID CREDENTIALS");
    }
    if desk.chance.one_in(20) {
        // It never came.
        return Lost.into_response();
    }
    if desk.chance.one_in(6) {
        // The caller hears of a broken connection at once, and the payment still comes.
        tokio::spawn(async move {
            desk.chance.wait(1500).await;
            carry_out(&desk, &order)
        });
        return Lost.into_response();
    }
    // A task of its own: a caller that hangs up takes nothing back.
    let done = tokio::spawn(async move {
        desk.chance.wait(60).await;
        let reply = carry_out(&desk, &order);
        desk.chance.wait(60).await;
        (!desk.chance.one_in(10)).then_some(reply)
    });
    done.await
        .ok()
        .flatten()
        .unwrap_or_else(|| Lost.into_response())
}

/// Pays, unless the reference was used.
fn carry_out(desk: &Desk, order: &Value) -> Response {
    if desk.chance.one_in(6) {
        // Before the reference is looked at, so also where it was paid already.
        return refusal("018", "LOW WALLET BALANCE");
    }
    let fate = match desk.chance.below(10) {
        0 => Fate::Failed,
        1 | 2 => Fate::Pending,
        _ => Fate::Paid,
    };
    let payment = Payment {
        shop: Shop::Vtpass,
        reference: text(order, "request_id"),
        customer: text(order, "billersCode"),
        amount: order["amount"].to_string(),
        fate,
    };
    if !desk.ledger.take_on(payment.clone()) {
        return refusal("014", "REQUEST ID ALREADY EXIST");
    }
    if fate == Fate::Pending {
        tokio::spawn(decide(desk.clone(), payment.clone()));
    }
    Json(reply(desk, &payment)).into_response()
}

async fn requery(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Json(question): Json<Value>,
) -> Response {
    if !knows(&desk, &headers) {
        return refusal("087", "INVALID CREDENTIALS");
    }
    desk.chance.wait(30).await;
    if desk.chance.one_in(15) {
        return Lost.into_response();
    }
    match desk
        .ledger
        .find(Shop::Vtpass, &text(&question, "request_id"))
    {
        Some(payment) => Json(reply(&desk, &payment)).into_response(),
        None => refusal("015", "INVALID REQUEST ID"),
    }
}

/// Decides a pending payment after a while, and tells of it.
async fn decide(desk: Desk, mut payment: Payment) {
    desk.chance.wait(600).await;
    payment.fate = match desk.chance.one_in(5) {
        true => Fate::Failed,
        false => Fate::Paid,
    };
    desk.ledger
        .decide(Shop::Vtpass, &payment.reference, payment.fate);
    let notice = json!({ "type": "transaction-update", "data": report(&payment) });
    desk.notices.tell("electricity", notice.to_string()).await;
}

fn report(payment: &Payment) -> Value {
    let status = match payment.fate {
        Fate::Paid => "delivered",
        Fate::Pending => "pending",
        Fate::Failed => {
            return json!({
                "code": "016",
                "response_description": "TRANSACTION FAILED",
                "requestId": payment.reference,
            });
        }
    };
    json!({
        "code": "000",
        "content": { "transactions": {
            "status": status,
            "transactionId": format!("T{}", payment.reference),
            "unique_element": payment.customer,
        } },
        "response_description": "TRANSACTION SUCCESSFUL",
        "requestId": payment.reference,
        "amount": payment.amount,
    })
}

/// A report with the token under one of its names, or without one, and now and then with a member
/// that is not what is documented.
fn reply(desk: &Desk, payment: &Payment) -> Value {
    let mut res = report(payment);
    if payment.fate == Fate::Paid {
        match desk.chance.below(4) {
            0 => res["mainToken"] = TOKEN.into(),
            1 => res["token"] = TOKEN.into(),
            2 => res["purchased_code"] = format!("Token : {TOKEN}").into(),
            _ => {}
        }
        if desk.chance.one_in(8) {
            res["content"]["transactions"]["quantity"] = "one".into();
        }
    }
    res
}

fn refusal(code: &str, words: &str) -> Response {
    Json(json!({ "code": code, "response_description": words })).into_response()
}

fn knows(desk: &Desk, headers: &HeaderMap) -> bool {
    let shows = |name: &str, key: &str| headers.get(name).is_some_and(|it| it == key);
    shows("api-key", &desk.keys.api_key) && shows("secret-key", &desk.keys.secret_key)
}

fn text(body: &Value, member: &str) -> String {
    body[member].as_str().unwrap_or_default().to_owned()
}
