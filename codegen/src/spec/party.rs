//! Who calls whom, and how: documents, environments, credentials, ways of signing.

use serde::Deserialize;

use super::cite::Cite;
use crate::entries::Entries;

#[derive(Debug, Deserialize)]
pub(crate) struct DocumentEntry {
    pub(crate) name: Option<String>,
    pub(crate) title: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EnvironmentEntry {
    pub(crate) about: Option<String>,
    #[serde(default)]
    pub(crate) servers: Entries<ServerEntry>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ServerEntry {
    /// Absent: the caller must say it.
    pub(crate) url: Option<String>,
    /// `yes` where `http:` is allowed.
    pub(crate) cleartext: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CredentialEntry {
    pub(crate) about: Option<String>,
    pub(crate) secret: Option<String>,
    pub(crate) optional: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SettingEntry {
    pub(crate) about: Option<String>,
    pub(crate) cite: Option<Cite>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct UnsaidEntry {
    /// `demanded` or `optional`.
    pub(crate) fields: Option<String>,
    pub(crate) cite: Option<Cite>,
}

/// How a provider signs; an operation adds the order.
#[derive(Debug, Deserialize)]
pub(crate) struct SchemeEntry {
    pub(crate) algorithm: Option<String>,
    pub(crate) cite: Option<Cite>,
    pub(crate) key: Option<String>,
    pub(crate) key_cite: Option<Cite>,
    pub(crate) encoding: Option<String>,
    pub(crate) encoding_cite: Option<Cite>,
    pub(crate) joiner: Option<String>,
    pub(crate) joiner_cite: Option<Cite>,
}
