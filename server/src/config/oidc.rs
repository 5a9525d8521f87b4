//! `[oidc]`: who says who people are.

use domain::grant::PlatformRole;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Reader, http_url, is_loopback};

/// Who says who people are.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// The issuer, character by character as its discovery document names it.
    pub issuer: String,
    /// The same, as an address.
    pub issuer_url: Url,
    /// The client registered there.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// What to ask for; `openid` is among them.
    pub scopes: Vec<String>,
    /// The claim that lists a person's groups.
    pub groups_claim: String,
    /// The claim that platform roles are taken from.
    pub platform_roles_claim: String,
    /// Which values of that claim give which role.
    pub platform_roles: PlatformRoles,
}

/// Which claim values give which platform role.
#[derive(Clone, Debug)]
pub struct PlatformRoles(Vec<(String, PlatformRole)>);

impl PlatformRoles {
    /// The role that a claim value gives.
    pub fn role(&self, value: &str) -> Option<PlatformRole> {
        self.0.iter().find(|(known, _)| known == value).map(|(_, role)| *role)
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let sources = [
            ("oidc.platform_roles.operator", PlatformRole::Operator),
            ("oidc.platform_roles.support", PlatformRole::Support),
            ("oidc.platform_roles.auditor", PlatformRole::Auditor),
        ];
        let mut roles: Vec<(String, PlatformRole)> = Vec::new();
        for (key, role) in sources {
            for value in reader.list(key, "a text that is not empty", not_empty)? {
                if roles.iter().any(|(known, _)| *known == value) {
                    reader.mistake(key, format!("\"{value}\" gives another role already"));
                }
                roles.push((value, role));
            }
        }
        Some(Self(roles))
    }
}

impl Oidc {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let allow_http = reader.switch("oidc.allow_http");
        let issuer = issuer(reader, allow_http.unwrap_or(false));
        let client_id = reader.required("oidc.client_id");
        let client_secret = client_secret(reader);
        let scopes = reader.list("oidc.scopes", "a scope without spaces", |text| {
            not_empty(text).filter(|scope| !scope.contains(char::is_whitespace))
        });
        if scopes.as_ref().is_some_and(|scopes| !scopes.iter().any(|scope| scope == "openid")) {
            reader.mistake("oidc.scopes", "must have \"openid\" among them");
        }
        let groups_claim = reader.required("oidc.groups_claim");
        let platform_roles_claim = reader.required("oidc.platform_roles_claim");
        let platform_roles = PlatformRoles::read(reader);
        let (issuer, issuer_url) = issuer?;
        Some(Self {
            issuer,
            issuer_url,
            client_id: client_id?,
            client_secret: client_secret?,
            scopes: scopes?,
            groups_claim: groups_claim?,
            platform_roles_claim: platform_roles_claim?,
            platform_roles: platform_roles?,
        })
    }
}

fn issuer(reader: &mut Reader<'_>, allow_http: bool) -> Option<(String, Url)> {
    const KEY: &str = "oidc.issuer";
    let (text, url) = reader.parsed(KEY, "an address, such as \"https://login.example.com\"", |text| {
        http_url(text).map(|url| (text.to_owned(), url))
    })?;
    // OpenID Connect Discovery 1.0, section 2: no query and no fragment component.
    if url.query().is_some() || url.fragment().is_some() {
        reader.mistake(KEY, "must have no query and no fragment");
        return None;
    }
    if url.scheme() == "http" && !(allow_http && is_loopback(&url)) {
        reader.mistake(
            KEY,
            "must begin with https (http is taken for loopback hosts, with oidc.allow_http = true)",
        );
        return None;
    }
    Some((text, url))
}

fn client_secret(reader: &mut Reader<'_>) -> Option<SecretString> {
    const KEY: &str = "oidc.client_secret";
    let secret = reader.secret(KEY)?;
    if secret.expose_secret().is_empty() {
        reader.mistake(KEY, "must be set");
        return None;
    }
    Some(secret)
}

fn not_empty(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}
