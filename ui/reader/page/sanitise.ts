/**
 * The chronology as part of this page. It comes from outside, so it is parsed apart, where nothing runs and nothing is
 * loaded, and only what is on these lists is made anew: no script, style, address or handler can come along.
 */
const ELEMENTS = new Set(
  'A ARTICLE ASIDE B BLOCKQUOTE DD DIV DL DT H1 H2 H3 I IMG LI MAIN OL P SECTION SPAN TABLE TBODY TD TH THEAD TIME TR UL'.split(' '),
);
/** Attributes that are taken as they are; `id` and what points to one get a start of their own. */
const ATTRIBUTES = new Set('colspan datetime dir rowspan scope'.split(' '));
/** What the programs write into a chronology. With any other class it could look like a verdict of this page. */
export const CLASSES = new Set('amended chip hash item lead meta noimage note open scroll text transcript turn what words'.split(' '));
/** Tables say that they are ones, as they do not on a narrow screen otherwise; no other role is taken, such as `alert`. */
export const ROLES = new Set('cell columnheader row rowgroup rowheader table'.split(' '));
const PICTURE = /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/;
const ORIGINAL = /^originals\/[A-Za-z0-9._-]+$/;
/** What ids of the chronology begin with here, so that none is one of the page. */
const OWN = 'in-';

/** Returns the chronology's content; a link to an original has its path in `data-item`. */
export function sanitise(page: string): DocumentFragment {
  const parsed = new DOMParser().parseFromString(withoutStyle(page), 'text/html');
  const fragment = document.createDocumentFragment();
  const main = parsed.querySelector('main');
  for (const part of main ? [main, parsed.querySelector('aside')] : [parsed.body]) if (part) take(part, fragment, 0);
  return fragment;
}

/** Its own style would be refused by this page's policy, with a complaint. Any other style, the list above leaves out. */
function withoutStyle(page: string): string {
  const from = page.indexOf('<style>');
  const to = from < 0 ? -1 : page.indexOf('</style>', from);
  return to < 0 ? page : page.slice(0, from) + page.slice(to);
}

/** Deeper than this nothing that is written here goes. */
const DEEPEST = 40;

function take(from: Node, into: Node, depth: number): void {
  if (from.nodeType === Node.TEXT_NODE) {
    into.appendChild(document.createTextNode(from.nodeValue ?? ''));
    return;
  }
  if (!(from instanceof Element) || depth > DEEPEST || !ELEMENTS.has(from.tagName)) return;
  // There is one main part in a page, and this one has it.
  const made = document.createElement(from.tagName === 'MAIN' ? 'div' : from.tagName.toLowerCase());
  for (const { name, value } of from.attributes) copy(made, name, value);
  into.appendChild(made);
  for (const child of from.childNodes) take(child, made, depth + 1);
}

function copy(made: HTMLElement, name: string, value: string): void {
  if (ATTRIBUTES.has(name) || (name === 'role' && ROLES.has(value))) made.setAttribute(name, value);
  else if (name === 'class') made.className = value.split(/\s+/).filter((one) => CLASSES.has(one)).join(' ');
  else if (name === 'id' || name === 'aria-labelledby') made.setAttribute(name, `${OWN}${value}`);
  else if (name === 'href' && made instanceof HTMLAnchorElement) {
    if (value.startsWith('#')) made.setAttribute('href', `#${OWN}${value.slice(1)}`);
    else if (ORIGINAL.test(value)) {
      made.setAttribute('href', '#items');
      made.dataset['item'] = `data/${value}`;
    }
  } else if (made instanceof HTMLImageElement) {
    if (name === 'alt') made.alt = value;
    if (name === 'src' && PICTURE.test(value)) made.src = value;
  }
}
