//! Two hands on a keyboard: everything is reached by Tab, as somebody does who has no mouse.

use serde_json::{Value, json};

use crate::page::{Role, script};
use crate::screen::Screen;
use crate::until::{LIMIT, within};
use crate::window::Window;

/// More stops of Tab than any screen has.
const MOST_STOPS: usize = 160;

/// More choices than any list has.
const MOST_CHOICES: usize = 40;

/// Hands that use a window by keys alone.
pub struct Hands<'a> {
    screen: &'a Screen,
    window: &'a Window,
}

impl<'a> Hands<'a> {
    /// Puts the hands on the keyboard of a window, which gets the focus.
    pub fn new(screen: &'a Screen, window: &'a Window) -> Self {
        screen.focus("Casekeep");
        Self { screen, window }
    }

    /// Presses keys, one after the other.
    pub fn keys(&self, keys: &[&str]) {
        self.screen.press(keys);
    }

    /// Types a text where the focus is.
    pub fn types(&self, text: &str) {
        self.screen.type_text(text);
    }

    /// Goes on with Tab until the focus is on a thing of this role and name.
    pub fn reach(&self, role: Role, name: &str) {
        self.window.find(role, name);
        let at = "return document.activeElement === find(arguments[0], arguments[1]);";
        self.go_on(&format!("{role:?} \"{name}\""), at, &[json!(role.name()), json!(name)]);
    }

    /// Reaches a button and presses it with the space bar.
    pub fn press(&self, name: &str) {
        self.reach(Role::Button, name);
        self.keys(&["space"]);
    }

    /// Reaches a tick box and ticks it.
    pub fn tick(&self, name: &str) {
        self.reach(Role::Checkbox, name);
        self.keys(&["space"]);
    }

    /// Reaches a field and replaces what is in it.
    pub fn write(&self, label: &str, text: &str) {
        self.reach(Role::Textbox, label);
        self.keys(&["ctrl+a"]);
        self.types(text);
        self.window.wait(&format!("\"{text}\" in {label}"), || (self.window.value_of(label) == text).then_some(()));
    }

    /// Reaches a group of choices that stand side by side, and goes to one with the arrow.
    pub fn choose(&self, group: &str, choice: &str) {
        let at = "const at = document.activeElement; return at.role === 'radio' && at.closest('[role=radiogroup]')?.ariaLabel === arguments[0];";
        self.go_on(&format!("the choices of \"{group}\""), at, &[json!(group)]);
        self.arrow("Right", choice, "return nameOf(document.activeElement);");
        self.keys(&["space"]);
        let taken = "return document.activeElement.ariaChecked === 'true';";
        self.window.wait(choice, || self.holds(taken, &[]).then_some(()));
    }

    /// Reaches a list that opens, and goes down to one of its lines.
    pub fn pick(&self, label: &str, line: &str) {
        self.reach(Role::Combobox, label);
        self.arrow("Down", line, "return document.activeElement.selectedOptions[0].label;");
    }

    /// Presses an arrow until what the page then says is this.
    fn arrow(&self, key: &str, wanted: &str, says: &str) {
        for _ in 0..MOST_CHOICES {
            let now = self.window.run(&script(says), vec![]);
            if now == wanted {
                return;
            }
            self.keys(&[key]);
            self.window.wait("the next choice", || (self.window.run(&script(says), vec![]) != now).then_some(()));
        }
        panic!("\"{wanted}\" is none of the choices");
    }

    /// Presses Tab until something holds of the page, and says where it was when it never does.
    fn go_on(&self, what: &str, holds: &str, arguments: &[Value]) {
        let mut stops = Vec::new();
        for _ in 0..MOST_STOPS {
            if self.holds(holds, arguments) {
                return;
            }
            let here = "window.here = document.activeElement; return nameOf(window.here).slice(0, 40);";
            stops.push(self.window.run(&script(here), vec![]).as_str().unwrap_or_default().to_owned());
            self.keys(&["Tab"]);
            let moved = "return document.hasFocus() && document.activeElement !== window.here;";
            // Where nothing else can have the focus it stays, and the round begins anew.
            if within(LIMIT / 20, || self.holds(moved, &[]).then_some(())).is_none() {
                self.screen.focus("Casekeep");
            }
        }
        self.window.shot("failed");
        panic!("Tab does not lead to {what}; it stopped at {stops:#?}");
    }

    fn holds(&self, line: &str, arguments: &[Value]) -> bool {
        self.window.run(&script(line), arguments.to_vec()) == Value::Bool(true)
    }
}
