//! The routes of the providers. Neither signs what it tells, so that a notice is no more than a
//! reason to ask, and the address holds a key that only the providers were given.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header::CONTENT_TYPE},
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
    orders::{Refused, Shop},
};

/// The addresses name what is sold: Kemru refuses some with its own name in them.
pub(crate) fn routes(shop: Shop, key: Arc<Secret>) -> Router {
    Router::new()
        .route("/callbacks/{key}/airtime", post(airtime))
        .route("/callbacks/{key}/electricity", post(electricity))
        .with_state((shop, key))
}

/// What Kemru tells is kept, also of a reference that no reply has named yet. Success is confirmed
/// by asking; for failure the query has no word.
async fn airtime(
    State((shop, key)): State<(Shop, Arc<Secret>)>,
    Path(shown): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    if !is(&key, &shown) {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let Ok(notice) = Ipn::parse(&body) else {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    };
    if let (Some(reference), Some(outcome)) = (notice.reference(), notice.outcome()) {
        shop.store.note(&reference, outcome).await?;
        hasten(&shop, &reference).await?;
    }
    Ok(response(Ipn::answer()))
}

/// What VTpass tells is asked for by our own reference.
async fn electricity(
    State((shop, key)): State<(Shop, Arc<Secret>)>,
    Path(shown): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    if !is(&key, &shown) {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let Ok(notice) = TransactionUpdate::parse(&body) else {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    };
    if let Some(reference) = notice.reference() {
        hasten(&shop, &reference).await?;
    }
    Ok(response(TransactionUpdate::answer()))
}

async fn hasten(shop: &Shop, reference: &str) -> Result<(), Refused> {
    shop.store.hasten(reference, now()).await?;
    shop.bell.notify_one();
    Ok(())
}

fn is(key: &Secret, shown: &str) -> bool {
    key.expose().as_bytes().ct_eq(shown.as_bytes()).into()
}

fn response(answer: CallbackAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    (status, [(CONTENT_TYPE, answer.content_type)], answer.body).into_response()
}
