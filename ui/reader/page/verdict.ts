/** The verdict beside everything: what the check shows, what is wrong and what to do, and what it does not show. */
import type { Report } from '../core/check';
import type { Finding } from '../core/findings';
import type { Account } from '../core/proofs';
import { button, byId, make } from './dom';
import { count, day, KINDS } from './words';

const NOT_SHOWN =
  'who wrote a message, that an entry is true, that everything was written down, or that the computer’s clock was right. Ask for the phone and the account.';
const READER = 'This page came with the bundle. Whoever could change the one could change the other, so where it matters, check the bundle by hand or with a program of your own.';

/** Says that it is still being read. */
export function showReading(): void {
  const heading = make('h2', {}, 'Not complete yet');
  const what = make('p', { class: 'soft' }, 'What you see comes from the sealed file. Whether it is whole is known only at its end.');
  byId('verdict').replaceChildren(heading, what, byId('progress'));
  byId('progress').hidden = false;
}

/** Shows what a check found. */
export function showReport(report: Report, compare: (fingerprint: string) => void): void {
  const { ok, signer } = report;
  const [mark, heading] = !ok
    ? ['bad', 'Do not rely on this bundle']
    : signer === 'matched'
      ? ['done', 'All checks passed']
      : ['ring', 'Unchanged, but signed by whom?'];
  const title = make('h2', { tabindex: '-1' }, make('span', { class: `tick ${mark}`, 'aria-hidden': 'true' }), heading);
  const lead = make('p', { id: 'verdict-line', 'data-verdict': ok ? signer : 'wrong' }, sentence(report));
  byId('progress').hidden = true;
  const parts: Node[] = [title, lead];
  if (!ok) parts.push(problems(report));
  else parts.push(shown(report));
  if (report.fingerprint && signer !== 'matched') parts.push(asking(report, compare));
  if (report.notes.length > 0) parts.push(make('h3', {}, 'To know'), list(report.notes));
  parts.push(make('p', { class: 'sect soft' }, make('b', {}, 'What this does not show: '), NOT_SHOWN), make('p', { class: 'soft' }, READER));
  byId('verdict').replaceChildren(...parts, byId('progress'));
  byId('live').textContent = `${heading}. ${sentence(report)}`;
}

function sentence(report: Report): string {
  const made = day(report.day);
  const since = made ? `unchanged since it was signed on ${made}` : 'unchanged since it was signed';
  if (!report.ok) return `Checked: ${count(report.problems.length + report.moreProblems, 'thing is', 'things are')} wrong. Each is named here, with what to do.`;
  return report.signer === 'matched'
    ? `Checked: complete, ${since}, by the key whose fingerprint you were given.`
    : `Checked: complete, ${since}. Anyone can sign a bundle with a key of their own, so compare the fingerprint.`;
}

function shown(report: Report): HTMLElement {
  const made = day(report.day);
  const facts: [string, string][] = [
    ['Nothing was changed', `Each of the ${count(report.files, 'file')} and ${count(report.disclosed, 'record')} is as it was when it was signed${made ? `, on ${made} by the sender’s clock` : ''}.`],
    [
      'Nothing was taken out of this bundle',
      `The list of its files is complete and signed. ${ofTheLog(report.accounts)}`,
    ],
  ];
  if (report.follows.length > 0) {
    const named = report.follows.map(({ folder, tagmanifest }) => `${folder} (its tagmanifest-sha256.txt has the SHA-256 ${tagmanifest})`);
    facts.push(['It is a supplement', `It holds only what is new or changed since ${named.join(' and ')}.`]);
  }
  if (report.signer === 'matched') facts.push(['Signed by the key that you named', report.fingerprint ?? '']);
  // Where an earlier state is told of beside this, the log was not only added to, whatever some seals show.
  const isShorter = report.notes.some((note) => note.class === 'ROLLED_BACK');
  if (report.seals.length > 0 && !isShorter) facts.push(['The log was only added to', `It goes on from ${count(report.seals.length, 'seal')} made earlier.`]);
  return make('ul', { class: 'margin' }, ...facts.map(([what, why]) => make('li', {}, make('b', {}, what), make('span', { class: 'soft' }, why))));
}

/** Says how much of the log is in the bundle. */
export function ofTheLog(accounts: readonly Account[]): string {
  let [withheld, parted, given] = [0, 0, 0];
  for (const { states } of accounts) {
    for (const state of states) {
      if (state === 'withheld (given before)') given += 1;
      else if (state.startsWith('withheld')) withheld += 1;
      else if (state === 'disclosed in part') parted += 1;
    }
  }
  if (withheld + parted + given === 0) return 'Every record of the log is here, with all its parts.';
  const said = [
    withheld > 0 ? `${count(withheld, 'record')} stayed behind` : '',
    given > 0 ? `${count(given, 'record is', 'records are')} in an earlier bundle` : '',
    parted > 0 ? `${count(parted, 'record is', 'records are')} here without some of ${parted === 1 ? 'its' : 'their'} parts` : '',
  ];
  return `Of the log, ${said.filter((one) => one !== '').join(', and ')}; each is named by its number.`;
}

function problems(report: Report): HTMLElement {
  const box = make('div', {}, list(report.problems));
  if (report.moreProblems > 0) box.append(make('p', {}, `${count(report.moreProblems, 'more problem is', 'more problems are')} not listed. Look at the first ones: the others may follow from them.`));
  return box;
}

/** So many findings are shown one by one. */
const SHOWN = 40;

function list(findings: readonly Finding[]): HTMLElement {
  const lines = findings.slice(0, SHOWN).map((finding) =>
    make('li', { 'data-class': finding.class }, make('b', {}, KINDS[finding.class]), make('span', {}, finding.what), make('span', { class: 'soft' }, finding.step)),
  );
  const rest = findings.length - SHOWN;
  return make('ul', { class: 'margin' }, ...lines, rest > 0 && make('li', {}, `And ${rest} more.`));
}

function asking(report: Report, compare: (fingerprint: string) => void): HTMLElement {
  const field = make('textarea', { id: 'fingerprint', class: 'in mono', rows: '3', spellcheck: 'false', autocomplete: 'off', 'aria-describedby': 'fingerprint-hint' });
  const form = make(
    'form',
    { class: 'field sect' },
    make('label', { for: 'fingerprint' }, 'The fingerprint that you were given'),
    make('span', { class: 'hint', id: 'fingerprint-hint' }, 'Twelve words, or SHA256: and 43 characters. By phone, in the letter or on paper, and not from this bundle.'),
    field,
    make('p', { id: 'fingerprint-wrong', class: 'error', role: 'alert' }),
    button('Compare', () => form.requestSubmit(), { class: 'btn' }),
    make('details', {}, make('summary', {}, 'What the bundle says'), make('p', { class: 'mono' }, report.fingerprint ?? ''), make('p', {}, report.words.join(' '))),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    compare(field.value);
  });
  return form;
}
