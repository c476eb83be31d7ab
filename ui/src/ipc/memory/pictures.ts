/** Drawn pictures for the sample case: what a photograph or a screenshot of it could look like. */

export type Drawing =
  | { of: 'chat'; lines: [side: 'l' | 'r', text: string][]; title: string }
  | { of: 'letter'; lines: string[]; typed: boolean }
  | { of: 'envelope' }
  | { of: 'gift' }
  | { of: 'profile'; name: string }
  | { of: 'screen'; title: string };

const W = 720;

/** Returns the picture as SVG text. */
export function draw(drawing: Drawing): string {
  switch (drawing.of) {
    case 'chat': return chat(drawing.title, drawing.lines);
    case 'letter': return letter(drawing.lines, drawing.typed);
    case 'envelope': return envelope();
    case 'gift': return gift();
    case 'profile': return profile(drawing.name);
    case 'screen': return screen(drawing.title);
  }
}

/** Returns the size of a drawing, as it says itself. */
export function sizeOf(drawing: Drawing): { width: number; height: number } {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(draw(drawing)) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** Returns a page of a document as SVG text, every letter in a place of its own. */
export function sheet(size: { width: number; height: number }, lines: readonly string[], at: { left: number; top: number; line: number; letter: number }): string {
  const rows = lines.map((row, i) => text(at.left, at.top + i * at.line, row, `font-size="25" font-family="monospace" textLength="${[...row].length * at.letter}" lengthAdjust="spacingAndGlyphs" fill="#16181b"`));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}"><rect width="100%" height="100%" fill="#fff"/>${rows.join('')}</svg>`;
}

function page(height: number, paper: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${height}" width="${W}" height="${height}" font-family="sans-serif"><rect width="${W}" height="${height}" fill="${paper}"/>${body}</svg>`;
}

function text(x: number, y: number, words: string, more = ''): string {
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${more}>${safe}</text>`;
}

function chat(title: string, lines: [string, string][]): string {
  let y = 190;
  const bubbles = lines.map(([side, words]) => {
    const rows = wrap(words, 34);
    const width = Math.max(...rows.map((row) => row.length)) * 14.6 + 48;
    const x = side === 'l' ? 36 : W - 36 - width;
    const height = rows.length * 34 + 28;
    const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="26" fill="${side === 'l' ? '#e6e7eb' : '#2f6fde'}"/>`;
    const inside = rows.map((row, i) => text(x + 24, y + 40 + i * 34, row, `font-size="26" fill="${side === 'l' ? '#16181b' : '#fff'}"`)).join('');
    y += height + 16;
    return box + inside;
  });
  const head = `${text(36, 44, '18:04', 'font-size="22" font-weight="600"')}<circle cx="84" cy="112" r="34" fill="#b9bcc4"/>${text(140, 122, title, 'font-size="30" font-weight="600"')}<path d="M0 160h${W}" stroke="#d5d6da"/>`;
  return page(1280, '#fff', head + bubbles.join(''));
}

function letter(lines: string[], typed: boolean): string {
  const family = typed ? 'serif' : 'cursive';
  const body = lines.map((row, i) => text(80, 170 + i * 46, row, `font-size="28" font-family="${family}" fill="#24324d"`)).join('');
  return page(1018, '#f3efe4', body);
}

function envelope(): string {
  return page(480, '#e9e2d2', `<rect x="60" y="60" width="600" height="360" fill="#f7f3e8" stroke="#b9b0a0"/><rect x="560" y="80" width="80" height="96" fill="#cfd8e6" stroke="#8d99b0"/>${text(250, 250, 'Dr E. Marsh', 'font-size="30" font-family="cursive"')}${text(250, 300, 'Northgate Surgery', 'font-size="30" font-family="cursive"')}`);
}

function gift(): string {
  return page(560, '#7d6a55', '<rect x="150" y="130" width="420" height="300" rx="12" fill="#5a2f2a"/><path d="M360 130v300M150 280h420" stroke="#d9b56a" stroke-width="26"/><rect x="420" y="330" width="210" height="130" rx="6" fill="#fbf8ef" transform="rotate(-8 420 330)"/>');
}

function profile(name: string): string {
  return page(1280, '#fff', `<rect width="${W}" height="360" fill="#cfd3da"/><circle cx="360" cy="360" r="110" fill="#9aa0ab" stroke="#fff" stroke-width="10"/>${text(360, 540, name, 'font-size="38" font-weight="600" text-anchor="middle"')}${text(360, 596, 'sent you a friend request', 'font-size="26" fill="#555" text-anchor="middle"')}`);
}

function screen(title: string): string {
  const rows = Array.from({ length: 9 }, (_, i) => `<rect x="90" y="${170 + i * 56}" width="${300 + ((i * 83) % 240)}" height="22" rx="4" fill="#c9ccd3"/>`).join('');
  return page(760, '#eef0f3', `<rect x="40" y="40" width="640" height="680" rx="10" fill="#fff" stroke="#c4c7cf"/><path d="M40 96h640" stroke="#c4c7cf"/>${text(70, 78, title, 'font-size="24" font-weight="600"')}${rows}`);
}

function wrap(words: string, width: number): string[] {
  const rows: string[] = [''];
  for (const word of words.split(' ')) {
    const last = rows[rows.length - 1]!;
    if (last && last.length + word.length + 1 > width) rows.push(word);
    else rows[rows.length - 1] = last ? `${last} ${word}` : word;
  }
  return rows;
}
