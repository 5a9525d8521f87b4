//! HTTP: layers, routes, sign-in, assets.

pub mod oidc;
