//! The routes of the providers. Neither signs what it tells, so that a notice is no more than a
//! reason to ask, and the address holds a key that only the providers were given.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Request, State},
    http::StatusCode,
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::post,
};
use subtle::ConstantTimeEq;
use verbatim_kemru::callbacks::Ipn;
use verbatim_vtpass::{
    callbacks::TransactionUpdate,
    runtime::{CallbackAnswer, Secret},
};

use crate::{
    moment::now,
    notice::Notice,
    orders::{Refused, Shop},
};

/// The addresses name what is sold: Kemru refuses some that hold its own name.
pub(crate) fn routes(shop: Shop, key: Arc<Secret>) -> Router {
    Router::new()
        .route("/callbacks/{key}/airtime", post(airtime))
        .route("/callbacks/{key}/electricity", post(electricity))
        .route_layer(from_fn_with_state(key, known_providers))
        .with_state(shop)
}

/// What Kemru tells is kept, also of a reference that no reply has named yet, and of one whose order
/// is settled. Success is confirmed by asking; for failure the query has no word.
async fn airtime(State(shop): State<Shop>, ipn: Ipn) -> Result<CallbackAnswer, Refused> {
    if let Some(notice) = Notice::of(&ipn) {
        shop.store.note(&notice, now()).await?;
        shop.bell.notify_one();
    }
    Ok(Ipn::answer())
}

/// What VTpass tells is asked for by our own reference, also where the order is settled and this
/// says otherwise.
async fn electricity(
    State(shop): State<Shop>,
    update: TransactionUpdate,
) -> Result<CallbackAnswer, Refused> {
    if let Some(reference) = update.reference() {
        let store = &shop.store;
        store.hasten(&reference, update.outcome(), now()).await?;
        shop.bell.notify_one();
    }
    Ok(TransactionUpdate::answer())
}

async fn known_providers(
    State(key): State<Arc<Secret>>,
    Path(shown): Path<String>,
    request: Request,
    next: Next,
) -> Response {
    match key.expose().as_bytes().ct_eq(shown.as_bytes()).into() {
        true => next.run(request).await,
        false => StatusCode::NOT_FOUND.into_response(),
    }
}
