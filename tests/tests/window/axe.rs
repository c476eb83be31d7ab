//! axe-core in the real window: contrast and names as WebKit draws and computes them.

use casekeep_tests::place;
use serde_json::Value;

use crate::window::Window;

const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// Fails with every violation on the page as it is now.
pub fn no_violations(window: &Window, screen: &str) {
    let path = place::root().join("ui/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(&path).expect("axe-core is among the interface's packages");
    if window.run("return typeof axe === 'undefined';", vec![]) == Value::Bool(true) {
        window.run(&format!("{source}\nwindow.axe = axe; return true;"), vec![]);
    }
    let run = format!(
        "const done = arguments[arguments.length - 1];
         axe.run(document, {{ runOnly: {RULES}, resultTypes: ['violations'] }}).then(
           (result) => done({{ passes: result.passes.length, violations: result.violations.map((rule) =>
             rule.id + ': ' + rule.nodes.map((node) => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')).join(' | ')) }}),
           (error) => done({{ passes: 0, violations: [String(error)] }}));"
    );
    let result = window.run_async(&run, vec![]);
    let passes = result["passes"].as_u64().unwrap_or(0);
    assert!(passes > 0, "{screen}: axe-core looked at nothing: {result}");
    assert_eq!(result["violations"], Value::Array(Vec::new()), "{screen}: {:#}", result["violations"]);
}
