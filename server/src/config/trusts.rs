//! `[trusts]`: the outside issuers that projects may trust.

use domain::trust::Issuer;

use super::Reader;

/// The outside issuers that projects may trust: all that are on the internet, and these.
#[derive(Clone, Debug, Default)]
pub struct Trusts {
    /// Issuers on addresses that are not public, or on this machine.
    pub private_issuers: Vec<Issuer>,
}

impl Trusts {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let form = "the https address of an issuer (http is taken for loopback hosts)";
        let private_issuers = reader.list("trusts.private_issuers", form, |text| Issuer::parse(text).ok())?;
        Some(Self { private_issuers })
    }
}
