//! The routes of callers: to order, and to see what became of an order.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use tokio::sync::Notify;
use tracing::error;
use verbatim_kemru::{operations::Airtime, types::AirtimeTelco};
use verbatim_vtpass::{
    operations::PayPrepaid,
    runtime::{Amount, Masked, Secret},
    types::RequestId,
};

use crate::{
    moment::now,
    order::{self, Order, Purchase, Review},
    row::Unread,
    store::{Fault, Placed, Store},
};

/// How many orders a list has.
const LISTED: i64 = 100;

/// What the routes work with.
#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) store: Store,
    pub(crate) bell: Arc<Notify>,
    pub(crate) key: Arc<Secret>,
}

pub(crate) fn routes(shop: Shop) -> Router {
    Router::new()
        .route("/orders/airtime", post(order_airtime))
        .route("/orders/electricity", post(order_electricity))
        .route("/orders", get(list))
        .route("/orders/{id}", get(find))
        .layer(from_fn_with_state(shop.clone(), known_callers))
        .with_state(shop)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AirtimeOrder {
    phone: Masked,
    amount: Amount,
    telco: AirtimeTelco,
    initiator_phone: Masked,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ElectricityOrder {
    meter_number: Masked,
    amount: Amount,
    phone: Masked,
}

/// An order as its caller sees it; little of it where its row cannot be read.
#[derive(Serialize)]
struct View {
    id: String,
    product: Option<&'static str>,
    state: Option<order::State>,
    /// The provider's reference.
    reference: Option<String>,
    /// The provider's code, where it refused.
    code: Option<String>,
    /// What the customer types into the meter.
    token: Option<Masked>,
    /// Why a person has to look at it.
    review: Option<Review>,
}

async fn order_airtime(
    State(shop): State<Shop>,
    headers: HeaderMap,
    Json(it): Json<AirtimeOrder>,
) -> Result<Response, Refused> {
    let purchase = Purchase::Airtime(Airtime {
        phone: it.phone,
        amount: it.amount,
        product_code: None,
        telco: it.telco,
        initiator_phone: it.initiator_phone,
    });
    place(&shop, &headers, &purchase).await
}

async fn order_electricity(
    State(shop): State<Shop>,
    headers: HeaderMap,
    Json(it): Json<ElectricityOrder>,
) -> Result<Response, Refused> {
    let purchase = Purchase::Electricity(PayPrepaid {
        request_id: RequestId::make(),
        meter_number: it.meter_number,
        amount: it.amount,
        phone: it.phone,
    });
    place(&shop, &headers, &purchase).await
}

/// Stores an order; who sends it is the clerk. The caller may ask as often as it likes under the
/// same id.
async fn place(shop: &Shop, headers: &HeaderMap, purchase: &Purchase) -> Result<Response, Refused> {
    let id = headers
        .get("idempotency-key")
        .and_then(|it| it.to_str().ok());
    let id = id
        .filter(|it| (1..=64).contains(&it.len()))
        .ok_or(Refused::NoId)?;
    let (status, order) = match shop.store.place(id, purchase, now()).await? {
        Placed::New(order) => (StatusCode::ACCEPTED, order),
        Placed::Again(order) => (StatusCode::OK, order),
        Placed::Other => return Err(Refused::OtherOrder),
    };
    shop.bell.notify_one();
    Ok((status, Json(View::from(order))).into_response())
}

async fn find(State(shop): State<Shop>, Path(id): Path<String>) -> Result<Json<View>, Refused> {
    match shop.store.find(&id).await? {
        Some(order) => Ok(Json(order.into())),
        None => Err(Refused::NoOrder),
    }
}

#[derive(Deserialize)]
struct Filter {
    /// In any state, where it is not named.
    state: Option<order::State>,
    /// Only those that a person has to look at.
    #[serde(default)]
    review: bool,
    /// The id of the last order of the list before.
    after: Option<String>,
}

/// Orders in one state, or for a person to look at: those under `review`, and those that stay `open`.
async fn list(
    State(shop): State<Shop>,
    Query(filter): Query<Filter>,
) -> Result<Json<Vec<View>>, Refused> {
    let orders = shop
        .store
        .list(filter.state, filter.review, filter.after.as_deref(), LISTED)
        .await?;
    let views = orders.into_iter().map(|it| match it {
        Ok(order) => View::from(order),
        Err(unread) => View::from(unread),
    });
    Ok(Json(views.collect()))
}

async fn known_callers(State(shop): State<Shop>, request: Request, next: Next) -> Response {
    let shown = request.headers().get(AUTHORIZATION).map(|it| it.as_bytes());
    let expected = format!("Bearer {}", shop.key.expose());
    match shown.is_some_and(|it| bool::from(it.ct_eq(expected.as_bytes()))) {
        true => next.run(request).await,
        false => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// Why an order is not taken or not shown.
pub(crate) enum Refused {
    NoId,
    OtherOrder,
    NoOrder,
    Fault(Fault),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, why) = match self {
            Self::NoId => (
                StatusCode::BAD_REQUEST,
                "name the order in `Idempotency-Key`, by 1 to 64 characters",
            ),
            Self::OtherOrder => (StatusCode::CONFLICT, "another order has this id"),
            Self::NoOrder => (StatusCode::NOT_FOUND, "no order has this id"),
            Self::Fault(fault) => {
                error!(%fault, "the store failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "ask again")
            }
        };
        (status, why).into_response()
    }
}

impl From<Order> for View {
    fn from(order: Order) -> Self {
        Self {
            product: Some(order.purchase.product()),
            id: order.id,
            state: Some(order.state),
            reference: order.reference,
            code: order.code,
            token: order.token,
            review: order.review,
        }
    }
}

impl From<Unread> for View {
    fn from(unread: Unread) -> Self {
        Self {
            id: unread.id,
            product: None,
            state: unread.state,
            reference: None,
            code: None,
            token: None,
            review: Some(Review::Unreadable),
        }
    }
}
