//! A browser at the desk: it keeps the session's cookie, and sends forms as browsers do.

use std::sync::Mutex;

use credit_gateway::{
    access::Desk,
    flows::operators::{self, By, NewOperator},
};
use domain::id::KeyId;
use reqwest::{Method, RequestBuilder};
use secrecy::SecretString;

use super::{
    client::{Answer, Client, send},
    world::{World, entropy},
};

/// The password of every operator of a test.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// Adds an operator that need not replace its password.
pub(crate) async fn operator(world: &World, name: &str, desk: Desk) -> KeyId {
    added(world, name, desk, false).await
}

/// Adds an operator, whose password is for one sign-in where `once` says so.
pub(crate) async fn added(world: &World, name: &str, desk: Desk, once: bool) -> KeyId {
    let new = NewOperator {
        name: name.to_owned(),
        desk,
        password: SecretString::from(PASSWORD),
        once,
    };
    let (db, mut entropy) = (&world.apps[0].db, entropy());
    let by = By::machine(world.now(), entropy.as_mut());
    operators::make(db, new, by, entropy.as_mut())
        .await
        .unwrap()
}

/// A browser of one person.
#[derive(Debug)]
pub(crate) struct Browser<'w> {
    pub(crate) client: &'w Client,
    cookie: Mutex<Option<String>>,
}

impl<'w> Browser<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self::at(world.gateway())
    }

    pub(crate) fn at(client: &'w Client) -> Self {
        Self {
            client,
            cookie: Mutex::new(None),
        }
    }

    /// A browser of a new operator of this role, signed in.
    pub(crate) async fn of(world: &'w World, desk: Desk) -> Self {
        operator(world, desk.as_str(), desk).await;
        let browser = Self::new(world);
        browser.sign_in(desk.as_str()).await;
        browser
    }

    pub(crate) fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub(crate) fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    /// A request with the cookie and nothing else.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.bare(method, path);
        match self.cookie() {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// A form as a browser sends it from a page of the same origin.
    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        self.bare(Method::POST, path)
            .header("origin", &self.client.base)
            .header("sec-fetch-site", "same-origin")
            .form(fields)
    }

    /// Sends a request, and keeps the cookie that comes with the answer.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = send(request).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (pair, _) = cookie.split_once(';').unwrap();
            if let Some((_, token)) = pair.split_once("desk=") {
                let kept = (!token.is_empty()).then(|| pair.to_owned());
                self.set_cookie(kept);
            }
        }
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.bare(Method::GET, path)).await
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.text
    }

    /// What forms of this session repeat.
    pub(crate) async fn csrf(&self) -> String {
        field(&self.page("/console/account").await, "csrf")
    }

    /// Sends a form of a page of ours, with fields of its own.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.page("/console/account").await;
        let (csrf, once) = (field(&page, "csrf"), field(&page, "once"));
        let mut all = vec![("csrf", csrf.as_str()), ("once", once.as_str())];
        all.extend_from_slice(fields);
        self.send(self.form(path, &all)).await
    }

    pub(crate) async fn try_sign_in(&self, name: &str, password: &str) -> Answer {
        let fields = [("name", name), ("password", password)];
        self.send(self.form("/console/sign-in", &fields)).await
    }

    pub(crate) async fn sign_in(&self, name: &str) {
        let answer = self.try_sign_in(name, PASSWORD).await;
        assert_eq!(answer.location(), "/console");
    }

    /// Whether the browser is signed in.
    pub(crate) async fn is_in(&self) -> bool {
        let answer = self.get("/console").await;
        if answer.status == 200 {
            return true;
        }
        assert_eq!(answer.location(), "/console/sign-in");
        false
    }
}

/// The value of a hidden field of a page.
pub(crate) fn field(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no field {name}: {page}"));
    rest.split('"').next().unwrap().to_owned()
}
