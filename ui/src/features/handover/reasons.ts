/** How the reasons of a hand-over and its receipts are asked for. */
import { CONSENTS, DELIVERIES, DISCLOSING_FIELDS, LAWFUL_BASES, RECEIPT_EVENTS, RECEIPT_FIELDS, type Receipt } from '../../ipc/types';
import { choice, date, lines, specs, text, type Asked } from '../../shared/fields/spec';

export const REASONS = specs(DISCLOSING_FIELDS, {
  requested_by: { control: text, hint: 'Who, when, and their reference.' },
  advised_by: { control: text, hint: 'Such as your defence organisation.' },
  basis: { control: choice(LAWFUL_BASES) },
  consent: { control: choice(CONSENTS), label: 'Consent of the person of concern' },
  consent_reason: { control: lines, label: 'Why not, or what they said' },
});

const asked: { readonly [K in keyof Receipt]-?: Asked } = {
  event: { control: choice(RECEIPT_EVENTS), needed: true },
  given_to: { control: text },
  when: { control: date, hint: 'Such as 21 April 2026, or 21 April 2026 14:30.' },
  how: { control: choice(DELIVERIES) },
  reference: { control: text },
  by: { control: text, hint: 'Who gave it, or took it back.' },
  note: { control: lines },
};

export const RECEIPT = specs(RECEIPT_FIELDS, asked);
