export function at(path: string): string;
export function broken(file: string, text: string): string[];
