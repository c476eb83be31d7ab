/** What the tests ask of Node, so that the window's sources are checked without Node's names. */
declare module 'node:fs' {
  export function existsSync(path: string): boolean;
  export function mkdtempSync(start: string): string;
  export function readdirSync(path: string): string[];
  export function readFileSync(path: string): Uint8Array<ArrayBuffer>;
  export function readFileSync(path: string, encoding: 'utf8'): string;
  export function rmSync(path: string, options: { recursive: boolean }): void;
  export function writeFileSync(path: string, bytes: Uint8Array): void;
}
declare module 'node:path' {
  export function join(...parts: string[]): string;
}
declare module 'node:url' {
  export function fileURLToPath(url: URL): string;
}
declare module 'node:os' {
  export function tmpdir(): string;
}
declare module 'node:child_process' {
  export function execFileSync(program: string, given: string[], options: { encoding: 'utf8' }): string;
}
