/** What a check found, put in groups by how much it matters. */
import type { Finding, Severity } from '../ipc';

export interface Group {
  severity: Severity;
  title: string;
  text: string;
  findings: Finding[];
}

const GROUPS: readonly Omit<Group, 'findings'>[] = [
  { severity: 'problem', title: 'Not as it was saved', text: 'Something that was kept is gone, was altered, or cannot be relied on. Everything else opens as before.' },
  { severity: 'warning', title: 'Have a look', text: 'Nothing that was kept is lost. Somebody should know why this is so.' },
  { severity: 'note', title: 'Good to know', text: 'Leftovers and remarks. Nothing needs doing.' },
];

/** Returns the groups that have any, the gravest first. */
export function grouped(findings: readonly Finding[]): Group[] {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity);
  return GROUPS.map((group) => ({ ...group, findings: of(group.severity) })).filter((group) => group.findings.length > 0);
}
