// What a person with a screen reader is offered: visible things, each with a role and a name.
const ROLES = {
  button: 'button, summary, [role=button]',
  link: 'a[href], [role=link]',
  textbox: 'input:not([type]), input[type=text], input[type=password], input[type=search], input[type=url], ' +
    'input[type=number], input[type=email], textarea, [role=textbox], [role=searchbox]',
  checkbox: 'input[type=checkbox], [role=checkbox], [role=switch]',
  radio: 'input[type=radio], [role=radio]',
  combobox: 'select, [role=combobox]',
  option: 'option, [role=option]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  listitem: 'li, [role=listitem], [role=row]',
  dialog: 'dialog[open], [role=dialog]',
  img: 'img, svg[role=img], [role=img]',
  tab: '[role=tab]',
};

const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.ariaHidden === 'true' || node.tagName === 'KBD') return '';
  if (node.ariaLabel) return ' ' + node.ariaLabel + ' ';
  if (node.tagName === 'IMG') return ' ' + node.alt + ' ';
  return [...node.childNodes].map(textOf).join(getComputedStyle(node).display === 'inline' ? '' : ' ');
}

function nameOf(element) {
  const by = element.getAttribute('aria-labelledby');
  if (by) return squeeze(by.split(/\s+/).map((id) => textOf(document.getElementById(id) ?? new Text(''))).join(' '));
  if (element.ariaLabel) return squeeze(element.ariaLabel);
  const labels = [...(element.labels ?? [])];
  if (labels.length) return squeeze(labels.map(textOf).join(' '));
  return squeeze(element.tagName === 'IMG' ? element.alt : textOf(element) || element.title || element.placeholder || '');
}

// A choice drawn by its label hides its own box: that one is shown when its label is.
function isShown(element) {
  const shown = element.tagName === 'OPTION' ? element.closest('select') : element;
  const drawn = (it) => it?.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length > 0;
  return Boolean(drawn(shown) || drawn(element.labels?.[0])) && !element.closest('[inert]');
}

function offered(role) {
  const dialogs = [...document.querySelectorAll('dialog[open]')].filter((dialog) => dialog.matches(':modal'));
  const within = dialogs.at(-1) ?? document;
  const all = [...within.querySelectorAll(ROLES[role])].filter(isShown);
  return role === 'dialog' ? [...document.querySelectorAll(ROLES.dialog)].filter(isShown) : all;
}

// The one of that role whose name is the wanted one; if there is none, whose name begins with it.
function find(role, wanted) {
  const all = offered(role).map((element) => [element, nameOf(element)]);
  const exact = all.filter(([, name]) => name === wanted);
  const found = exact.length ? exact : all.filter(([, name]) => name.startsWith(wanted));
  return found.length ? found[0][0] : null;
}

function outline() {
  const roles = ['heading', 'button', 'link', 'textbox', 'checkbox', 'radio', 'combobox', 'tab'];
  return roles.flatMap((role) => offered(role).map((element) => role + ': ' + nameOf(element).slice(0, 80))).join('\n');
}
