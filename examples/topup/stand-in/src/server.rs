//! HTTPS with a certificate of its own, and connections that break before the reply.

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::Request,
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use rcgen::CertifiedKey;
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tower_service::Service;

/// A reply that never comes: the connection ends instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lost;

impl IntoResponse for Lost {
    fn into_response(self) -> Response {
        let mut res = ().into_response();
        res.extensions_mut().insert(self);
        res
    }
}

/// Who it is, and the certificate by which it is known, as PEM.
pub(crate) fn identity() -> (TlsAcceptor, String) {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names);
    let CertifiedKey { cert, signing_key } = made.expect("the names are plain");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("certificate and key are a pair");
    (TlsAcceptor::from(Arc::new(config)), cert.pem())
}

/// Serves until the task is dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: TlsAcceptor,
    routes: Router,
) -> io::Result<()> {
    loop {
        let (tcp, _) = listener.accept().await?;
        let (tls, routes) = (tls.clone(), routes.clone());
        tokio::spawn(async move {
            // Callers that are killed break off anywhere.
            let Ok(stream) = tls.accept(tcp).await else {
                return;
            };
            let service = service_fn(move |request| answer(routes.clone(), request));
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(mut routes: Router, request: Request<Incoming>) -> io::Result<Response> {
    let response = match routes.call(request).await {
        Ok(it) => it,
        Err(never) => match never {},
    };
    match response.extensions().get::<Lost>() {
        Some(Lost) => Err(io::ErrorKind::ConnectionAborted.into()),
        None => Ok(response),
    }
}
