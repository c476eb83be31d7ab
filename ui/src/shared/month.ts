const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

/** Returns `2026-11` as `November 2026`. */
export function month(asAt: string): string {
  return `${MONTHS[Number(asAt.slice(5, 7)) - 1] ?? ''} ${asAt.slice(0, 4)}`.trim();
}
