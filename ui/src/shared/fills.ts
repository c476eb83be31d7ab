/** How a way of contact is drawn in a chart: a pattern in one ink, and the word that stands for it. */
import type { Channel } from '../ipc/types';

/** Solid online, diagonal letters, lines phone, double box in person, hollow gift, dashed for other ways. */
export type Fill = 'online' | 'letter' | 'phone' | 'person' | 'gift' | 'other';

export const FILL: Record<Channel, Fill> = {
  message: 'online',
  friend_request: 'online',
  post: 'online',
  email: 'letter',
  letter: 'letter',
  phone: 'phone',
  in_person: 'person',
  gift: 'gift',
  third_party: 'other',
  other: 'other',
};

/** Every fill from the bottom of a bar to its top, with its words. */
export const FILLS: readonly [Fill, string][] = [
  ['online', 'Messages'], ['letter', 'Letters'], ['phone', 'Phone'], ['person', 'In person'], ['gift', 'Gifts'], ['other', 'Other ways'],
];
