/** Reads numbers with commas or spaces between them, `12, 0014`; null when there is anything else. */
export function readNumbers(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : NaN));
  return numbers.every((n) => n > 0) ? [...new Set(numbers)] : null;
}
