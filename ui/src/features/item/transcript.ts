/** What is asked about a transcript, and how far one can be relied on, in words. */
import { REGISTER_FIELDS, TRANSCRIBED_BY, type RegisterView, type Transcript } from '../../ipc/types';
import { word } from '../../shared/fields/said';
import { safeText } from '../../shared/names';
import { lines, specs, text, yes, type FieldSpec } from '../../shared/fields/spec';

type Written = Omit<Transcript, 'item' | 'made_by' | 'program' | 'checked'>;

/** The fields that a person fills in. */
export const WRITTEN: readonly FieldSpec[] = specs<keyof Written>(REGISTER_FIELDS.transcript, {
  text: { control: { is: 'lines', rows: 12, words: true }, needed: true, hint: 'Word for word, mistakes too. Write [not clear] where it is not.' },
  who: { control: text },
  language: { control: text },
  note: { control: lines },
});

/** The same of one that a machine read, which a person compares with the picture. */
export const READ: readonly FieldSpec[] = [
  ...WRITTEN,
  ...specs<'checked'>(REGISTER_FIELDS.transcript, { checked: { control: yes, hint: 'Yes once every word was compared' } }),
];

export const transcriptOf = (view: RegisterView) => view.entry as { register: 'transcript' } & Transcript;

/** Returns who made it and whether that was compared. */
export function standing({ made_by: by, checked }: Transcript): string {
  return by === 'machine' && checked ? 'Read by machine, compared with the item by a person' : word(TRANSCRIBED_BY, by);
}

/** The languages of these islands by tesseract's short names; others are shown as they are called there. */
const LANGUAGES: Readonly<Record<string, string>> = { eng: 'English', cym: 'Welsh', gla: 'Scottish Gaelic', gle: 'Irish', pol: 'Polish', urd: 'Urdu', ben: 'Bengali', pan: 'Punjabi', guj: 'Gujarati', ara: 'Arabic', por: 'Portuguese', ron: 'Romanian', spa: 'Spanish', fra: 'French', deu: 'German', ita: 'Italian' };

/** Returns a language's name: what a person wrote, or what a short name stands for. */
export const languageName = (language: string) => LANGUAGES[language] ?? safeText(language);
