//! The application's window, driven through WebKit's driver.
//!
//! Blocking on the outside: a test reads from top to bottom like a person's evening.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use casekeep_tests::place;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::group::Group;
use crate::home::Home;
use crate::page::{Role, script};
use crate::screen::Screen;
use crate::until::{LIMIT, until, within};

/// An open window. Dropping it ends the application, whatever it is doing.
pub struct Window {
    client: Option<Client>,
    runtime: Runtime,
    driver: Group,
    name: String,
}

impl Window {
    /// Opens the application's window for this account.
    pub fn open(screen: &Screen, home: &Home, name: &str) -> Self {
        Self::open_program(&place::target().join("automation/casekeep-desktop"), screen, home, name)
    }

    /// Opens the window of one build of the application.
    pub fn open_program(program: &Path, screen: &Screen, home: &Home, name: &str) -> Self {
        assert!(program.is_file(), "{} is not built: run `cargo xtask test --only window`", program.display());
        let port = free_port();
        let mut driver = home.command("WebKitWebDriver", screen.display());
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1").env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Group::start(driver.stdout(Stdio::null()));
        until("WebKit's driver", || TcpStream::connect(("127.0.0.1", port)).ok());
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let options = json!({ "browserName": "wry", "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let Value::Object(options) = options else { unreachable!("an object was written just above") };
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(options).connect(&format!("http://127.0.0.1:{port}")).await
        });
        let client = client.unwrap_or_else(|error| panic!("the window did not open: {error}"));
        let window = Self { client: Some(client), runtime, driver, name: name.to_owned() };
        until("the page", || (window.run("return document.readyState;", vec![]) == "complete").then_some(()));
        window
    }

    /// Runs a script in the page and returns its answer.
    pub fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.runtime.block_on(self.client().execute(script, arguments));
        answer.unwrap_or_else(|error| panic!("a script failed in the page: {error}"))
    }

    /// Runs a script that gives its answer to the last of its arguments.
    pub fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.runtime.block_on(self.client().execute_async(script, arguments));
        answer.unwrap_or_else(|error| panic!("a script failed in the page: {error}"))
    }

    /// Waits for a thing of this role and name, and presses it.
    pub fn click(&self, role: Role, name: &str) {
        self.act(role, name, "be pressed", |window, element| {
            window.runtime.block_on(element.click()).map_err(|error| error.to_string())
        });
    }

    /// Waits for a button and presses it.
    pub fn press(&self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Replaces what is in a field.
    pub fn fill(&self, label: &str, text: &str) {
        self.act(Role::Textbox, label, "be filled", |window, element| {
            window.runtime.block_on(async {
                element.clear().await.map_err(|error| error.to_string())?;
                element.send_keys(text).await.map_err(|error| error.to_string())
            })
        });
    }

    /// Waits for a thing of this role and name.
    pub fn find(&self, role: Role, name: &str) -> Element {
        self.wait(&format!("{role:?} \"{name}\""), || self.look_for(role, name))
    }

    /// Says whether there is a thing of this role and name now.
    pub fn has(&self, role: Role, name: &str) -> bool {
        self.look_for(role, name).is_some()
    }

    /// Says whether there is a thing of this role and of exactly this name now.
    pub fn has_exactly(&self, role: Role, name: &str) -> bool {
        let one = "return offered(arguments[0]).some((element) => nameOf(element) === arguments[1]);";
        self.run(&script(one), vec![json!(role.name()), json!(name)]) == Value::Bool(true)
    }

    /// Waits until the page shows this text.
    pub fn see(&self, text: &str) {
        self.wait(&format!("the text \"{text}\""), || self.text().contains(text).then_some(()));
    }

    /// Waits until there is no thing of this role and name.
    pub fn gone(&self, role: Role, name: &str) {
        self.wait(&format!("the end of {role:?} \"{name}\""), || (!self.has(role, name)).then_some(()));
    }

    /// Returns the words of a numbered list of words, without their numbers.
    pub fn listed_words(&self, label: &str) -> Vec<String> {
        let read = "return [...document.querySelectorAll(`ol[aria-label='${arguments[0]}'] li`)].map((it) => it.lastChild.data);";
        let words = self.run(&script(read), vec![Value::from(label)]);
        words.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Waits for a field and returns what is in it.
    pub fn value_of(&self, label: &str) -> String {
        let field = self.find(Role::Textbox, label);
        let value = self.runtime.block_on(field.prop("value"));
        value.unwrap_or_else(|error| panic!("{label} could not be read: {error}")).unwrap_or_default()
    }

    /// Returns all that the page shows.
    pub fn text(&self) -> String {
        let text = self.run("return document.body ? document.body.innerText : '';", vec![]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Returns everything that is in the page, shown or not: the whole document as it stands.
    pub fn source(&self) -> String {
        let source = self.run(
            "return document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((it) => it.value).join('\\n');",
            vec![],
        );
        source.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for pictures, fonts and movements to be done, then saves a picture of the page as `target/shots/<test>-<name>.png`.
    pub fn shot(&self, name: &str) -> PathBuf {
        // Without movements there is no half-way picture; two frames later everything that was asked for is drawn.
        self.run(
            "for (const time of ['--quick', '--calm']) document.documentElement.style.setProperty(time, '0ms');",
            vec![],
        );
        within(LIMIT, || {
            let drawn = "return document.fonts.status === 'loaded' && document.getAnimations().length === 0
                && [...document.images].every((image) => image.complete);";
            (self.run(drawn, vec![]) == Value::Bool(true)).then_some(())
        });
        self.run_async(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));",
            vec![],
        );
        let folder = place::target().join("shots");
        let path = folder.join(format!("{}-{name}.png", self.name));
        let png = self.runtime.block_on(self.client().screenshot()).expect("the window can be pictured");
        std::fs::create_dir_all(&folder).expect("a folder for pictures can be made");
        std::fs::write(&path, png).expect("a picture can be written");
        path
    }

    /// The application and everything that belongs to it.
    pub fn processes(&self) -> &Group {
        &self.driver
    }

    /// Waits until something is there, and fails with a picture and an outline of the page when it does not come.
    pub fn wait<T>(&self, what: &str, ask: impl FnMut() -> Option<T>) -> T {
        within(LIMIT, ask).unwrap_or_else(|| {
            let outline = self.run(&script("return outline();"), vec![]);
            let picture = self.shot("failed");
            panic!(
                "{what} did not come. The page, pictured in {}, offers:\n{}\nand says:\n{}",
                picture.display(),
                outline.as_str().unwrap_or_default(),
                self.text()
            )
        })
    }

    /// Does something with a thing on the page; again with the thing found anew, while the page is still changing.
    fn act(&self, role: Role, name: &str, what: &str, act: impl Fn(&Self, Element) -> Result<(), String>) {
        self.find(role, name);
        let mut last = String::new();
        let done = within(LIMIT, || match act(self, self.look_for(role, name)?) {
            Ok(()) => Some(()),
            Err(error) => {
                last = error;
                None
            }
        });
        if done.is_none() {
            self.shot("failed");
            panic!("{role:?} \"{name}\" could not {what}: {last}");
        }
    }

    fn look_for(&self, role: Role, name: &str) -> Option<Element> {
        let answer =
            self.run(&script("return find(arguments[0], arguments[1]);"), vec![json!(role.name()), json!(name)]);
        // The key that the WebDriver standard gives to a reference to an element.
        let id = answer.get("element-6066-11e4-a52e-4f735466cecf")?.as_str()?.to_owned();
        Some(Element::from_element_id(self.client().clone(), ElementRef::from(id)))
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("the session lasts as long as the window")
    }
}

impl Window {
    /// Ends the application as a crash does: none of its code runs any more.
    pub fn crash(&mut self) {
        // Nobody says goodbye: closing the session would let the application end in its own way.
        std::mem::forget(self.client.take());
        self.driver.kill();
    }

    /// Closes the window as its frame's button does, and waits until the application has ended by itself.
    pub fn close(&mut self, screen: &Screen) {
        std::mem::forget(self.client.take());
        let application = self.driver.named("casekeep-deskto");
        screen.focus("Casekeep");
        screen.press(&["alt+F4"]);
        until("the end of the application", || {
            let running = self.driver.named("casekeep-deskto");
            (!application.is_empty() && running.is_empty()).then_some(())
        });
        self.driver.kill();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let close = async { tokio::time::timeout(Duration::from_secs(5), client.close()).await };
            // The driver's process group is ended next, with the application in it.
            let _ = self.runtime.block_on(close);
        }
    }
}

/// Returns a port that nothing listens on now.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free on this computer");
    listener.local_addr().expect("a bound port has a number").port()
}

/// Opens the real window on an account without a vault, and finds its first screen without a fault.
#[test]
fn the_window_opens_and_can_be_used_by_everyone() {
    let home = Home::new("opens");
    let screen = Screen::start(&home);
    let window = Window::open(&screen, &home, "opens");
    window.wait("a heading", || (!window.run(&script("return outline();"), vec![]).as_str()?.is_empty()).then_some(()));
    crate::axe::no_violations(&window, "the first screen");
    window.shot("first");
}
