/** File names and other foreign text as they can be shown without misleading. */

// Control characters, direction marks and overrides, invisible fillers.
const TRICKY = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Returns the name with every control and direction character written out, `\u{202E}`. */
export function safeName(name: string): string {
  return name.replace(TRICKY, (sign) => `\\u{${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}}`);
}

// The same without line breaks, tabs, and the joiners that scripts and emoji are made with.
const TRICKY_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Returns a longer text with control and direction characters written out; lines and joined emoji stay as they are. */
export function safeText(text: string): string {
  return text.replace(TRICKY_IN_TEXT, (sign) => `\\u{${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}}`);
}

/** Returns an item's number as it is written everywhere: `0028`, `0028b`. */
export function itemNumber(label: string | number): string {
  const text = String(label);
  return /^\d+/.test(text) ? text.replace(/^\d+/, (digits) => digits.padStart(4, '0')) : text;
}

/** Returns `1 contact`, `52 contacts`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;
}

/** Returns `a person`, `an order`. */
export function article(one: string): string {
  return `${/^[aeiou]/i.test(one) ? 'an' : 'a'} ${one}`;
}

/** Returns a size in bytes as people read it: `84 MB`. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${bytes === 1 ? 'byte' : units[unit]}`;
}
